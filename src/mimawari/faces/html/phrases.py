"""The page's own words."""

from __future__ import annotations

from mimawari.faces.text.fleet import Among
from mimawari.faces.text.us import AGAINST, DO, SETTLE, TERMS
from mimawari.model import Words

PHRASES = {
    "title_one": Words(en="mimawari: result for {name}", ja="mimawariの結果：{name}"),
    "title_many": Words(en="mimawari: result for {count} PCs", ja="mimawariの結果：PC {count}台"),
    "open": Words(en="PCs of which nothing can be said yet", ja="まだ判断できないPC"),
    "open_note": Words(
        en="This is not the same as no sign of an infection.",
        ja="「感染していない」という意味ではありません。",
    ),
    "files": Words(en="Files: ", ja="ファイル："),
    "table": Words(en="All PCs, the worst first", ja="PCの一覧（危険度の高い順）"),
    "checked": Words(en="What was checked", ja="調べた対象"),
    "details": Words(en="Reasons, and what could not be looked at", ja="判断の理由と、調べられなかったところ"),
    "fold": Words(en="Select a PC to open it.", ja="PC名を選ぶと、詳細が開きます。"),
    "because": Words(en="Why", ja="判断の理由"),
    "mails": Words(en="Which mails", ja="該当するメール"),
    "more_mails": Words(en="and {count} more (all: --json)", ja="ほか{count}通（すべては --json で確認できます）"),
    "hints": Words(
        en="Weak signs (they do not count for the result)",
        ja="害のないファイルやソフトにも見られる小さな特徴（判定には使っていません）",
    ),
    "holes": Words(en="What could not be looked at", ja="調べられなかったところ"),
    "beside": Words(
        en="Also not looked at (need not be, but could have shown more)",
        ja="そのほか調べられなかったもの（必須ではありませんが、分かることが増えたかもしれません）",
    ),
    "looked": Words(en="Looked at: ", ja="調べたもの："),
    "where": Words(en="Where: ", ja="場所："),
    "times": Words(en=" ({count} times)", ja="（{count}件）"),
    "more": Words(en="and {count} more (all: --json)", ja="ほか{count}件（すべては --json で確認できます）"),
    "against": AGAINST,
    "us_do": DO,
    "us_settle": SETTLE,
    "us_terms": TERMS,
    "todo": Words(en="What to do now", ja="いま行うこと"),
    "desks": Words(en="Whom to ask", ja="相談先"),
    "desks_note": Words(
        en="Contacts change: look at the page before you call.",
        ja="連絡先は変わることがあります。各ページで確認してください。",
    ),
    "as_of": Words(en=" (as of {day})", ja="（{day}時点）"),
    "comma": Words(en=", ", ja="、"),
    "colon": Words(en=": ", ja="："),
    "stop": Words(en=". ", ja="。"),
    "pcs": Words(en=" ({count})", ja="（{count}台）"),
}
"""By the name by which the template asks for them."""

_HINTS = Words(
    en="Weak signs (alone they do not count for the result)",
    ja="害のないファイルやソフト、メールにも見られる小さな特徴（それだけでは判定に使いません）",
)
_NOTE = Words(en="This is not the same as no sign.", ja="「兆候なし」という意味ではありません。")
_NUMBER = Words(en=" ({count})", ja="（{count}件）")

_MAILBOXES = PHRASES | {
    "title_many": Words(en="mimawari: result for {count} mailboxes", ja="mimawariの結果：メールボックス {count}件"),
    "open": Words(en="Mailboxes of which nothing can be said yet", ja="まだ判断できないメールボックス"),
    "open_note": _NOTE,
    "table": Words(en="All mailboxes, the worst first", ja="メールボックスの一覧（危険度の高い順）"),
    "fold": Words(en="Select a mailbox to open it.", ja="メールボックスの名前を選ぶと、詳細が開きます。"),
    "hints": _HINTS,
    "pcs": _NUMBER,
}
_ITEMS = PHRASES | {
    "title_many": Words(en="mimawari: result for {count} items", ja="mimawariの結果：対象 {count}件"),
    "open": Words(en="Items of which nothing can be said yet", ja="まだ判断できない対象"),
    "open_note": _NOTE,
    "table": Words(en="All items, the worst first", ja="対象の一覧（危険度の高い順）"),
    "fold": Words(en="Select a name to open it.", ja="名前を選ぶと、詳細が開きます。"),
    "hints": _HINTS,
    "pcs": _NUMBER,
}
OF = {Among.PCS: PHRASES, Among.MAILBOXES: _MAILBOXES, Among.ITEMS: _ITEMS}
"""The same by what the page is of: where not all of it are PCs, nothing is called one."""

OPENED = Words(
    en="A file was opened on it that has the name of one that a malicious mail brought. That alone does not show that it is "
    "infected.",
    ja="危険なメールで届いたものと同じ名前のファイルが、開かれた形跡があるためです。それだけでは、感染しているとは限りません。",
)
"""Why a PC is suspected on which nothing counts but what a mailbox of the same report makes of it."""
