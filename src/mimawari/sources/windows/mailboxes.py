r"""The mailboxes that lie on a PC: that they are there is told, as they are not looked at with it.

A mailbox is evidence of its own, with mails by the thousand. What is sought is where mail programs keep it: the data files of
Outlook (``AppData\Local\Microsoft\Outlook``, and ``Outlook Files`` in the documents, whatever it is called in other languages;
OneDrive may have taken the documents over), and the profiles of Thunderbird that have any mail, or an account on a server. Where
other programs keep theirs is found with their accounts (:mod:`mimawari.sources.windows.holdings`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from mimawari.model import BadEvidence, Gap, Held, Holding, Origin, Reason
from mimawari.sources.windows import drops
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import Profile
from mimawari.trees import Entry

KIND, OTHER = "mailbox", "program-mailbox"
"""What is wanted: mails of Outlook and Thunderbird, whose paths can be checked as they are; and those of other programs."""
_UNREAD = "a mailbox is here; it was not looked at with the PC"
_MOST, _ENTRIES, _FOLDERS = 100, 10_000, 200
_DATA = (".pst", ".ost")
_DOCUMENTS = ("Documents", "ドキュメント", "My Documents")
_ACCOUNTS = ("ImapMail", "Mail")
_INDEX = ".msf"


def mailboxes(one: Installation, user: Profile, origin: Origin) -> Iterator[Gap]:
    """A gap for each mailbox of a user. A folder that cannot be listed is none: it is told where files are sought."""
    paths = [*outlook_files(one, user), *thunderbird_profiles(one, user)]
    for path in sorted(set(paths))[:_MOST]:
        at = origin.at(*origin.path, *one.way(path))
        yield Gap(at, Reason.UNSUPPORTED, KIND, _UNREAD)


def with_mailboxes(told: Iterable[Holding | Gap]) -> Iterator[Holding | Gap]:
    """What is *told* of other programs, with a gap for each mailbox among it."""
    found: dict[tuple[str, ...], Origin] = {}
    for one in told:
        yield one
        if isinstance(one, Holding) and one.held is Held.MAILBOX:
            found.setdefault(one.origin.path, one.origin)
    for at in list(found.values())[:_MOST]:
        yield Gap(at, Reason.UNSUPPORTED, OTHER, _UNREAD)
    for at in list(found.values())[_MOST : _MOST + 1]:
        yield Gap(at, Reason.TOO_LARGE, OTHER, f"more than {_MOST} things, the rest was not looked at")


def outlook_files(one: Installation, user: Profile) -> Iterator[str]:
    """The Windows paths of Outlook's data files."""
    local = drops.program_folder(one, user)
    homes = [user.path, *(home for home in _folders(one, user.path) if _name(home).startswith("OneDrive"))]
    documents = [rf"{home}\{name}" for home in homes for name in _DOCUMENTS]
    theirs = (folder for place in documents for folder in _folders(one, place) if "outlook" in _name(folder).lower())
    for folder in (rf"{local}\Microsoft\Outlook", *documents, *theirs):
        for entry in _listed(one, folder):
            if not entry.is_folder and entry.size != 0 and entry.name.lower().endswith(_DATA):
                yield rf"{folder}\{entry.name}"


def thunderbird_profiles(one: Installation, user: Profile) -> Iterator[str]:
    """The Windows paths of those profiles of Thunderbird that have any mail, or an account on a server."""
    for profile in _folders(one, rf"{user.path}\AppData\Roaming\Thunderbird\Profiles"):
        if any(_has_mail(one, rf"{profile}\{name}", of_server=name == "ImapMail") for name in _ACCOUNTS):
            yield profile


def _has_mail(one: Installation, top: str, *, of_server: bool) -> bool:
    """Whether a mailbox below *top* has anything in it; of an account on a server the index of a folder will do."""
    waiting = [top]
    for _ in range(_FOLDERS):
        if not waiting:
            return False
        folder = waiting.pop(0)
        entries = list(_listed(one, folder))
        if _holds(folder, entries, of_server=of_server):
            return True
        waiting += [rf"{folder}\{entry.name}" for entry in entries if entry.is_folder]
    return False


def _holds(folder: str, entries: list[Entry], *, of_server: bool) -> bool:
    full = {entry.name for entry in entries if not entry.is_folder and entry.size != 0}
    indexed = [entry.name for entry in entries if entry.name.endswith(_INDEX)]
    is_full = any(name.removesuffix(_INDEX) in full for name in indexed) or (_name(folder) == "cur" and bool(full))
    return is_full or (of_server and bool(indexed))


def _name(path: str) -> str:
    return path.rpartition("\\")[2]


def _folders(one: Installation, folder: str) -> list[str]:
    return [rf"{folder}\{entry.name}" for entry in _listed(one, folder) if entry.is_folder]


def _listed(one: Installation, folder: str) -> Iterator[Entry]:
    """The first entries of a folder, links apart; nothing where there is none, or where it cannot be listed."""
    with suppress(BadEvidence):
        found = one.entry(folder)
        if found is not None and found.is_folder and not found.special:
            yield from (entry for entry in islice(one.list(folder), _ENTRIES) if not entry.special)
