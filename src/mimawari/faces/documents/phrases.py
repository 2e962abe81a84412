"""Words of the pages for closed lists: who, phases, states, deeds, sides."""

from __future__ import annotations

from mimawari.model import Deed, Means, Phase, Side, Situation, StepState, Who, Words

WHO = {
    Who.ANYBODY: Words(en="anybody", ja="だれでも"),
    Who.OWNER: Words(en="who uses the PC or account", ja="PCやアカウントを使っている人"),
    Who.ADMINISTRATOR: Words(en="who looks after PCs and mail", ja="PCやメールの管理者"),
    Who.PROVIDER: Words(en="the provider", ja="契約している事業者"),
    Who.SPECIALIST: Words(en="a specialist", ja="専門の会社"),
}
PHASE = {
    Phase.ISOLATE: Words(en="Stop it", ja="広がりを止める"),
    Phase.PRESERVE: Words(en="Keep the evidence", ja="手がかりを残す"),
    Phase.CONFIRM: Words(en="Make sure", ja="確かめる"),
    Phase.SCOPE: Words(en="Check the others", ja="ほかも調べる"),
    Phase.RESET: Words(en="New passwords", ja="パスワードを変える"),
    Phase.NOTIFY: Words(en="Tell others", ja="知らせる"),
    Phase.ERADICATE: Words(en="Make it new", ja="入れ直す"),
    Phase.WATCH: Words(en="Watch", ja="様子を見る"),
    Phase.LIFT: Words(en="Back to work", ja="元に戻す"),
}
STATE = {
    StepState.OPEN: Words(en="open", ja="これから"),
    StepState.DONE: Words(en="done", ja="済み"),
    StepState.SKIPPED: Words(en="left out", ja="見送り"),
}
DEED = {
    Deed.OPENED: Words(en="case opened", ja="記録を開始"),
    Deed.REPORT_ADDED: Words(en="report added", ja="調査結果を追加"),
    Deed.PLANNED: Words(en="plan made", ja="対応計画を作成"),
    Deed.STEP_DONE: Words(en="step done", ja="対応済み"),
    Deed.STEP_REOPENED: Words(en="step reopened", ja="対応を再開"),
    Deed.STEP_SKIPPED: Words(en="step left out", ja="対応を見送り"),
    Deed.NOTED: Words(en="note", ja="メモ"),
    Deed.KNOWN_AT: Words(en="moment of knowledge recorded", ja="知った時点を記録"),
    Deed.REPLIED: Words(en="question answered", ja="質問に回答"),
    Deed.CONTACTED: Words(en="desk or person told", ja="連絡・相談"),
    Deed.RECHECKED: Words(en="checked again", ja="再確認"),
    Deed.LIFTED: Words(en="isolation lifted", ja="切り離しを解除"),
    Deed.ACCEPTED: Words(en="faults of the record accepted", ja="記録の不整合を確認"),
    Deed.CLOSED: Words(en="case closed", ja="記録を終了"),
    Deed.REOPENED: Words(en="case reopened", ja="記録を再開"),
}
SIDE = {
    Side.FOR: Words(en="for", ja="必要とする方向"),
    Side.AGAINST: Words(en="against", ja="不要とする方向"),
    Side.OPEN: Words(en="not known", ja="まだ分からない"),
}
MEANS = {
    Means.MAIL: Words(en="mail", ja="メール"),
    Means.PHONE: Words(en="phone", ja="電話"),
    Means.FAX: Words(en="fax", ja="FAX"),
    Means.FORM: Words(en="form", ja="フォーム"),
}
SITUATION = {
    Situation.OUR_DEVICE: Words(en="A PC of ours", ja="自社のPC"),
    Situation.OUR_ACCOUNT: Words(en="A mail account or server of ours", ja="自社のメールアカウント・サーバー"),
    Situation.ADDRESS_ONLY: Words(en="Only our address", ja="アドレスが使われただけ"),
    Situation.EXPOSED: Words(en="Something dangerous arrived", ja="危険なメール・ファイルが届いた"),
    Situation.UNDETERMINED: Words(en="Not known yet", ja="まだ判断できない"),
    Situation.NO_SIGN: Words(en="No sign in what was looked at", ja="調べた範囲では兆候なし"),
}
LEFT = (
    Words(en="{count} days are left", ja="あと{count}日"),
    Words(en="1 day is left", ja="あと1日"),
    Words(en="today is the last day", ja="今日が期限"),
    Words(en="{count} days past", ja="{count}日過ぎています"),
)
