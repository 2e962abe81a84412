"""Our device: an attachment was opened on PC-YAMA, and mails of its mailbox come back to three partners."""

from __future__ import annotations

from mimawari.examples.worked.contents import Contents
from mimawari.examples.worked.letters import Attached, Forged, Letter, original
from mimawari.examples.worked.machines import clean, infected
from mimawari.examples.worked.people import people
from mimawari.examples.worked.post_log import log, of_threads
from mimawari.examples.worked.shop import BAKERY, CLINIC, HINO, KURA, MORI, ONO, SEKI, YAMA, Person, us
from mimawari.examples.worked.threads import WITH_HINO, WITH_ONO, WITH_SEKI, box

REMOVED = Attached(
    "DELETED0.TXT", "text/plain; charset=utf-8", "添付ファイルは、ウイルス対策ソフトにより削除されました。\r\n".encode()
)
"""What a partner's antivirus program leaves in place of an attachment."""
_TEXT = ("お世話になっております。", "請求書をお送りします。ご確認をお願いいたします。", "山田 恵", "みどり雑貨店")


def answer_to(
    quoted: Letter, to: Person, way: tuple[Person, str], at: str, text: tuple[str, ...], charset: str = "iso-2022-jp"
) -> bytes:
    """A false answer of YAMA's to a genuine mail, sent from *way*: whose account, and the address where it was handed in."""
    return original(Forged(YAMA.person.name, *way, to, at, f"Re: {quoted.subject}", text, (quoted,), (REMOVED,), charset))


def contents() -> Contents:
    """The three reports, the mailbox of which they quote, the log, one PC that is infected and one that is not.

    PC-KURA stands in ``us.toml``, and nobody has looked at it.
    """
    files = {"logs/maillog": log("2022-10-17", "2022-11-10", *of_threads(WITH_HINO, WITH_ONO, WITH_SEKI))}
    files |= {
        "reported/hino.eml": answer_to(WITH_HINO, HINO, (BAKERY, "203.0.113.33"), "2022-11-10T09:11", _TEXT),
        "reported/ono.eml": answer_to(WITH_ONO, ONO, (CLINIC, "203.0.113.34"), "2022-11-10T09:40", _TEXT, "utf-8"),
        "reported/seki.eml": answer_to(WITH_SEKI, SEKI, (BAKERY, "203.0.113.35"), "2022-11-10T11:02", _TEXT),
    }
    files |= box(YAMA, (WITH_HINO, WITH_ONO, WITH_SEKI)) | box(MORI) | box(KURA)
    return Contents(us(), files, {"pc-yama": infected(YAMA), "pc-mori": clean(MORI)}, people(YAMA))


def later() -> Contents:
    """Two weeks later: PC-YAMA after it was set up anew, and PC-MORI once more. PC-KURA is still unchecked."""
    pcs = {"pc-yama": clean(YAMA, "2022-11-16", "2022-11-25"), "pc-mori": clean(MORI, used="2022-11-25")}
    return Contents(us(), {"logs/maillog": log("2022-11-11", "2022-11-25")}, pcs)
