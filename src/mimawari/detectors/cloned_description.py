"""A service that copied the description of another: Emotet takes one at random, so that its own looks like Windows'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.command import is_writable
from mimawari.detectors.marks.library import is_dll, is_odd
from mimawari.detectors.marks.places import Root, spot
from mimawari.detectors.marks.technique import is_no_program, moment
from mimawari.model import Finding, Service, ServiceDescriptions, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class ClonedDescription(Finding):
    """Such a service; ``original`` is the name of the one that the description belongs to."""

    attack: tuple[str, ...] = ("T1543.003", "T1036.004")
    era: tuple[str, ...] = ("P1", "P2", "P3", "P4", "P5", "P6")
    words: Words = Words(
        en="The service {service} starts {target} under the very description of the service {original}, as Emotet's does.",
        ja="サービス {service} は {target} を起動します。説明文は別のサービス {original} と同じで、Emotetに見られる偽装です。",
    )
    service: str
    target: str
    original: str
    description: str


@detector
def cloned_description(service: Service, described: ServiceDescriptions | None) -> Iterator[ClonedDescription]:
    """Strong if the text is that of a service of Windows and the program lies where Windows has none; a vendor's text: a hint."""
    if described is None or service.deleted or is_no_program(service) or not _is_stray(service):
        return
    text = next((text for name, text, _ in described.services if name == service.name), service.description).strip()
    others = [(name, path) for name, path in described.by_description.get(text.lower(), ()) if _is_other(name, path, service)]
    if not others:
        return
    original, is_windows = min(((name, _is_windows(path)) for name, path in others), key=lambda row: (not row[1], row[0]))
    is_sure = is_windows and not _is_beside(service)
    is_loaded = _is_library(service)
    yield ClonedDescription(
        origin=service.origin,
        strength=Strength.STRONG if is_sure or is_loaded else Strength.HINT,
        family="emotet" if is_loaded else None,
        seen_at=moment(service.written),
        service=service.name,
        target=service.target,
        original=original,
        description=text,
    )


def _is_stray(service: Service) -> bool:
    """Where Emotet's services lie: a folder of its own below System32 or SysWOW64, an .exe directly in them, or a profile."""
    place, name = spot(service.target), service.target.lower()
    if name.endswith(".sys") or service.program.lower().endswith("\\svchost.exe"):
        return False
    if place is None or place.root is Root.LOCAL_APPDATA:
        return is_writable(service.target) and "\\programdata\\" not in name
    return place.depth == 1 or (place.depth == 0 and name.endswith(".exe"))


def _is_other(name: str, path: str, service: Service) -> bool:
    """Another service whose program lies elsewhere: two of one vendor in one folder may well say the same."""
    return name != service.name and bool(path) and _folder(path) != _folder(service.target)


def _folder(path: str) -> str:
    return path.lower().rpartition("\\")[0]


def _is_windows(path: str) -> bool:
    """Directly in System32, as nearly all of Windows' own."""
    place = spot(path)
    return place is not None and place.root is Root.SYSTEM32 and not place.depth


def _is_beside(service: Service) -> bool:
    """Directly in System32 itself, where Windows' own programs are as well."""
    place = spot(service.target)
    return place is not None and place.root is Root.SYSTEM32 and not place.depth


def _is_library(service: Service) -> bool:
    place = spot(service.target)
    return bool(service.loader) and place is not None and (is_odd(place) or is_dll(place))
