"""Exposed: a mail with an attachment like Emotet's lies in the mailbox of mori@; nothing shows that it was opened."""

from __future__ import annotations

from mimawari.examples.worked.contents import Contents
from mimawari.examples.worked.letters import Attached, Forged, Letter, japan, mbox, original
from mimawari.examples.worked.machines import clean
from mimawari.examples.worked.post_log import Came, log, of_threads
from mimawari.examples.worked.shop import BAKERY, MORI, SEKI, us
from mimawari.examples.worked.threads import box
from mimawari.examples.worked.workbook import workbook

_ASKED = Letter(
    MORI.person, SEKI, "2022-11-01T13:20", "リボンのお見積り",
    ("いつもお世話になっております。",
     "リボン30巻のお見積りをお願いできますでしょうか。受付番号 M-51820", "よろしくお願いいたします。"),
)  # fmt: skip
_LURE = Forged(
    "関 真由美", BAKERY, "203.0.113.61", MORI.person, "2022-11-09T10:26", "Re: リボンのお見積り",
    ("お世話になっております。", "お見積書をお送りします。ご確認ください。", "関 真由美"),
    (_ASKED,), (Attached("お見積書_20221109.xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12", workbook()),),
)  # fmt: skip
_LURE_CAME = Came(japan(_LURE.at), BAKERY.address, BAKERY, MORI.person.address, _LURE.id)


def contents() -> Contents:
    """The mailbox with the lure in it, the log of those days, and PC-MORI, on which the attachment was never opened."""
    sent, came = of_threads(_ASKED)
    files = {"logs/maillog": log("2022-10-17", "2022-11-10", sent, (*came, _LURE_CAME))} | box(MORI, (_ASKED,))
    inbox = "mailboxes/mori@midori.example.jp/Inbox.mbox"
    files[inbox] += mbox([original(_LURE)])
    return Contents(us(), files, {"pc-mori": clean(MORI)})
