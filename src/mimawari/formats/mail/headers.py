"""The header of a mail or of a part of one (RFC 5322 2.2), read as mail programs read it: encoded words, parameters, raw bytes.

Everything is bounded: lines, their number, and the length of a value. Japanese mail breaks the standards in known ways, which
are followed: encoded words inside quotes, characters split between two words, raw Shift_JIS and ISO-2022-JP, labels that lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from urllib.parse import unquote_to_bytes

from mimawari.formats.mail.encoded_words import VALUE, readable
from mimawari.formats.scripts.charsets import decoded

LINES, _FOLDED = 5000, 60_000
"""Of a header: fields, and lines in all. Programs write one address a line, and news go to tens of thousands."""
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]{0,20}:(.*)", re.DOTALL)
_END = re.compile(rb"\n\r?\n")
_WHOLE = re.compile(rb"([!-9;-~]{1,100})[ \t]{0,20}:([^\n]*+(?:\n[ \t][^\n]*+)*+)\n")
_COMMON = re.compile(
    rb"(?:received|return-path|delivered-to|from|to|cc|subject|date|message-id|reply-to|mime-version|content-(?:type|transfer-encoding"
    rb"|disposition)|x-[a-z\-]{2,40}|in-reply-to|references|list-[a-z\-]{2,20}|dkim-signature|authentication-results):",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r";\s{0,100}([^\s=;\"*]{1,60})(\*\d{1,3})?(\*)?\s{0,20}=\s{0,20}(\"(?:[^\"\\]|\\.)*\"?|[^;]*)", re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_REMARK = re.compile(rb"\([^()]{0,1000}\)")
_TYPE = re.compile(r"\s{0,100}([\w.+\-]{1,60})\s{0,20}/\s{0,20}([\w.+\-]{1,100})")
_TOKEN = re.compile(r"[\s\"]*([\w\-]{1,40})")
_COPIES, _TYPE_LENGTH, _PREFACE = 10, 2000, 20


@dataclass(slots=True)
class Headers:
    """Fields by name in lower case, in their order, raw and unfolded. ``order`` are the names of all as they follow each other.

    ``length``: where the body begins. ``cut``: not all were read. ``unended``: the data ends before the header does.
    ``envelope``: the line of a mailbox before them (``From someone at some time``, RFC 4155).
    """

    fields: dict[str, list[bytes]] = field(default_factory=dict)
    length: int = 0
    cut: bool = False
    unended: bool = False
    envelope: bytes = b""
    order: list[str] = field(default_factory=list)

    def raw(self, name: str) -> bytes:
        """The first of a name; empty where there is none."""
        return self.fields.get(name, [b""])[0]

    def text(self, name: str) -> str:
        """The first of a name as people read it, on one line."""
        return " ".join(readable(self.raw(name)).split())

    @property
    def media_type(self) -> str:
        """``type/subtype`` in lower case; empty where it is not told or makes no sense. The first that makes sense."""
        return next(iter(self.media_types), "")

    @property
    def media_types(self) -> tuple[str, ...]:
        """Every one that is told: a field that stands there twice is read in either way by one program or another."""
        found = (_media_type(raw) for raw in self.fields.get("content-type", ())[:_COPIES])
        return tuple(dict.fromkeys(filter(None, found)))

    @property
    def boundaries(self) -> tuple[bytes, ...]:
        """All that a program may take for the border of the parts (RFC 2046 5.1.1): with comments and without, of each copy."""
        found = (one for raw in self.fields.get("content-type", ())[:_COPIES] for one in _boundaries(raw))
        return tuple(dict.fromkeys(found))[: 2 * _COPIES]

    @property
    def encoding(self) -> str:
        """Of the body: ``base64``, ``quoted-printable``, ``x-uuencode``; anything else is as it is."""
        return next(iter(self.encodings), "")

    @property
    def encodings(self) -> tuple[str, ...]:
        """Every one that is told, in their order; mostly one."""
        every = (_REMARK.sub(b"", raw[:_TYPE_LENGTH]) for raw in self.fields.get("content-transfer-encoding", ())[:_COPIES])
        found = (_TOKEN.match(raw.decode("latin-1")) for raw in every)
        return tuple(dict.fromkeys(one[1].lower() for one in found if one))

    @property
    def disposition(self) -> str:
        """``attachment``, ``inline``; empty where it is not told."""
        found = _TOKEN.match(self.raw("content-disposition").decode("latin-1"))
        return found[1].lower() if found else ""

    def parameter(self, name: str, of: str = "content-type") -> str:
        """A parameter of a field, decoded by RFC 2231 or, as most write it, RFC 2047."""
        return parameters(self.raw(of)).get(name, "")

    @property
    def file_name(self) -> str:
        """What the part is to be saved as; empty where it is not told."""
        name = self.parameter("filename", "content-disposition") or self.parameter("name")
        return " ".join(name.replace("\0", "").split())[:255]


def read(data: bytes, is_mail: bool = False, most: int = VALUE) -> Headers:
    """The fields at the beginning of *data*, up to the first empty line or the first line that is none of a header.

    *is_mail*: it is known to be one, so lines before the first field that are none are passed over, as mail programs do.
    *most*: the most bytes of one field.
    """
    headers = Headers()
    at = begins(data)
    at = _preface(data, at) if is_mail else at
    headers.envelope = data[:at][-1000:].strip(b"\r\n").removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n>") if at else b""
    return headers if _read_whole(headers, data, at, most) else _read_lines(headers, data, at, most)


def _read_whole(headers: Headers, data: bytes, at: int, most: int = VALUE) -> bool:
    """Read a header that has nothing but fields and an end, as nearly all have, in few steps. False: nothing was read."""
    end = _END.search(data, at)
    if end is None:
        return False
    head = data[at : end.start() + 1]
    if b"\r" in head:
        if head.count(b"\r") != head.count(b"\r\n"):
            return False
        head = head.replace(b"\r\n", b"\n")
    if head.count(b"\n") >= _FOLDED:
        return False
    found, read_to = list[re.Match[bytes]](), 0
    while read_to < len(head):
        one = _WHOLE.match(head, read_to)
        if one is None or len(found) >= LINES - 1:
            return False
        found.append(one)
        read_to = one.end()
    for one in found:
        _add(headers, one[1].decode("ascii").lower(), (one[2].replace(b"\n", b""),), most)
    headers.length = end.end()
    return True


def _read_lines(headers: Headers, data: bytes, at: int, most: int = VALUE) -> Headers:
    """Read it line by line, as far as it goes."""
    name, pieces = "", list[bytes]()
    for number, (start, line) in enumerate(_lines(data, at)):
        headers.length = start
        bare = line.rstrip(b"\r\n")
        is_new = bare[:1] not in b" \t" or not name
        if not bare or number >= _FOLDED or (is_new and len(headers.order) + bool(name) >= LINES):
            headers.cut = bool(bare)
            headers.length = start + (len(line) if not bare else 0)
            break
        if not is_new:
            pieces.append(bare)
            continue
        _add(headers, name, pieces, most)
        found = _FIELD.match(bare)
        if found is None and not bare.startswith(b">From "):
            name = ""
            if headers.fields and _COMMON.match(data, start + len(line)):
                # A line of a gateway that is none, as mail programs see it: the header goes on behind it.
                continue
            headers.unended = start + len(bare) == len(data)
            break
        name, pieces = (found[1].decode("ascii").lower(), [found[2]]) if found else ("", [])
        headers.length = start + len(line)
    else:
        headers.length, headers.unended = len(data), True
    _add(headers, name, pieces, most)
    return headers


@lru_cache(maxsize=64)  # each part's fields are asked for the boundary, the name, the character set ...
def parameters(value: bytes) -> dict[str, str]:
    """The parameters behind a field's value by name in lower case (RFC 2045 5.1, RFC 2231 3 and 4)."""
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    # In raw Japanese the bytes of a character may be quotes, semicolons and backslashes.
    for number, found in enumerate(_PARAMETER.finditer(decoded(value[:VALUE]))):
        if number >= 200:
            break
        name, part, extended, text = found[1].lower(), found[2], bool(found[3]), _unquoted(found[4])
        if part or extended:
            pieces.setdefault(name, []).append((int(part[1:]) if part else 0, extended, text))
        else:
            plain.setdefault(name, readable(text.encode("utf-8", "replace")))
    return plain | {name: _continued(found) for name, found in pieces.items()}


def begins(data: bytes) -> int:
    """How long the mark, the empty lines and the line of a mailbox (``From someone at some time``) before the header are."""
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    at += len(data[at : at + 200]) - len(data[at : at + 200].lstrip(b"\r\n"))
    if data.startswith((b"From ", b">From "), at):
        end = data.find(b"\n", at)
        return len(data) if end < 0 else end + 1
    return at


def _preface(data: bytes, at: int) -> int:
    """Where the first known field begins behind a few lines that are none; *at* where there are no such lines or no field."""
    for number, (start, line) in enumerate(_lines(data[: at + (16 << 10)], at)):
        if _COMMON.match(line) or (number and _FIELD.match(line)):
            return start
        if number >= _PREFACE or not line.strip() or _FIELD.match(line):
            break
    return at


def _lines(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Lines with where they begin; a lone CR ends none, except where there is no LF at all."""
    mark = b"\n" if b"\n" in data else b"\r"
    while at < len(data):
        end = data.find(mark, at)
        end = len(data) if end < 0 else end + 1
        # Some programs see a new field behind a lone CR.
        alone = data.find(b"\r", at, end - 2) if mark == b"\n" else -1
        while alone >= 0:
            if _COMMON.match(data, alone + 1):
                yield at, data[at : alone + 1]
                at = alone + 1
            alone = data.find(b"\r", alone + 1, end - 2)
        yield at, data[at:end]
        at = end


def _add(headers: Headers, name: str, pieces: Iterable[bytes], most: int = VALUE) -> None:
    if name:
        headers.fields.setdefault(name, []).append(b"".join(pieces)[:most].strip())
        headers.order.append(name)


@lru_cache(maxsize=64)
def _media_type(raw: bytes) -> str:
    value = _REMARK.sub(b"", raw[:_TYPE_LENGTH].replace(b"\0", b""))
    text = readable(value) if b"=?" in value else value.decode("latin-1")
    found = _TYPE.match(text)
    if found:
        return f"{found[1]}/{found[2]}".lower()
    # Without a subtype it is still one of several parts to most programs.
    return "multipart/mixed" if text.strip()[:9].lower() == "multipart" else ""


@lru_cache(maxsize=64)
def _boundaries(raw: bytes) -> tuple[bytes, ...]:
    value = raw[:VALUE].replace(b"\0", b"")
    found = [parameters(raw).get("boundary", "").encode("utf-8", "replace")]
    for one in (value, _REMARK.sub(b"", value)):
        for text, codec in ((decoded(one), "utf-8"), (one.decode("latin-1"), "latin-1")):
            named = (match for match in _PARAMETER.finditer(text) if match[1].lower() == "boundary" and not match[2])
            found += [_unquoted(match[4]).encode(codec, "replace") for _, match in zip(range(_COPIES), named, strict=False)]
    bare = [one.strip().strip(b"'") for one in found]
    return tuple(dict.fromkeys(one.rstrip() for one in (*found, *bare) if one.strip()))


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        return _QUOTED_PAIR.sub(r"\1", text[1:].removesuffix('"')) if "\\" in text else text[1:].removesuffix('"')
    return text.strip().split("\n")[0].strip()


def _continued(pieces: list[tuple[int, bool, str]]) -> str:
    ordered = sorted(pieces, key=lambda piece: piece[0])
    label = ""
    if ordered[0][1] and ordered[0][2].count("'") >= 2:
        label, _, first = ordered[0][2].split("'", 2)
        ordered[0] = (ordered[0][0], True, first)
    # Senders cut within a character, and within the three signs that stand for a byte of it.
    runs = groupby(ordered, key=lambda piece: piece[1])
    texts = [(extended, "".join(text for *_, text in run).encode("utf-8", "replace")) for extended, run in runs]
    whole = b"".join(unquote_to_bytes(text) if extended else text for extended, text in texts)
    return readable(whole) if not label and b"=?" in whole else decoded(whole, label)
