"""From bytes to text, whatever the character set: those met in Japanese mail and files, with and without a label, true or not."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from functools import lru_cache

_SAMPLE = 64 << 10
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKS = {bom[:1] for bom, _ in _BOMS}
_JIS = "iso-2022-jp"
# What senders write, and the codec that reads what they mean: Windows' own supersets.
_MEANT = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932", "windows-31j": "cp932",
    "iso-2022-jp": _JIS, "iso-2022-jp-ms": _JIS, "cp50220": _JIS, "cp50221": _JIS, "cp50222": _JIS, "csiso2022jp": _JIS,
    "iso-2022-jp-1": _JIS, "euc-jp": "euc_jis_2004", "x-euc-jp": "euc_jis_2004", "eucjp-ms": "euc_jis_2004",
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "big5": "cp950",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "unicode-1-1-utf-7": "utf-7", "iso-8859-8-i": "iso-8859-8",
}  # fmt: skip
_EASTERN = ("cp932", "euc_jis_2004", "gb18030", "cp949", "cp950")
_ASCII = {"", "utf-8", "cp1252", _JIS, *_EASTERN}
"""Where bytes below 128 are ASCII and nothing else."""
_BREAKS = (("utf-16-le", b"\r\0\n\0"), ("utf-16-be", b"\0\r\0\n"))
_VAGUE = {
    "",
    "us-ascii",
    "ascii",
    "unknown-8bit",
    "x-unknown",
    "default",
    "binary",
    "8bit",
    "7bit",
    "x-user-defined",
    "_autodetect_all",
}
_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\$\([@BDOPQ]|\([BJIH])")
_LINES = re.compile(rb"([\r\n]+)")
_SHIFTED_OUT = re.compile(rb"\x0e([!-_]*)\x0f?")
# JIS X 0212 and 0213 (RFC 2237, JIS X 0213:2004 appendix 2), by the codecs that know them.
_OTHER_SETS = {b"\x1b$(D": ("iso2022_jp_1", b"\x1b$(D"), b"\x1b$(O": ("iso2022_jp_2004", b"\x1b$(Q"),
               b"\x1b$(P": ("iso2022_jp_2004", b"\x1b$(P"), b"\x1b$(Q": ("iso2022_jp_2004", b"\x1b$(Q")}  # fmt: skip
_PLAIN_ESCAPES = (b"\x1b$B", b"\x1b(B", b"\x1b$@")
# Of JIS X 0208, what Windows takes for another character than Unicode's own table does.
_SIGNS = tuple(zip("\u301c\u2016\u2212\xa2\xa3\xac", "\uff5e\u2225\uff0d\uffe0\uffe1\uffe2", strict=True))
# One such character between Latin letters is a word of Western Europe that was read wrongly.
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uff01-\uff5e\u3000-\u3002]{2,}")
_RARE = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")
_CONTROLS = bytes(set(range(32)) - {0x08, 0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x1B}) + b"\x7f"


def decoded(data: bytes, label: str = "") -> str:
    """The text of *data*; *label* is what somebody says its character set is, and is believed if the bytes agree.

    Never fails: what fits nothing is read as Windows-1252, bytes that mean nothing become U+FFFD.
    """
    said = _codec(label[:100])
    if data.isascii() and said in _ASCII and b"\0" not in data:
        # Escape sequences are those of ISO-2022-JP, whatever the label says.
        return _jis(data) if b"\x1b" in data and _ESCAPE.search(data) else data.decode("ascii")
    bom, length = _bom(data)
    if bom:
        return data[length:].decode(bom, "replace")
    if said == "utf-8":
        # Nearly all mail of today: one reading tells that it fits, too.
        with suppress(UnicodeDecodeError):
            return data.decode(said)
    believed = said and _fits(data[:_SAMPLE], said) and not (said in _EASTERN and _is_eastern_utf8(data[:_SAMPLE]))
    return _by(data, said if believed else charset(data))


def narrow(data: bytes) -> bytes:
    """What an editor saved in UTF-16, by its mark, in UTF-8; anything else as it is."""
    return decoded(data).encode("utf-8", "replace") if data[:2] in WIDE else data


def charset(data: bytes) -> str:
    """A codec for *data* by its first bytes: by its byte order mark, else by what they can be."""
    bom, _ = _bom(data)
    if bom:
        return bom
    sample = data[:_SAMPLE]
    wide = _wide(sample)
    if wide:
        return wide
    if b"\x1b" in sample and _ESCAPE.search(sample):
        return _JIS
    if sample.isascii() or _fits(sample, "utf-8") or _is_nearly_utf8(sample):
        return "utf-8"
    return _eastern(sample) or "cp1252"


def is_text(data: bytes, share: float = 0.02) -> bool:
    """Whether *data*, the beginning of something, is text: at most *share* of it control characters."""
    controls, length = _controls(data)
    return controls <= length * share


@lru_cache(maxsize=4)  # several formats ask about the same head
def _controls(data: bytes) -> tuple[int, int]:
    """How many control characters there are, and characters in all."""
    bom, length = _bom(data)
    codec = bom or _wide(data[:_SAMPLE])
    wide = codec.startswith(("utf-16", "utf-32"))
    plain = data[length:].decode(codec, "ignore").encode("ascii", "replace") if wide else data
    return len(plain) - len(plain.translate(None, _CONTROLS)), len(plain)


def _bom(data: bytes) -> tuple[str, int]:
    if data[:1] not in _MARKS:
        return "", 0
    return next(((codec, len(bom)) for bom, codec in _BOMS if data.startswith(bom)), ("", 0))


@lru_cache(maxsize=256)
def _codec(label: str) -> str:
    name = label.strip().strip("\"'").lower()
    if name in _VAGUE:
        return ""
    meant = _MEANT.get(name, name)
    if meant == _JIS:
        return meant
    try:
        found = codecs.lookup(meant)
    except (LookupError, ValueError):
        return ""
    # Not every codec makes text of bytes ("hex", "rot13", "punycode", "idna").
    return found.name if found._is_text_encoding and found.name not in ("idna", "punycode", "undefined") else ""


def _by(data: bytes, codec: str) -> str:
    if codec == _JIS:
        return _jis(data)
    if codec == "utf-7":
        # Its codec lets halves of surrogate pairs pass, which nothing can write.
        return data.decode(codec, "replace").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _euc(data) if codec == "euc_jis_2004" else data.decode(codec, "replace")


def _euc(data: bytes) -> str:
    """EUC-JP as Windows means it (CP51932): NEC's and IBM's rows; where it has nothing, as JIS X 0213 means it."""
    text = data.decode("euc_jp", _ROWS)
    for sign, windows in _SIGNS:
        text = text.replace(sign, windows)
    return text


def _other_rows(fault: UnicodeError) -> tuple[str, int]:
    """What stands for the bytes that the codec does not know, and where it goes on."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    at = fault.start
    pair = fault.object[at : at + 2]
    if len(pair) < 2 or min(pair) < 0xA1:
        return "\ufffd", at + 1
    windows = _double(bytes(byte & 0x7F for byte in pair))
    return (pair.decode("euc_jis_2004", "replace") if "\ufffd" in windows else windows), at + 2


_ROWS = "mimawari.euc-rows"
codecs.register_error(_ROWS, _other_rows)


def _fits(sample: bytes, codec: str) -> bool:
    if codec == _JIS:
        return b"\x1b" in sample or sample.isascii()
    try:
        codecs.getincrementaldecoder(codec)().decode(sample)
    except (UnicodeError, LookupError):
        return False
    return True


def _is_eastern_utf8(sample: bytes) -> bool:
    """UTF-8 under the label of Shift_JIS is frequent; the other way round its bytes hardly ever fit."""
    if sample.isascii() or not _fits(sample, "utf-8"):
        return False
    return any(char >= "\u3000" for char in sample.decode("utf-8", "ignore"))


def _is_nearly_utf8(sample: bytes) -> bool:
    """UTF-8 in which a character was cut somewhere: other character sets hardly ever have so many whole ones."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) >= 5 * broken


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: its line breaks show it, or that every second byte of Latin text and of markup is zero."""
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    breaks = {codec for codec, mark in _BREAKS if mark in sample}
    if len(breaks) == 1:
        return breaks.pop()
    half = len(sample) // 2
    zeros = sample.count(0)
    if zeros <= half * 0.4:
        return ""
    even = sample[0::2].count(0)
    odd = zeros - even
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.05 else ""


def _eastern(sample: bytes) -> str:
    """The Japanese codec that makes sense of *sample*; empty if none does."""
    scores = {codec: _score(sample, codec) for codec in ("cp932", "euc_jis_2004")}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > 0 else ""


def _score(sample: bytes, codec: str) -> float:
    try:
        text = codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeError:
        return -1
    foreign = [char for char in text if ord(char) > 0x7F]
    sense = sum(map(len, _JAPANESE.findall(text))) - len(_RARE.findall(text))
    return sense / max(1, len(foreign))


def _jis(data: bytes) -> str:
    """ISO-2022-JP as Windows means it (CP50221): NEC's and IBM's characters, half-width katakana."""
    if data.isascii() and b"\x0e" not in data and data.count(b"\x1b") == sum(map(data.count, _PLAIN_ESCAPES)):
        # What has only the characters of JIS X 0208 the codec reads as well, but for six signs, and many times faster.
        try:
            text = data.decode("iso2022_jp")
        except UnicodeDecodeError:
            return _runs(data)
        for sign, windows in _SIGNS:
            text = text.replace(sign, windows)
        return text
    return _runs(data)


def _runs(data: bytes) -> str:
    """One stretch between two escape sequences after the other."""
    pieces: list[str] = []
    at, mode = 0, b"\x1b(B"
    for found in _ESCAPE.finditer(data):
        pieces.append(_run(data[at : found.start()], mode))
        at, mode = found.end(), found[0]
    pieces.append(_run(data[at:], mode))
    return "".join(pieces)


def _run(data: bytes, mode: bytes) -> str:
    if mode == b"\x1b(I":
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in data).decode("cp932", "replace")
    if mode in _OTHER_SETS:
        return (_OTHER_SETS[mode][1] + data + b"\x1b(B").decode(_OTHER_SETS[mode][0], "replace")
    if mode.startswith(b"\x1b$"):
        return "".join(_double(line) if line[:1] not in (b"\r", b"\n") else line.decode() for line in _LINES.split(data))
    if b"\x0e" in data:
        # Shifted out: half-width katakana, as CP50222 has them.
        data = _SHIFTED_OUT.sub(lambda found: bytes(byte | 0x80 for byte in found[1]), data)
    return data.decode("cp932" if not data.isascii() else "ascii", "replace")


def _double(data: bytes) -> str:
    """Every two bytes are one character: as UTF-16 they are the key to it."""
    return data[: len(data) & ~1].decode("utf-16-be", "surrogatepass").translate(_WINDOWS)


class _Windows(dict[int, str]):
    """The character of each two bytes, by way of their Shift_JIS form."""

    def __missing__(self, code: int) -> str:
        high, low = code >> 8, code & 0xFF
        if not (0x21 <= high <= 0x7E and 0x21 <= low <= 0x7E):
            found = "?" if code < 0x10000 else "??"
        else:
            second = low + (0x1F if low < 0x60 else 0x20) if high & 1 else low + 0x7E
            first = ((high - 0x21) >> 1) + 0x81
            found = bytes((first + (0x40 if first > 0x9F else 0), second)).decode("cp932", "replace")
            self[code] = found
        return found


_WINDOWS = _Windows()
