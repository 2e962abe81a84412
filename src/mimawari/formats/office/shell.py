"""What the single-file shells (XML, MHTML) share: macros in ActiveMime, embedded files, pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.packages import active_mime
from mimawari.formats.office.parts import Notes
from mimawari.model import BadEvidence, Control, Embedded, Picture, Reason, VbaProject

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_THINGS = 500


@dataclass(slots=True)
class Shell:
    """What was found so far. ``closed`` are names and contents to be opened in their turn."""

    notes: Notes
    budget: Budget
    vba: VbaProject | None = None
    controls: list[Control] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    objects: list[Embedded] = field(default_factory=list)
    closed: list[tuple[str, Kept]] = field(default_factory=list)


def take(shell: Shell, name: str, data: bytes) -> None:
    """Sort a part that is no text of the page: the first project is the document's, all else is opened in its turn."""
    inner = active_mime(data, shell.notes)
    if inner is not None:
        data = inner
    if data.startswith(_OLE) and shell.vba is None and _macros(shell, data):
        return
    if len(shell.closed) >= _THINGS:
        shell.notes.add(Reason.TOO_LARGE, f"more than {_THINGS} embedded files")
    elif data:
        shell.objects.append(Embedded(name=name, kind=kind_of(data[:ENOUGH]), size=len(data)))
        shell.closed.append((name, Kept.of(data)))


def _macros(shell: Shell, data: bytes) -> bool:
    """Whether *data* is a project and nothing else; then it is the document's."""
    from mimawari.formats.office.vba import find_projects, read_controls, read_vba

    try:
        parts = OleParts(Kept.of(data), shell.notes)
    except BadEvidence as bad:
        shell.notes.of(bad, "macros")
        return False
    roots = find_projects(parts)
    if not roots or any(name.lower() in ("worddocument", "workbook") for name in parts.names()):
        return False
    shell.vba = read_vba(parts, roots[0], shell.notes)
    shell.controls.extend(read_controls(parts, roots[0], shell.notes))
    return shell.vba is not None
