"""What a plan says around its steps."""

from __future__ import annotations

from mimawari.model import Phase, Who, Words

MEANING = Words(en="What it means", ja="■ 何が起きているか")
RIGHT_NOW = Words(en="What to do now", ja="■ いま行うこと")
DONE = Words(en="All steps are done.", ja="すべての手順が終わっています。")
NOT = Words(en="What NOT to do", ja="■ してはいけないこと")
KNOW = Words(en="What you should know", ja="■ 知っておいてください")
TERMS = Words(en="Words", ja="■ 言葉の説明")
TERM = Words(en="{word}: {means}", ja="{word}：{means}")
FURTHER = Words(
    en="All steps follow below. This is advice: the program does none of it by itself.",
    ja="このあとに、すべての手順が続きます。mimawariが自動で何かを行うことはありません。",
)
MORE_TO_KNOW = Words(en="What else you should know", ja="■ そのほかに、知っておいてください")
NOT_EITHER = Words(en="What else NOT to do", ja="■ そのほかに、してはいけないこと")
TODAY = Words(en="Today as well (the steps follow below): {names}", ja="今日のうちに（手順は下にあります）：{names}")
SURE = Words(en="Infected: {names}", ja="感染しているPC：{names}")
SUSPECTED = Words(en="Suspected: {names}", ja="感染が疑われるPC：{names}")
PAST = Words(en="Infected in the past: {names}", ja="過去に感染した形跡のあるPC：{names}")
AGAIN = Words(en="To be looked at: {names}", ja="調べる必要のあるPC：{names}")
PARTNERS = Words(en="Whose mail was probably stolen: {names}", ja="メールを盗まれたと見られる取引先：{names}")
ACCOUNTS = Words(en="Mail accounts: {names}", ja="対象のメールアカウント：{names}")
MAIL = Words(en="The mail: “{subject}” from {sender}, {date}", ja="対象のメール：「{subject}」（差出人：{sender}、{date}）")
MORE_MAILS = Words(en="and {count} more mails", ja="ほか{count}通")
CARE = Words(en="As a precaution: ", ja="念のため：")
WAIT = Words(en="Once a second look has made the suspicion certain: ", ja="もう一度調べて疑いが確かになったら：")
FOR = Words(en=" ({names})", ja="（{names}）")
MORE = Words(en=" and {count} more", ja=" ほか{count}件")
TO_CHECK = Words(en=" [to be checked]", ja="【要確認】")
CHECKING = Words(
    en="[to be checked]: not read in the source itself. Look it up before you rely on it.",
    ja="【要確認】は、出典そのもので確認できていない内容です。画面や手順は変わることがあります。行う前に確かめてください。",
)
WHY = Words(en="Why: ", ja="理由：")
WHO = Words(en="Who: {who}; about {time}", ja="行う人：{who}　目安：{time}")
WHO_ONLY = Words(en="Who: {who}", ja="行う人：{who}")
MENU = Words(en="{product}: {path}", ja="{product}：{path}")
DESTROYS = Words(en="What it destroys: ", ja="失われるもの：")
UNDO = Words(en="How to take it back: ", ja="元に戻すには：")
NO_UNDO = Words(en="This cannot be taken back.", ja="元に戻せません。")
FINISHED = Words(en="Done when: ", ja="終わりの目安：")
KEY = Words(en="Key: ", ja="手順の記号：")
SOURCE = Words(en="Source: ", ja="出典：")
SOURCES = Words(en="Sources", ja="■ 出典")
TITLE = Words(en="{title} (as of {as_of})", ja="{title}（{as_of}時点）")
GROUNDS = Words(en="What this plan rests on", ja="■ この計画の根拠")
CASE = Words(en="The whole case", ja="全体")
PROGRESS = Words(en=" ({done} of {all} done)", ja="（{all}件中{done}件済み）")
PEOPLE = {
    Who.ANYBODY: Words(en="anybody", ja="だれでも"),
    Who.OWNER: Words(en="who uses the PC or account", ja="PCやアカウントを使っている人"),
    Who.ADMINISTRATOR: Words(en="who looks after PCs and mail", ja="PCやメールの管理者"),
    Who.PROVIDER: Words(en="the provider", ja="契約している事業者"),
    Who.SPECIALIST: Words(en="a specialist", ja="専門の会社"),
}
PHASES = {
    Phase.ISOLATE: Words(en="Stop it", ja="■ {number}. 広がりを止める"),
    Phase.PRESERVE: Words(en="Keep what shows what happened", ja="■ {number}. 手がかりを残す"),
    Phase.CONFIRM: Words(en="Make sure", ja="■ {number}. 確かめる"),
    Phase.SCOPE: Words(en="How far did it go?", ja="■ {number}. どこまで広がったかを調べる"),
    Phase.RESET: Words(en="New passwords, from a clean device", ja="■ {number}. パスワードを変える（感染の疑いのない端末から）"),
    Phase.NOTIFY: Words(en="Tell others", ja="■ {number}. 知らせる"),
    Phase.ERADICATE: Words(en="Make it new", ja="■ {number}. きれいにする"),
    Phase.WATCH: Words(en="Watch", ja="■ {number}. 様子を見る"),
    Phase.LIFT: Words(en="Back to work", ja="■ {number}. 元に戻す"),
}
CLOSING = Words(en="Close the case", ja="■ {number}. 終える")
"""Instead of the last phase's name where nothing was taken off the network."""


def lasting(minutes: int) -> Words:
    """A time in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    en = [f"{hours} hour{'s' * (hours != 1)}"] * bool(hours) + [f"{rest} minutes"] * bool(rest or not hours)
    return Words(en=" ".join(en), ja=f"{hours}時間" * bool(hours) + f"{rest}分" * bool(rest or not hours))
