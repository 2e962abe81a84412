"""Whether the archivers of a PC hand the mark of the web on, and to which files. By name, version and the user's own setting."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.knowledge.protections import Product, version
from mimawari.model import Setting, Ward, Words
from mimawari.respond.installed import is_looked_at, products
from mimawari.respond.protecting import UNLOOKED, Asked, Judged


def _w(en: str, ja: str) -> Words:
    return Words(en=en, ja=ja)


_KEEPS = _w("hands the mark on", "印を引き継ぎます")
_KEEPS_OFFICE = _w("hands the mark on to Office files", "Officeファイルに印を引き継ぎます")
_KEEPS_PROGRAMS = _w("hands the mark on to programs and Office files", "プログラムとOfficeファイルに印を引き継ぎます")
_KEEPS_FEW = _w(
    "hands the mark on to .doc, .docx, .xls and .xlsx, but not to .docm and .xlsm, by its maker’s list",
    "doc・docx・xls・xlsxには印を引き継ぎますが、docm・xlsmは対象外です（メーカーの一覧による）",
)
_DROPS = _w("drops the mark", "印を引き継ぎません")
_DROPS_OLD = _w("drops the mark (this version cannot hand it on)", "印を引き継ぎません（このバージョンにはその機能がありません）")
_DROPS_UNSET = _w("drops the mark (it can hand it on, and is not set so)", "印を引き継ぎません（引き継ぐ設定がオフです）")
_SET_OFF = _w("is set to hand the mark on to nothing, as it seems (value 0)", "印を引き継がない設定のようです（値は0）")
_OWN_LIST = _w(
    "hands the mark on to kinds of files that somebody chose: look at them",
    "利用者が選んだ種類のファイルにだけ、印を引き継ぎます（設定を確認してください）",
)
_NOT_KNOWN = _w("whether it hands the mark on is not known here", "印を引き継ぐかどうかは確認できていません")
_VALUE = _w("value “{value}”; what it means is not known here", "値は「{value}」です（この値の意味は確認できていません）")
_FLAW = _w(
    "hands the mark on, but a prepared archive gets around it ({flaw}, mended in {mended})",
    "印を引き継ぎますが、細工されたファイルでは引き継がれません（{flaw}、{mended}で修正）",
)
_EXPLORER = _w(
    "none of the archivers known here; Explorer hands the mark on",
    "この一覧にある展開ソフトはありません（エクスプローラーは印を引き継ぎます）",
)
_BY_MARK = {
    "always": (Ward.GOOD, _KEEPS),
    "office": (Ward.GOOD, _KEEPS_OFFICE),
    "few": (Ward.WEAK, _KEEPS_FEW),
    "never": (Ward.BAD, _DROPS),
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
    """Each archiver that is there: whether it hands the mark of the web on."""
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
    mark = product.mark(version(one.program))
    if mark == "never" and len(product.marks) > 1:
        return Ward.BAD, _DROPS_OLD
    if mark not in _BY_SETTING:
        return _BY_MARK[mark]
    row, meanings = _BY_SETTING[mark]
    own = asked.watched.of(row, asked.user)
    if not own:
        return Ward.UNKNOWN, UNLOOKED
    return meanings.get(own[0].value, (Ward.UNKNOWN, _VALUE.fill({"value": own[0].value})))


def _flawed(product: Product, one: Setting, ward: Ward, seen: Words) -> tuple[Ward, Words]:
    """A version that hands the mark on, but with a hole in it that is known, is weak."""
    number = version(one.program)
    if ward is Ward.GOOD and product.flaw and number and number < version(product.mended):
        return Ward.WEAK, _FLAW.fill({"flaw": product.flaw, "mended": product.mended})
    return ward, seen
