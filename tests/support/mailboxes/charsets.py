"""The charsets of Japanese mail, as mailers write them; what Python has no codec for is written here."""

from __future__ import annotations

CODEC = {"iso-2022-jp": "iso2022_jp", "shift_jis": "cp932", "utf-8": "utf-8", "euc-jp": "euc_jp", "us-ascii": "ascii",
         "iso-8859-1": "latin-1", "windows-1252": "cp1252"}  # fmt: skip
MS = "iso-2022-jp-ms"
"""What Windows calls code page 50221: ISO-2022-JP with half-width kana and the signs of NEC's row 13 (①, ㈱). Mails call it
``iso-2022-jp``."""
LABEL = {MS: "iso-2022-jp"}
_ASCII, _JIS, _KANA = b"\x1b(B", b"\x1b$B", b"\x1b(I"


def label(charset: str) -> str:
    """As a mail names it."""
    return LABEL.get(charset, charset)


def encoded(text: str, charset: str) -> bytes:
    """Raises ``UnicodeEncodeError`` where it has not all the signs."""
    return _as_ms(text) if charset == MS else text.encode(CODEC[charset])


def fits(text: str, charset: str) -> str:
    """*charset*, or UTF-8 where *text* has signs that it has not."""
    try:
        encoded(text, charset)
    except UnicodeEncodeError:
        return "utf-8"
    return charset


def _as_ms(text: str) -> bytes:
    out, now = bytearray(), _ASCII
    for sign in text:
        raw = sign.encode("cp932")
        mode = _JIS if len(raw) == 2 else _KANA if raw[0] > 0x7F else _ASCII
        if mode != now:
            out += mode
            now = mode
        out += _jis(raw) if mode == _JIS else bytes([raw[0] & 0x7F])
    return bytes(out) + (b"" if now == _ASCII else _ASCII)


def _jis(raw: bytes) -> bytes:
    """Shift_JIS to JIS X 0208 (its annex 1)."""
    lead, trail = raw
    row = (lead - (0x70 if lead < 0xA0 else 0xB0)) * 2
    if trail >= 0x9F:
        return bytes([row, trail - 0x7E])
    return bytes([row - 1, trail - (0x20 if trail > 0x7F else 0x1F)])


def decoded(raw: bytes, charset: str) -> str:
    """Of a mail that calls its charset so."""
    if charset.lower() == "iso-2022-jp":
        return _from_ms(raw)
    return raw.decode({"shift_jis": "cp932"}.get(charset.lower(), charset), "replace")


def _from_ms(raw: bytes) -> str:
    out, at, mode = [], 0, _ASCII
    while at < len(raw):
        if raw[at] == 0x1B:
            mode = raw[at : at + 3]
            at += 3
        elif mode == _JIS and raw[at] > 0x20:
            out.append(_shifted(raw[at], raw[at + 1]).decode("cp932", "replace"))
            at += 2
        else:
            out.append(bytes([raw[at] | (0x80 if mode == _KANA and raw[at] > 0x20 else 0)]).decode("cp932", "replace"))
            at += 1
    return "".join(out)


def _shifted(row: int, cell: int) -> bytes:
    """JIS X 0208 to Shift_JIS."""
    lead = (row + 1) // 2 + 0x70
    trail = cell + (0x7E if row % 2 == 0 else 0x20 if cell >= 0x60 else 0x1F)
    return bytes([lead if lead < 0xA0 else lead + 0x40, trail])
