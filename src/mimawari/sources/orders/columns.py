"""Which column means what: by a layout that is known, by the user's own, or by the words that columns are usually called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mimawari.model import OrderLayout

JOINED = frozenset(("street", "to-street", "postcode", "to-postcode", "telephone", "to-telephone"))
"""Meanings whose columns are parts of one thing. Of the others the first column that says something counts."""
WORDS: Mapping[str, tuple[str, ...]] = {
    "mail": ("メールアドレス", "mailアドレス", "e-mailアドレス", "emailアドレス", "注文者メールアドレス",
        "購入者メールアドレス", "電子メール", "メール", "email", "e-mail", "mail", "email address", "e-mail address",
        "mail address", "customer email", "buyer email", "contact email",),
    "name": ("氏名", "お名前", "名前", "顧客名", "お客様名", "注文者名", "注文者氏名", "購入者名", "購入者氏名",
        "ご注文者名", "注文者", "購入者", "name", "full name", "customer name", "buyer name", "customer",),
    "family": ("姓", "苗字", "名字", "氏", "注文者姓", "お名前(姓)", "氏名(姓)", "last name", "family name", "surname",),
    "given": ("名", "注文者名(名)", "お名前(名)", "氏名(名)", "first name", "given name",),
    "postcode": ("郵便番号", "〒", "注文者郵便番号", "購入者郵便番号", "郵便番号1", "郵便番号2", "postcode",
        "postal code", "zip", "zip code", "zipcode",),
    "street": ("都道府県", "市区町村", "市区郡", "住所", "ご住所", "注文者住所", "購入者住所", "住所1", "住所2",
        "住所3", "番地", "町名番地", "建物名", "address", "state", "prefecture", "province", "city", "street",
        "address1", "address2", "address 1", "address 2",),
    "telephone": ("電話番号", "お電話番号", "電話", "tel", "注文者電話番号", "購入者電話番号", "携帯電話",
        "携帯電話番号", "phone", "phone number", "telephone", "mobile",),
    "order": ("注文番号", "受注番号", "注文id", "受注id", "オーダーid", "オーダー番号", "伝票番号", "order",
        "order id", "order number", "order no", "order-id", "orderid",),
    "date": ("注文日", "注文日時", "受注日", "受注日時", "ご注文日", "購入日", "購入日時", "order date", "orderdate",
        "ordered at", "purchase date", "created at",),
    "organisation": ("会社名", "法人名", "御社名", "貴社名", "注文者会社名", "company", "company name", "organization",
        "organisation",),
    "birthday": ("生年月日", "誕生日", "birthday", "date of birth",),
    "to-mail": ("配送先メールアドレス", "お届け先メールアドレス", "送付先メールアドレス", "届け先メールアドレス",),
    "to-name": ("配送先名", "配送先氏名", "送付先名", "送付先氏名", "お届け先名", "お届け先氏名", "届け先名",
        "届け先氏名", "宛先", "宛名", "受取人", "shipping name", "ship name", "recipient", "recipient name", "ship to",),
    "to-family": ("配送先姓", "送付先姓", "お届け先姓", "届け先姓",),
    "to-postcode": ("配送先郵便番号", "送付先郵便番号", "お届け先郵便番号", "届け先郵便番号", "shipping zip",
        "ship zip",),
    "to-street": ("配送先都道府県", "送付先都道府県", "お届け先都道府県", "配送先住所", "送付先住所", "お届け先住所",
        "届け先住所", "shipping address", "ship address",),
    "to-telephone": ("配送先電話番号", "送付先電話番号", "お届け先電話番号", "届け先電話番号", "shipping phone",
        "ship phone",),
}  # fmt: skip
"""What columns are usually called, as :func:`folded`."""
_REACHES = ("mail", "name", "family", "to-mail", "to-name", "to-family")
_ORDERS = ("order", "date", "to-name", "to-family", "to-street", "to-postcode")
_PUNCTUATION = re.compile(r"[\s_・]+")


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A column's name to compare: narrow letters, lower case, one blank for blanks and underscores."""
    return _PUNCTUATION.sub(" ", unicodedata.normalize("NFKC", name).strip().strip('"').lower()).strip()


@dataclass(frozen=True, slots=True)
class Binding:
    """Which columns of a table mean what: ``columns`` by meaning, in the order in which they are joined.

    ``layout`` is empty where it was guessed. ``least`` is the number of columns that a row has to have.
    """

    columns: Mapping[str, tuple[int, ...]]
    layout: OrderLayout | None = None

    @property
    def reaches(self) -> bool:
        """Whether a person can be named at all."""
        return any(meaning in self.columns for meaning in _REACHES)

    @property
    def is_order(self) -> bool:
        """Whether it is more than a list of people."""
        return self.layout is not None or any(meaning in self.columns for meaning in _ORDERS)


def bound(fields: tuple[str, ...], layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None = None) -> Binding | None:
    """The binding of a head with these *fields*: the chosen layout, the known one with the most marks, else by words.

    None where no column names a person or a mail address.
    """
    index: dict[str, list[int]] = {}
    for at, name in enumerate(fields):
        index.setdefault(folded(name), []).append(at)
    layout = chosen or _fitting(index, layouts)
    names = dict(layout.columns) if layout else WORDS
    found = {}
    for meaning, called in names.items():
        places = [at for name in called for at in index.get(folded(name), ())[:1]]
        if places:
            found[meaning] = tuple(dict.fromkeys(places)) if meaning in JOINED or layout else tuple(dict.fromkeys(places[:1]))
    binding = Binding(found, layout)
    return binding if binding.reaches else None


def _fitting(index: Mapping[str, object], layouts: tuple[OrderLayout, ...]) -> OrderLayout | None:
    fit = [one for one in layouts if one.marks and all(folded(mark) in index for mark in one.marks)]
    return max(fit, key=lambda one: len(one.marks), default=None)
