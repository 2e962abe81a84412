"""What columns mean by the words that they are usually called, in Japanese and English shops."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

_CORE: Mapping[str, tuple[str, ...]] = {
    "mail": ("メールアドレス", "mailアドレス", "e-mailアドレス", "emailアドレス", "電子メール", "電子メールアドレス",
        "メール", "eメール", "eメールアドレス", "e-メール", "pcメールアドレス", "email", "e-mail",
        "mail", "email address", "e-mail address", "mail address", "mailaddress"),
    "name": ("氏名", "お名前", "名前", "ご芳名", "お客様名", "顧客名", "会員名", "宛名", "お名前(漢字)", "氏名(漢字)",
        "name", "full name", "fullname"),
    "family": ("姓", "苗字", "名字", "氏", "名(姓)", "お名前(姓)", "氏名(姓)", "last name", "lastname", "family name",
        "surname"),
    "given": ("名", "名(名)", "お名前(名)", "氏名(名)", "first name", "firstname", "given name"),
    "postcode": ("郵便番号", "〒", "郵便番号1", "郵便番号2", "postcode", "postal code", "postalcode", "zip", "zip code",
        "zipcode"),
    "street": ("都道府県", "都道府県名", "都道府県(名称)", "市区町村", "市区郡", "都市区", "町以降", "住所", "ご住所",
        "住所(都道府県)", "住所(市区町村)", "住所(市区町村以降)", "住所(建物名等)", "住所:都道府県", "住所:都市区",
        "住所:町以降", "住所都道府県", "郡市区", "住所郡市区", "住所市区町村",
        "それ以降の住所", "住所それ以降の住所", "住所1", "住所2", "住所3", "番地", "町名番地", "建物名",
        "state", "prefecture", "province", "city",
        "address", "street", "address1", "address2", "address 1", "address 2"),
    "telephone": ("電話番号", "お電話番号", "電話", "tel", "電話番号1", "電話番号2", "電話番号3", "tel1", "tel2", "tel3",
        "携帯電話", "携帯電話番号", "携帯番号", "phone", "phone number", "phonenumber", "telephone", "mobile"),
    "organisation": ("会社名", "法人名", "御社名", "貴社名", "団体名", "会社名・団体名", "company", "company name",
        "organization", "organisation"),
    "birthday": ("生年月日", "誕生日", "birthday", "birth date", "date of birth"),
}  # fmt: skip
_WHOLE: Mapping[str, tuple[str, ...]] = {
    "name": ("注文者", "購入者", "ご注文者", "請求先", "customer", "buyer", "customer name", "buyer name"),
    "to-name": ("送付先", "配送先", "お届け先", "届け先", "宛先", "受取人", "recipient", "ship to"),
    "order": ("注文番号", "受注番号", "ご注文番号", "注文id", "受注id", "注文no", "注文no.", "受注no", "オーダーid",
        "オーダー番号", "売上id", "order", "order id", "orderid", "order number", "order no", "order no.", "order-id"),
    "date": ("注文日時", "注文日", "ご注文日", "受注日時", "受注日", "購入日時", "購入日", "オーダー日時", "オーダー日",
        "order date", "orderdate", "ordered at", "order time", "ordertime", "purchase date", "purchase-date",
        "created at"),
    "card": ("クレジットカード番号", "カード番号", "card number"),
    "bank": ("口座番号", "銀行口座", "account number"),
}  # fmt: skip
_ORDERER = r"(?:ご?(?:注文者|購入者|注文主)(?:様|情報)?の?|請求先の?|(?:お客様|顧客|会員)の?|billing|bill|buyer|customer|purchaser)"
_RECIPIENT = r"(?:(?:送付|配送|お届け?|届け?|発送|送り)先(?:様|情報)?の?|受取人の?|shipping|ship|recipient|delivery)"
_SENDER = r"(?:(?:送り主|贈り主|差出人|ご?依頼主)(?:様|情報)?の?|sender)"
_WHOSE = rf"(?:(?P<of>{_ORDERER})|(?P<to>{_RECIPIENT})|(?P<by>{_SENDER}))"
_OWNED = re.compile(rf"{_WHOSE}[ :-]{{0,2}}(?P<core>.+)")
_BEHIND = re.compile(rf"(?P<core>.+?) ?\({_WHOSE}\)")
_BLANKS = re.compile(r"[\s_・]+")
_MEANING = {name: meaning for meaning, names in _CORE.items() for name in names}
_ALONE = {name: meaning for meaning, names in _WHOLE.items() for name in names}
_PLACES = {name: number for names in (*_CORE.values(), *_WHOLE.values()) for number, name in enumerate(names)}
_FREE = re.compile(
    r"備考|コメント|メッセージ|要望|連絡事項|メモ|\bnotes?\b|\bcomments?\b|\bmessage\b|remark|instruction", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A column's name to compare: narrow letters, lower case, one blank for blanks and underscores."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", name).strip().strip('"').lower()).strip()


def meaning_of(name: str) -> tuple[str, int]:
    """What a column that is called so means, and how far behind it stands among several of that meaning; empty where it tells
    nothing."""
    plain = folded(name)
    if plain in _ALONE or plain in _MEANING:
        return _ALONE.get(plain) or _MEANING[plain], _PLACES[plain]
    for pattern in (_OWNED, _BEHIND):
        found = pattern.fullmatch(plain)
        core = found["core"].strip() if found else ""
        if found and core in _MEANING:
            return ("to-" if found["to"] else "from-" if found["by"] else "") + _MEANING[core], _PLACES[core]
    return "", 0


def guessed(fields: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """The columns of each meaning, in the order in which they are joined; of names and addresses that are no parts the first."""
    found: dict[str, list[tuple[int, int]]] = {}
    for at, name in enumerate(fields):
        meaning, place = meaning_of(name)
        if meaning:
            found.setdefault(meaning, []).append((place, at))
    for whose in ("", "to-", "from-"):
        # 注文者名 is a whole name unless there is a 注文者姓.
        if f"{whose}given" in found and not found.keys() & {f"{whose}family", f"{whose}name"}:
            found[f"{whose}name"] = found.pop(f"{whose}given")
    ordered = {meaning: tuple(at for _, at in sorted(places)) for meaning, places in found.items()}
    return {meaning: _one_of(places, fields) for meaning, places in ordered.items()}


def _one_of(places: tuple[int, ...], fields: tuple[str, ...]) -> tuple[int, ...]:
    """Columns of one name that stand there twice are not parts of one thing: the first is taken."""
    first = {folded(fields[at]): at for at in reversed(places)}
    return tuple(at for at in places if first[folded(fields[at])] == at)


def free_text(fields: tuple[str, ...]) -> Iterator[int]:
    """The columns in which anything may be written: remarks, comments."""
    return (at for at, name in enumerate(fields) if _FREE.search(folded(name)))


_SAID = {"mail": "mail address", "name": "whole name", "family": "family name", "given": "given name", "street": "postal address",
         "telephone": "telephone number", "organisation": "firm", "order": "number of the order", "date": "day of the order",
         "bank": "bank account", "card": "card number"}  # fmt: skip


def meaning_in_words(meaning: str) -> str:
    """A meaning as a sentence has it: ``recipient: mail address``."""
    whose, _, core = meaning.rpartition("-")
    said = _SAID.get(core, core)
    return f"{'recipient' if whose == 'to' else 'sender'}: {said}" if whose else said
