"""What the cells of an order say, as far as a spreadsheet left it: telephone numbers, postcodes, dates, mail addresses."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

POSTCODE = 7
"""Digits of a Japanese postcode."""
_LONGEST = 400
"""Characters of a name, an address, a telephone number that are kept."""
_POSTCODE, _TELEPHONE = re.compile(r"([0-9]{3})-?([0-9]{4})"), re.compile(r"0[0-9][0-9-]{8,11}")
"""As nearly all of them are written."""
_POWER = re.compile(r"\d(?:\.\d{1,12})?[Ee]\+?\d{1,2}")
_GUARDED = re.compile(r'="(.*)"', re.DOTALL)
_BETWEEN = re.compile(r"[\s<>(),;:\"\[\]、，；：＜＞（）「」『』【】]+")
_MAIL = re.compile(r"[^@]{1,200}@[^@]{1,253}")
_QUOTED = re.compile(r'"([A-Za-z0-9._+-]{1,64})"@')
_WITHIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
"""An address in the midst of Japanese text, which has no blanks around it."""
_JAPANESE = re.compile(r"[぀-ヿ㐀-鿿豈-﫿ｦ-ﾟ々〆〇]")
_DATE = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?![\d])")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?")
_YEAR_LAST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_SERIAL = re.compile(r"(\d{5})(?:\.\d{1,12})?")
_SERIALS = range(32_874, 73_051)
"""Days since 1899-12-30 from 1990 to 2099: what a spreadsheet makes of a date."""
_EPOCH = date(1899, 12, 30)


_SOMEBODY = re.compile(
    r"(?<!\d)0\d{1,4}[-(‐－ー]\d{1,4}[-)‐－ー]\d{3,4}(?!\d)|(?<!\d)0[5789]0\d{8}(?!\d)|〒\s?\d{3}|[都道府県].{1,12}[市区町村].{1,20}\d"
)


def names_somebody(text: str) -> bool:
    """Whether a free text has a telephone number or a postal address of Japan."""
    return _SOMEBODY.search(unicodedata.normalize("NFKC", text)) is not None


def plain(text: str) -> str:
    """One line without the guard that keeps a spreadsheet from reckoning (``="090..."``)."""
    if not text:
        return ""
    text = " ".join(text.split())[:_LONGEST]
    if not text.startswith("="):
        return text
    found = _GUARDED.fullmatch(text)
    return found[1] if found else text


def is_japanese(*texts: str) -> bool:
    """Whether one of them has kana or kanji."""
    return any(_JAPANESE.search(text) for text in texts)


def mails(text: str) -> tuple[str, ...]:
    """All mail addresses of a cell in lower case, each once; full-width letters as narrow ones."""
    if "@" not in text and "＠" not in text:
        return ()
    # Japanese carriers gave out addresses with dots that the standard has only in quotes; they are reached without.
    parts = _BETWEEN.split(_QUOTED.sub(r"\1@", unicodedata.normalize("NFKC", text)))
    return tuple(dict.fromkeys(found.lower() for part in parts if "@" in part for found in _addresses(part)))


def _addresses(part: str) -> list[str]:
    if _JAPANESE.search(part) or part.count("@") > 1:
        return _WITHIN.findall(part)
    part = part.strip(".'")
    return [part] if _MAIL.fullmatch(part) else []


def digits(text: str) -> str:
    """Only the digits, full-width ones too."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isascii() and one.isdigit())


def postcode(parts: list[str]) -> tuple[str, bool]:
    """A postcode out of one cell or two, and whether leading zeros had been lost. Of seven digits as ``123-4567``."""
    if not parts:
        return "", False
    if len(parts) == 1 and (usual := _POSTCODE.fullmatch(parts[0])):
        return f"{usual[1]}-{usual[2]}", False
    if len(parts) == 2 and len(digits(parts[0])) <= 3 and all(digits(one) == one.strip() for one in map(_narrow, parts)):
        first, second = map(digits, parts)
        whole, lost = first.zfill(3) + second.zfill(4), len(first) < 3 or len(second) < 4
    else:
        text = _narrow(parts[0]).strip(" 〒'")
        whole, lost = digits(text), False
        if not re.fullmatch(r"[\d-]+", text):
            return plain(parts[0])[:20], False
        if 5 <= len(whole) < POSTCODE and whole == text:
            whole, lost = whole.zfill(POSTCODE), True
    return (f"{whole[:3]}-{whole[3:]}" if len(whole) == POSTCODE else whole[:20]), lost


def telephone(parts: list[str]) -> tuple[str, str]:
    """A telephone number out of one cell or of its parts, and what a spreadsheet did to it.

    ``zero``: the leading zero had been lost, and is put back; ``power``: it was cut to a power of ten and is left out.
    """
    if not parts:
        return "", ""
    if len(parts) == 1 and _TELEPHONE.fullmatch(parts[0]):
        return parts[0], ""
    parts = [plain(one).lstrip("'") for one in parts]
    if len(parts) > 1 and len(digits(parts[0])) <= 5:
        whole = "-".join(parts)
        lost = digits(parts[0])[:1] not in ("0", "") and len(digits(whole)) in (9, 10) and "+" not in whole
    else:
        whole = parts[0]
        if _POWER.fullmatch(whole):
            return "", "power"
        lost = _is_cut(_narrow(whole))
    return (f"0{whole}" if lost else whole)[:40], "zero" if lost else ""


def _is_cut(text: str) -> bool:
    """A number of Japan without its leading zero: ten digits of a mobile telephone, nine of another."""
    return bool(re.fullmatch(r"[5789]0\d{8}|[1-9]\d{8}", text))


def _narrow(text: str) -> str:
    found = unicodedata.normalize("NFKC", plain(text))
    return re.sub("[‐‑‒–—―−ｰー]", "-", found)


def day(text: str) -> tuple[str, str]:
    """A date as ISO 8601, and what was odd about it: ``serial`` (a spreadsheet's number), ``order`` (day and month cannot be
    told apart), ``unknown``. Empty where there is none, or none that is understood."""
    text = unicodedata.normalize("NFKC", text[:64]).strip()
    if not text:
        return "", ""
    if found := _DATE.match(text):
        return _iso(*map(int, found.groups()))
    if found := _PACKED.fullmatch(text):
        return _iso(*map(int, found.groups()))
    if found := _YEAR_LAST.match(text):
        first, second, year = map(int, found.groups())
        if first <= 12 and second <= 12 and first != second:
            return "", "order"
        return _iso(year, *((first, second) if first <= 12 else (second, first)))
    found = _SERIAL.fullmatch(text)
    if found and int(found[1]) in _SERIALS:
        return (_EPOCH + timedelta(days=int(found[1]))).isoformat(), "serial"
    return "", "unknown"


def _iso(year: int, month: int, dom: int) -> tuple[str, str]:
    try:
        found = date(year, month, dom)
        # A slip of the pen; tomorrow may be today elsewhere.
        return (found.isoformat(), "") if found <= date.today() + timedelta(days=1) else ("", "unknown")  # noqa: DTZ011  # a day
    except ValueError:
        return "", "unknown"
