"""A program, script or shortcut whose name makes it look like a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mimawari.detectors import detector
from mimawari.detectors.marks.disguise import disguise, extensions
from mimawari.detectors.marks.link_command import interpreter
from mimawari.knowledge import Knowledge
from mimawari.model import Archive, Delivery, InternetShortcut, Program, Script, Shortcut, Strength, Unrecognised, Words

# A mail's archive holds few files; among many, a double extension is somebody's habit.
_FEW = 10
_ATTACK = {"turned": "T1036.002", "double": "T1036.007", "blank": "T1036.007"}
# A turned name as such would show the lie once more.
_TURNED = {ord(sign): f"[U+{ord(sign):04X}]" for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}

# An archive's own list tells the names in it.
_MAILS = frozenset({"message", "msg", "tnef"})

Named = Archive | Program | Script | Shortcut | InternetShortcut | Unrecognised


@dataclass(frozen=True, kw_only=True, eq=False)
class DisguisedName(Delivery):
    """Such a file. ``disguise``: ``double`` extension, ``turned`` writing, ``blank`` space; ``extension`` is the true one."""

    words: Words = Words(
        en="“{file}” is named like a document, but it is run like a program (.{extension}).",
        ja="「{file}」は、名前は文書のように見えますが、開くとプログラムとして動くファイル（.{extension}）です。",
    )
    file: str
    extension: str
    disguise: str


@detector
def disguised_name(
    thing: Archive | Program | Script | Shortcut | InternetShortcut | Unrecognised, known: Knowledge
) -> Iterator[DisguisedName]:
    """Strong; among many files of an archive, and for shortcuts in one, a hint: Windows calls those to recent documents so."""
    if isinstance(thing, Archive):
        yield from _members(thing, known)
    elif (form := disguise(thing.name, known)) and _is_named_here(thing, form, known):
        yield _found(thing, thing.name, form, is_sure=True)


def _members(archive: Archive, known: Knowledge) -> Iterator[DisguisedName]:
    found = ((member.name, form) for member in archive.members if (form := disguise(member.name, known)))
    for name, form in islice(found, _FEW if archive.count <= _FEW else 1):
        is_link = name.lower().endswith((".lnk", ".url"))
        yield _found(archive, name, form, is_sure=form == "turned" or (archive.count <= _FEW and not is_link))


def _is_named_here(thing: Named, form: str, known: Knowledge) -> bool:
    if isinstance(thing, Unrecognised):
        return bool(_MAILS & set(thing.within[-1:]))
    return form == "turned" or _is_run(thing, known)


def _is_run(thing: Named, known: Knowledge) -> bool:
    if isinstance(thing, Shortcut):
        return bool(interpreter(thing, known))
    return not isinstance(thing, InternetShortcut)


def _found(thing: Named, name: str, form: str, *, is_sure: bool) -> DisguisedName:
    return DisguisedName(
        origin=thing.origin,
        strength=Strength.STRONG if is_sure else Strength.HINT,
        attack=(_ATTACK[form],),
        file=" ".join(name.translate(_TURNED).split()),
        extension=extensions(name)[-1],
        disguise=form,
    )
