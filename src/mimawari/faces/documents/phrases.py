"""Words of the pages for closed lists: who, phases, states, deeds, sides."""

from __future__ import annotations

from mimawari.faces.text import plan_words
from mimawari.model import Means, Side, Situation, StepState, Words

WHO = plan_words.PEOPLE
PHASE = {phase: Words(en=words.en, ja=words.ja.partition(". ")[2] or words.ja) for phase, words in plan_words.PHASES.items()}
"""As the plan has them; a page numbers the phases itself."""
STATE = {
    StepState.OPEN: Words(en="open", ja="これから"),
    StepState.DONE: Words(en="done", ja="済み"),
    StepState.SKIPPED: Words(en="not to be done", ja="行わない"),
}
SIDE = {
    Side.FOR: Words(en="for", ja="必要と考えられる"),
    Side.AGAINST: Words(en="against", ja="必要ないと考えられる"),
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
    Words(en="{count} days overdue", ja="{count}日過ぎています"),
)
