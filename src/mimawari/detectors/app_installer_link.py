"""A link that has Windows install an app from the web: the false "PDF reader" of Emotet's mails of December 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.addresses import place_of
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, InternetShortcut, Message, OfficeDocument, Pdf, Strength, WebPage, Words

_LINK = re.compile(r"(?i)^\s{0,8}ms-appinstaller:[^?]{0,20}\?(?:[^#]{0,200}&)?source=([^&\s]{4,1000})")
_SHOWN = 300

Linking = InternetShortcut | WebPage | Pdf | Message | OfficeDocument


@dataclass(frozen=True, kw_only=True, eq=False)
class AppInstallerLink(Delivery):
    """Such a link. ``source`` is where the app would come from."""

    attack: tuple[str, ...] = ("T1204.001",)
    era: tuple[str, ...] = ("P5",)
    words: Words = Words(
        en="“{file}” has Windows install an app from {source}, a place where anybody can put files.",
        ja="「{file}」は、誰でもファイルを置ける場所（{source}）から、アプリをインストールさせようとします。",
    )
    file: str
    source: str


_HINT = Words(
    en="“{file}” has Windows install an app from {source}.",
    ja="「{file}」は、{source} からアプリをインストールさせようとします。",
)


@detector
def app_installer_link(
    thing: InternetShortcut | WebPage | Pdf | Message | OfficeDocument, known: Knowledge
) -> Iterator[AppInstallerLink]:
    """Strong if the app lies at a number or with a host for anybody's files; else a hint: vendors used such links."""
    for link in _links(thing)[:2_000]:
        found = _LINK.match(link[:2_000])
        source = found[1].replace("%3A", ":").replace("%2F", "/") if found else ""
        place = place_of(source)
        if not place:
            continue
        host = place.host.lower()
        is_anybodys = place.is_bare or any(host == one or host.endswith("." + one) for one in known.marks["raw-hosts"])
        yield AppInstallerLink(
            origin=thing.origin,
            strength=Strength.STRONG if is_anybodys else Strength.HINT,
            words=AppInstallerLink.words if is_anybodys else _HINT,
            file=thing.name,
            source=source[:_SHOWN],
        )
        return


def _links(thing: Linking) -> tuple[str, ...]:
    if isinstance(thing, InternetShortcut):
        return (thing.target,)
    if isinstance(thing, OfficeDocument):
        return tuple(external.target for external in thing.externals)
    return thing.links
