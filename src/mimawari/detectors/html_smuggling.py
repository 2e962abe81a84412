"""A web page that carries a file in its own text and saves it on the reader's PC: past mail filters and proxies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.disguise import is_runnable
from mimawari.detectors.marks.smuggling import smuggled
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, Script, Strength, WebPage, Words

_CARRIERS = frozenset({"pe", "lnk", "iso", "zip", "rar", "7z", "cab", "onenote", "ole", "msi", "script", "hta", "gzip"})
_RUNS = frozenset({"pe", "lnk", "iso", "msi", "script", "hta", "onenote"})


@dataclass(frozen=True, kw_only=True, eq=False)
class HtmlSmuggling(Delivery):
    """Such a page. ``carried`` is the name or the kind of the file in it; ``?``: neither can be read."""

    attack: tuple[str, ...] = ("T1027.006",)
    words: Words = Words(
        en="The page “{file}” carries a file in its own text ({carried}) and saves it by itself, past mail filters.",
        ja="Webページ「{file}」は、中に埋め込まれた別のファイル（{carried}）を自動で保存させます。メールのウイルス検査を避ける手口です。",
    )
    file: str
    carried: str


_NAMELESS = Words(
    en="The page “{file}” carries a file in its own text and saves it by itself, past mail filters.",
    ja="Webページ「{file}」は、中に埋め込まれた別のファイルを自動で保存させます。メールのウイルス検査を避ける手口です。",
)
_HINT = Words(
    en="The page “{file}” carries a file in its own text ({carried}).",
    ja="Webページ「{file}」の中に、別のファイル（{carried}）が埋め込まれています。",
)


@detector
def html_smuggling(thing: WebPage | Script, known: Knowledge) -> Iterator[HtmlSmuggling]:
    """Strong if a script saves the file by itself or it is offered and runs; a hint for an archive that has to be clicked."""
    if isinstance(thing, Script):
        name = smuggled(thing.text) if thing.host == "browser" else ""
        if name:
            yield _found(thing, "" if name == "?" else name, is_strong=True)
        return
    carried = [file for file in thing.files if file.kind in _CARRIERS]
    if not carried:
        return
    offered = next(iter(thing.downloads), "")
    runs = any(file.kind in _RUNS for file in carried) or is_runnable(offered, known)
    yield _found(thing, offered or carried[0].kind, is_strong=bool(thing.downloads) and runs)


def _found(thing: WebPage | Script, carried: str, *, is_strong: bool) -> HtmlSmuggling:
    return HtmlSmuggling(
        origin=thing.origin,
        strength=Strength.STRONG if is_strong else Strength.HINT,
        words=(HtmlSmuggling.words if carried else _NAMELESS) if is_strong else _HINT,
        file=thing.name,
        carried=carried or "?",
    )
