"""Which kinds of personal data stand in the text of a mail. Only the kinds are told: what the data are is kept nowhere.

Patterns that may be slow are only tried near a word or sign that the kind is never without.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mimawari.model import Datum

LONGEST = 256 << 10
"""Characters of a text that are looked at."""
_PREFECTURE = (
    r"(?:北海道|東京都|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡"
    r"|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県)"
)
_POSTAL = re.compile(
    rf"〒\s{{0,3}}\d{{3}}-?\d{{4}}|(?<![\d-])\d{{3}}-\d{{4}}(?![\d-])\s{{1,4}}{_PREFECTURE}"
    rf"|{_PREFECTURE}\s?[^\s\d。、]{{1,12}}[市区町村郡][^。\n]{{0,30}}\d"
)
_STREET = re.compile(
    r"\b\d{1,5} (?:[A-Z][a-z.]{1,20} ){1,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way)\b", re.IGNORECASE
)
_TELEPHONE = re.compile(
    r"(?<![\d\-.])(?:\+81[ \-]?(?:\(0\))?\d{1,4}|\(?0\d{1,4}\)?)[ \-]?\d{1,4}[\- ]\d{3,4}(?![\d\-])|(?<!\d)0[789]0\d{8}(?!\d)"
    r"|(?:tel|phone|fax|電話)[^\d+\n]{0,12}\+?\d[\d \-()]{7,18}\d",
    re.IGNORECASE,
)
_BANK = re.compile(
    r"口座番号[^\d\n]{0,12}\d{6,8}|(?:銀行|信用金庫|信金|信用組合|農協|ゆうちょ|支店)[^\n]{0,40}\n?[^\n]{0,10}(?:普通|当座|貯蓄)[^\d\n]{0,12}\d{6,8}"
    r"|記号[^\d\n]{0,6}\d{5}[^\n]{0,10}番号[^\d\n]{0,6}\d{6,8}"
    r"|(?:account|a/c) (?:no\.?|number|#)[^\d\n]{0,6}\d{6,17}|\biban[^\w\n]{0,4}[a-z]{2}\d{2}[ \da-z]{11,32}",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d\-])(?:\d{4}([ \-])\d{4}\1\d{4}\1\d{1,7}|3[47]\d{2}([ \-])\d{6}\2\d{5})(?![\d\-])")
_PLAIN_CARD = re.compile(r"(?:カード番号|card (?:no\.?|number))[^\d\n]{0,10}(\d{13,19})(?!\d)", re.IGNORECASE)
_ORDER = re.compile(
    r"(?:ご?注文|受注|オーダー)\s?(?:番号|no\.?|id)|\border[ \-](?:no\b|number|id\b|#)|\byour order #", re.IGNORECASE
)
_BIRTHDAY = re.compile(
    r"(?:生年月日|誕生日)[^\d\n]{0,12}(?:(?:明治|大正|昭和|平成|令和|[mtshr])\s?)?\d{1,4}[年/.\-]"
    r"|(?:date of birth|birth ?date|d\.o\.b\.?)[^\d\n]{0,8}\w",
    re.IGNORECASE,
)
_JAPANESE = re.compile("[\u3041-\u309f\u30a1-\u30fa\uff66-\uff9f]")


def kinds(text: str) -> frozenset[Datum]:
    """The kinds of personal data that stand in *text*, of a mail or of what it quotes."""
    return frozenset(_found(_plain(text[:LONGEST])))


def is_japanese(text: str) -> bool:
    """Whether it is in Japanese: some of it is in kana, as no other language is."""
    return not text.isascii() and _JAPANESE.search(text[:LONGEST]) is not None


def _plain(text: str) -> str:
    """In one width, with one sign for all that Japanese writers use for a hyphen."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_HYPHENS)


_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def _found(text: str) -> Iterator[Datum]:
    lower = text.lower()
    if (_near(text, _POSTAL_SIGNS) and _POSTAL.search(text)) or _STREET.search(text):
        yield Datum.POSTAL_ADDRESS
    if _TELEPHONE.search(text):
        yield Datum.TELEPHONE
    if _near(lower, _BANK_SIGNS) and _BANK.search(text):
        yield Datum.BANK
    if _has_card(text, lower):
        yield Datum.CARD
    if _near(lower, _ORDER_SIGNS) and _ORDER.search(text):
        yield Datum.ORDER
    if _near(lower, _BIRTH_SIGNS) and _BIRTHDAY.search(text):
        yield Datum.BIRTHDAY


_POSTAL_SIGNS = ("〒", "県", "東京都", "北海道", "大阪府", "京都府")
_BANK_SIGNS = ("口座", "普通", "当座", "貯蓄", "記号", "account", "a/c", "iban")
_ORDER_SIGNS = ("注文", "受注", "オーダー", "order")
_BIRTH_SIGNS = ("生年月日", "誕生日", "birth", "d.o.b")


def _near(lower: str, signs: tuple[str, ...]) -> bool:
    return any(sign in lower for sign in signs)


def _has_card(text: str, lower: str) -> bool:
    """A grouped number, or one behind the word for it, whose last digit is right (ISO/IEC 7812-1, annex B)."""
    if any(is_card(found[0]) for found in _CARD.finditer(text)):
        return True
    return _near(lower, ("カード番号", "card ")) and any(is_card(found[1]) for found in _PLAIN_CARD.finditer(text))


def is_card(number: str) -> bool:
    """Whether the digits of *number* can be a payment card's: their count, their first digit, and the check digit by Luhn."""
    digits = [int(sign) for sign in number if sign.isdigit()]
    if not 13 <= len(digits) <= 19 or digits[0] not in (2, 3, 4, 5, 6, 8, 9) or len(set(digits)) == 1:
        return False
    doubled = (digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
