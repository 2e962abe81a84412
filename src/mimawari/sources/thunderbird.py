"""The mail of Thunderbird: a profile, or the folders ``Mail`` and ``ImapMail`` of one, or a folder in these.

A mail folder is an mbox beside its index ``NAME.msf``, or a folder ``NAME`` with ``cur`` (Thunderbird's maildir-lite); its
subfolders lie in ``NAME.sbd``. Mails that are marked as deleted stay in the mbox until it is compacted: they are looked at as well.
What else a profile holds (settings, address books, saved passwords) is no mail and is not read. Of a folder whose mails are not
here its index alone is: the mails of an account on a server (IMAP) stay there unless Thunderbird keeps a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mimawari.model import Gap, Reason, digest
from mimawari.sources import Evidence, Seen, SourceKind, Survey
from mimawari.sources.mail import indexes, names, telling
from mimawari.sources.mail.files import is_box_file
from mimawari.sources.mail.listing import Fault, File, files, first_names
from mimawari.sources.mail.spool import top
from mimawari.sources.mail.stores import Row, Store

NAME = "thunderbird"
_LOCAL, _IMAP = "Mail", "ImapMail"
_ROOTS = (_LOCAL, _IMAP)
_INDEX = ".msf"
_INDEXES = 20
_ASIDE = re.compile(
    r".*\.(?:msf|wdseml|mozeml|snm)|(?:panacea|popstate|msgFilterRules|rules|training|traits|virtualFolders|feeditems|feeds)\.(?:dat|rdf|json)"
    r"|(?:feeditems|feeds|folderTree)(?:_error)?\.json|(?:filter|junk)log\.html|\.?parentlock|\.?lock"
)
"""What Thunderbird keeps beside its mailboxes: indexes, rules, logs of filters."""


def recognises(evidence: Evidence) -> bool:
    """Whether a folder is a profile; or has an index, of a mailbox beside it or of one elsewhere; or has only folders that do."""
    if not evidence.path.is_dir():
        return False
    path = top(evidence)
    inner, others = first_names(path)
    if _is_profile(inner, others) or _is_indexed(path):
        return True
    if not inner or not all(_ASIDE.fullmatch(name) for name in others):
        return False
    return all(_is_indexed(path / name) for name in inner) or (
        set(inner) <= set(_ROOTS) and all(_servers(path / name) for name in inner)
    )


def _servers(path: Path) -> bool:
    inner, _ = first_names(path)
    return bool(inner) and all(_is_indexed(path / name) for name in inner)


def _is_profile(inner: list[str], others: list[str]) -> bool:
    return "prefs.js" in others and any(name in inner for name in _ROOTS)


def _is_indexed(path: Path) -> bool:
    inner, others = first_names(path)
    every = {*inner, *others}
    indexed = [name for name in others if name.endswith(_INDEX)]
    if any(name.removesuffix(_INDEX) in every for name in indexed):
        return True
    return any(indexes.is_index(path / name) for name in indexed[:_INDEXES])


@dataclass(frozen=True, slots=True)
class _Found:
    """``indexed``: the indexes, each with the place of what it is the index of."""

    row: Row
    faults: tuple[Fault, ...]
    indexed: tuple[tuple[File, str], ...]

    def here(self) -> set[str]:
        """The places of the mailboxes that have anything in them."""
        files = ((store.file, store.is_mail) for store in self.row.stores)
        return {file.folder.rpartition("/")[0] if is_mail else _place(file) for file, is_mail in files}


def _place(file: File) -> str:
    return f"{file.folder}/{file.name}" if file.folder else file.name


def _found(evidence: Evidence) -> _Found:
    path = top(evidence)
    is_profile = _is_profile(*first_names(path))
    stores: list[Store] = []
    faults: list[Fault] = []
    indexed: list[tuple[File, str]] = []
    for one in files(path, enters=lambda folder, name: bool(folder) or not is_profile or name in _ROOTS):
        if isinstance(one, Fault):
            faults.append(one)
        elif not one.folder and is_profile:
            continue
        elif one.name.endswith(_INDEX):
            indexed.append((one, _place(one).removesuffix(_INDEX)))
        elif not _ASIDE.fullmatch(one.name) and one.size:
            stores.append(_store(path, one))
    return _Found(Row(path, tuple(sorted(stores)), _shown), tuple(faults), tuple(sorted(indexed)))


def _without_mails(evidence: Evidence, itself: Survey, found: _Found) -> Iterator[Gap]:
    """A gap for each folder that has mails, by its index, and of which no mail is here.

    That the index of a folder on a server says nothing leaves open what is there; Thunderbird makes indexes that say nothing of
    its own folders for those that are empty.
    """
    here = found.here()
    for file, place in found.indexed:
        if place in here:
            continue
        index = indexes.read(file.at(found.row.top))
        origin = itself.origin(evidence, names.of_thunderbird(place), names.readable(file.name))
        if _IMAP in (*found.row.top.parts, *file.folder.split("/")):
            if index.mails or not index.told:
                yield Gap(origin, Reason.MISSING, "message", "only the index of a folder is here, its mails are on the server")
        elif index.mails and not index.is_search:
            yield Gap(origin, Reason.MISSING, "message", "only the index of a folder is here, its mails are missing")


def _store(path: Path, file: File) -> Store:
    if file.folder.rpartition("/")[2] in names.HOLDERS:
        return Store(file, is_mail=True)
    place = file.at(path)
    return Store(file, is_box=place.with_name(f"{file.name}{_INDEX}").is_file() or is_box_file(place))


def _shown(store: Store) -> str:
    folder = store.file.folder
    if store.is_box:
        return names.of_thunderbird(f"{folder}/{store.file.name}")
    return names.of_thunderbird(folder.rpartition("/")[0] if store.is_mail else folder)


def survey(evidence: Evidence) -> Survey:
    """The mailboxes that there are, and the pieces that their mails fall into."""
    found = _found(evidence)
    itself = Survey(NAME, digest(NAME, found.row.identity(), evidence.inside))
    gaps = (*telling.faults(evidence, itself, found.faults), *_without_mails(evidence, itself, found))
    return Survey(NAME, itself.source, pieces=found.row.pieces(), gaps=gaps, looked=telling.LOOKED)


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
    """The mails of a piece."""
    found = _found(evidence)
    yield from found.row.look(evidence, survey, piece)
    known = set(survey.gaps)
    yield from (gap for gap in telling.faults(evidence, survey, found.faults) if gap not in known)


def reopen(evidence: Evidence, survey: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:
    """The mails at *paths* once more."""
    return _found(evidence).row.reopen(evidence, survey, paths)


KIND = SourceKind(NAME, 600, recognises, survey, look, reopen=reopen, turn=1)
