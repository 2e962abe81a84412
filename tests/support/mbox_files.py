"""Mailbox files of every dialect from mails that a test gives, with where each begins and what of the file is its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

DATE = "Thu Mar  3 10:20:30 2022"
_FROM, _QUOTED = re.compile(rb"^From ", re.MULTILINE), re.compile(rb"^(>*From )", re.MULTILINE)


@dataclass(frozen=True)
class Written:
    """A file, and of each mail in it the offset of its separator and its bytes as they stand in the file."""

    data: bytes
    places: tuple[int, ...]
    mails: tuple[bytes, ...]


def _as_it_is(content: bytes) -> bytes:
    return content


def mboxo(content: bytes) -> bytes:
    """``From `` is quoted."""
    return _FROM.sub(b">From ", content)


def mboxrd(content: bytes) -> bytes:
    """What is quoted is quoted once more."""
    return _QUOTED.sub(rb">\1", content)


def mboxcl2(content: bytes) -> bytes:
    """Nothing is quoted, the length is told."""
    head, _, body = content.partition(b"\n\n")
    return head + b"\nContent-Length: %d\n\n" % len(body) + body


def mboxcl(content: bytes) -> bytes:
    """Both."""
    return mboxcl2(mboxo(content))


DIALECTS: dict[str, tuple[bytes, Callable[[bytes], bytes], bytes]] = {
    "mboxo": (f"From taro@example.com {DATE}\n".encode(), mboxo, b"\n"),
    "mboxrd": (f"From taro@example.com {DATE}\n".encode(), mboxrd, b"\n"),
    "mboxcl": (f"From taro@example.com {DATE}\n".encode(), mboxcl, b"\n"),
    "mboxcl2": (f"From taro@example.com {DATE}\n".encode(), mboxcl2, b"\n"),
    "eudora": (f"From ???@??? {DATE}\n".encode(), mboxo, b"\n"),
    "thunderbird": (f"From - {DATE}\nX-Mozilla-Status: 0001\n".encode(), mboxo, b"\n"),
    "thunderbird-bare": (b"From \nX-Mozilla-Status: 0009\n", mboxo, b"\n"),
    "takeout": (b"From 1725487381953344000@xxx Thu Mar 03 10:20:30 +0000 2022\nX-GM-THRID: 1\n", mboxo, b"\n"),
    "mutt": (f"From taro@example.com {DATE}\nStatus: RO\n".encode(), mboxo, b"\n"),
    "uucp": (f"From taro {DATE} remote from mail\n".encode(), mboxo, b"\n"),
    "zoned": (b"From taro@example.com Thu Mar  3 10:20:30 JST 2022\n", mboxo, b"\n"),
    "rfc-date": (b"From taro@example.com Thu, 3 Mar 2022 10:20:30 +0900\n", mboxo, b"\n"),
    "other-language": ("From taro@example.com 木 3月 3 10:20:30 2022\n".encode(), mboxo, b"\n"),
    "no-seconds": (b"From taro@example.com Thu Mar  3 10:20 2022\n", mboxo, b"\n"),
    "mmdf": (b"\1\1\1\1\n", _as_it_is, b"\1\1\1\1\n"),
    "mmdf-from": (f"\1\1\1\1\nFrom taro@example.com {DATE}\n".encode(), _as_it_is, b"\1\1\1\1\n"),
}
"""The separator with what the program puts below it, what it does to a mail, and what it writes after one."""

_OWN = re.compile(rb"(?:\x01{4}\r?[\n\r])?(?:From [^\r\n]*(?:\r\n|\n|\r))?")


def written(mails: Sequence[bytes], dialect: str, line_end: bytes = b"\n", before: bytes = b"") -> Written:
    """*mails*, whose lines end in LF, each with its last line ended; *before* is what comes first."""
    separator, changed, after = DIALECTS[dialect]
    data, places, kept = before, [], []
    for mail in mails:
        places.append(len(data))
        piece = (separator + changed(mail)).replace(b"\n", line_end)
        found = _OWN.match(piece)
        assert found
        kept.append(piece[found.end() :])
        data += piece + after.replace(b"\n", line_end)
    return Written(data, tuple(places), tuple(kept))


def mail(number: int, body: str = "", **more: str) -> bytes:
    """A small mail."""
    fields = {
        "From": "taro@example.com",
        "To": "hanako@example.jp",
        "Subject": f"mail {number}",
        "Message-ID": f"<{number}@example.com>",
    }
    fields |= {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"{head}\n{body or f'text of mail {number}'}\n".encode()
