"""Undetermined: somebody said on the telephone that a strange mail came; what ought to be looked at is not there."""

from __future__ import annotations

from mimawari.examples.worked.contents import Contents
from mimawari.examples.worked.letters import Attached, Letter, mbox, own
from mimawari.examples.worked.locked import locked
from mimawari.examples.worked.machines import clean
from mimawari.examples.worked.shop import CUSTOMERS, MORI, us
from mimawari.examples.worked.threads import box

_TOLD = (
    "日野さん（工房あおい）から電話。\r\n"
    "「山田さんの名前で、請求書のメールが来た。すぐに消したので、もう残っていない」\r\n"
    "件名は「Re: 木箱の納期について」だったと思う、とのこと。\r\n"
)
_BY_TELEPHONE = "4417"
"""Nobody wrote it down."""
_LETTER = Letter(
    CUSTOMERS[2], MORI.person, "2022-11-08T18:20", "お見積書の送付",
    ("いつもお世話になっております。", "お見積書をお送りします。", "パスワードは、別途お電話でお知らせします。"),
)  # fmt: skip


def contents() -> Contents:
    """What was heard on the telephone, a mail whose archive nobody can open, and a copy of PC-MORI without its users' hives."""
    archive = Attached(
        "お見積書_20221108.zip", "application/zip", locked("お見積書_20221108.txt", "見本の文書です。\r\n".encode(), _BY_TELEPHONE)
    )
    files = {
        "told/telephone.txt": _TOLD.encode(),
    } | box(MORI)
    files["mailboxes/mori@midori.example.jp/Inbox.mbox"] += mbox([own(_LETTER, MORI, (archive,))])
    copy = clean(MORI)
    for path in [path for path in copy.files if path.endswith("NTUSER.DAT")]:
        del copy.files[path], copy.times[path]
    return Contents(us(), files, {"pc-mori": copy})
