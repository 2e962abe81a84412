"""Whether the archivers of a PC pass the mark of the web on, and to which files. By name, version and the user's own setting."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.knowledge.protections import Product, version
from mimawari.model import Setting, Ward, Words
from mimawari.respond.installed import is_looked_at, products
from mimawari.respond.protecting import UNLOOKED, Asked, Judged, both

_KEEPS = both("keeps the mark", "印を引き継ぎます")
_KEEPS_OFFICE = both("keeps the mark on Office files", "Officeファイルに印を引き継ぎます")
_KEEPS_PROGRAMS = both("keeps the mark on programs and Office files", "プログラムとOfficeファイルに印を引き継ぎます")
_KEEPS_FEW = both(
    "according to its maker, keeps the mark on .doc, .docx, .xls and .xlsx files, but not on .docm and .xlsm",
    "doc・docx・xls・xlsxには印を引き継ぎますが、docm・xlsmは対象外です（メーカーの一覧による）",
)
_DROPS = both("does not keep the mark", "印を引き継ぎません")
_DROPS_OLD = both("does not keep the mark (newer versions can)", "印を引き継ぎません（新しいバージョンでは引き継げます）")
_DROPS_BROKEN = both(
    "does not keep the mark in this version (other versions do)",
    "このバージョンでは印が引き継がれません（ほかのバージョンでは引き継がれます）",
)
_DROPS_UNSET = both("does not keep the mark (the option is off)", "印を引き継ぎません（引き継ぐ設定がオフです）")
_BY_OPTION = both(
    "keeps the mark only if its option is on (it is off by default)",
    "設定をオンにしたときだけ、印を引き継ぎます（標準ではオフです）",
)
_SET_OFF = both("seems to be set not to keep the mark (value 0)", "印を引き継がない設定のようです（値は0）")
_OWN_LIST = both(
    "keeps the mark only on file types chosen by the user: check the setting",
    "利用者が選んだ種類のファイルにだけ、印を引き継ぎます（設定を確認してください）",
)
_NOT_KNOWN = both("whether it keeps the mark is not known here", "印を引き継ぐかどうかは確認できていません")
_VALUE = both("value “{value}”; its meaning is not known here", "値は「{value}」です（この値の意味は確認できていません）")
_FLAW = both(
    "keeps the mark, but a specially crafted archive can get around it ({flaw}, fixed in {mended})",
    "印を引き継ぎますが、細工されたファイルでは引き継がれません（{flaw}、{mended}で修正）",
)
_EXPLORER = both(
    "none of the archivers known here was found; Explorer keeps the mark",
    "この一覧にある展開ソフトは見つかりません（エクスプローラーは印を引き継ぎます）",
)
_BY_MARK = {
    "always": (Ward.GOOD, _KEEPS),
    "office": (Ward.GOOD, _KEEPS_OFFICE),
    "few": (Ward.WEAK, _KEEPS_FEW),
    "never": (Ward.BAD, _DROPS),
    "option": (Ward.WEAK, _BY_OPTION),
    "unknown": (Ward.UNKNOWN, _NOT_KNOWN),
}
_7ZIP = {
    "1": (Ward.GOOD, _KEEPS),
    "2": (Ward.GOOD, _KEEPS_OFFICE),
    "0": (Ward.BAD, _DROPS_UNSET),
    "": (Ward.BAD, _DROPS_UNSET),
}
_WINRAR = {
    "": (Ward.GOOD, _KEEPS_PROGRAMS),
    "2": (Ward.GOOD, _KEEPS_PROGRAMS),
    "3": (Ward.GOOD, _KEEPS),
    "1": (Ward.GOOD, _KEEPS_OFFICE),
    "0": (Ward.WEAK, _SET_OFF),
    "4": (Ward.UNKNOWN, _OWN_LIST),
}
_BY_SETTING = {"7-zip": ("archive-mark-7zip", _7ZIP), "winrar": ("archive-mark-winrar", _WINRAR)}


def archivers(asked: Asked) -> Iterator[Judged]:
    """Each archiver that is there: whether it passes the mark of the web on."""
    found = products(asked.watched, asked.table.archivers, asked.user)
    for product, one in found:
        label = f"{product.name} {one.program}".strip()
        ward, seen = _flawed(product, one, *_handing(product, one, asked))
        yield Judged(ward, seen, Words(en=label, ja=label), how=product.how, cited=product.cited)
    if not is_looked_at(asked.watched) or not is_looked_at(asked.watched, asked.user):
        yield Judged(Ward.UNKNOWN, UNLOOKED)
    elif not found:
        yield Judged(Ward.GOOD, _EXPLORER)


def _handing(product: Product, one: Setting, asked: Asked) -> tuple[Ward, Words]:
    number = version(one.program)
    mark = product.mark(number)
    if mark == "never" and len(product.marks) > 1:
        could = any(each != mark for since, each in product.marks if since <= number)
        return Ward.BAD, _DROPS_BROKEN if could else _DROPS_OLD
    if mark not in _BY_SETTING:
        return _BY_MARK[mark]
    row, meanings = _BY_SETTING[mark]
    own = asked.watched.of(row, asked.user)
    if not own:
        return Ward.UNKNOWN, UNLOOKED
    return meanings.get(own[0].value, (Ward.UNKNOWN, _VALUE.fill({"value": own[0].value})))


def _flawed(product: Product, one: Setting, ward: Ward, seen: Words) -> tuple[Ward, Words]:
    """A version that passes the mark on, but with a known hole in it, is weak."""
    number = version(one.program)
    if ward is Ward.GOOD and product.flaw and number and number < version(product.mended):
        return Ward.WEAK, _FLAW.fill({"flaw": product.flaw, "mended": product.mended})
    return ward, seen
