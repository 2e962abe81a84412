"""Our device: an attachment was opened on PC-YAMA, and mails of its mailbox come back to three partners."""

from __future__ import annotations

from mimawari.examples.worked.contents import Contents
from mimawari.examples.worked.letters import Attached, Forged, original
from mimawari.examples.worked.machines import clean, infected
from mimawari.examples.worked.post_log import log
from mimawari.examples.worked.shop import BAKERY, CLINIC, HINO, KURA, MORI, ONO, SEKI, YAMA, us
from mimawari.examples.worked.threads import WITH_HINO, WITH_ONO, WITH_SEKI, box

REMOVED = Attached(
    "DELETED0.TXT", "text/plain; charset=utf-8", "添付ファイルは、ウイルス対策ソフトにより削除されました。\r\n".encode()
)
"""What a partner's antivirus program leaves in place of an attachment."""
_TEXT = ("お世話になっております。", "請求書をお送りします。ご確認をお願いいたします。", "山田 恵", "みどり雑貨店")
_REPORTS = {
    "reported/hino.eml": Forged(
        "山田 恵", BAKERY, "203.0.113.33", HINO, "2022-11-10T09:11", "Re: 木箱の納期について", _TEXT, "spf=pass", (WITH_HINO,), (REMOVED,)
    ),
    "reported/ono.eml": Forged(
        "山田 恵", CLINIC, "203.0.113.34", ONO, "2022-11-10T09:40", "Re: 年末の集荷時間", _TEXT, "spf=pass", (WITH_ONO,), (REMOVED,), "utf-8"
    ),
    "reported/seki.eml": Forged(
        "山田 恵", BAKERY, "203.0.113.35", SEKI, "2022-11-10T11:02", "Re: ラッピング用リボンの件", _TEXT, "spf=pass", (WITH_SEKI,), (REMOVED,)
    ),
}  # fmt: skip


def contents() -> Contents:
    """The three reports, the mailbox of which they quote, the log, one PC that is infected and one that is not.

    PC-KURA stands in ``us.toml``, and nobody has looked at it.
    """
    files = {"us.toml": us(), "logs/maillog": log("2022-10-17", "2022-11-10")}
    files |= {name: original(mail) for name, mail in _REPORTS.items()}
    files |= box(YAMA, (WITH_HINO, WITH_ONO, WITH_SEKI)) | box(MORI) | box(KURA)
    return Contents(files, {"pc-yama": infected(YAMA), "pc-mori": clean(MORI)})


def later() -> Contents:
    """Two weeks later: PC-YAMA after it was set up anew, and PC-MORI once more. PC-KURA is still unchecked."""
    pcs = {"pc-yama": clean(YAMA, "2022-11-16", "2022-11-25"), "pc-mori": clean(MORI, used="2022-11-25")}
    return Contents({"us.toml": us(), "logs/maillog": log("2022-11-11", "2022-11-25")}, pcs)
