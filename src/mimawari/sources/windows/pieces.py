"""The pieces of work on a Windows: what is looked at, one function a piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from mimawari.model import BadEvidence, Gap, Holding, Looked, OpenedFile, Origin, Process, Reason
from mimawari.sources import Seen
from mimawari.sources.windows import drops, files, holdings, machine
from mimawari.sources.windows.autostarts import Launches, registry, services
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.mailboxes import mailboxes
from mimawari.sources.windows.opened import opened_files
from mimawari.sources.windows.registry import RegistryHive
from mimawari.sources.windows.tasks import tasks

_SERVICE_HIVES = {
    "S-1-5-18": "Windows/System32/config/DEFAULT",
    "S-1-5-19": "Windows/ServiceProfiles/LocalService/NTUSER.DAT",
    "S-1-5-20": "Windows/ServiceProfiles/NetworkService/NTUSER.DAT",
    "Default": "Users/Default/NTUSER.DAT",
}
_SYSTEM_FOLDERS = ("Windows/System32", "Windows/SysWOW64")
_ACCOUNT_FOLDERS = (
    "Windows/System32/config/systemprofile/AppData/Local",
    "Windows/SysWOW64/config/systemprofile/AppData/Local",
    "Windows/ServiceProfiles/LocalService/AppData/Local",
    "Windows/ServiceProfiles/NetworkService/AppData/Local",
    "Users/Default/AppData/Local",
    "Users/Public/AppData/Local",
)


def _hive(
    one: Installation, path: str, name: str, origin: Origin, want: str, read: Callable[[RegistryHive], Iterator[Seen]]
) -> Iterator[Seen]:
    """What *read* makes of a hive; a gap that names the hive where it cannot be opened, or breaks off."""
    windows_path = path if path[1:2] == ":" else one.windows_path(path)
    at = origin.at(*origin.path, *one.way(windows_path))
    try:
        hive = one.hive(path, name)
        yield from (Gap(at, Reason.CORRUPT, _defect(defect, want), defect) for defect in hive.defects)
        yield from read(hive)
    except BadEvidence as bad:
        yield Gap(at, bad.reason, want, bad.detail)


def _defect(defect: str, want: str) -> str:
    """A hive without its last few changes is still a hive; a hive that is cut off is not."""
    return "registry-log" if "log" in defect else want


def _registry(one: Installation, origin: Origin) -> Iterator[Seen]:
    launches = Launches(one, origin)
    yield from launches.with_gaps(_registries(one, launches, origin))


def _registries(one: Installation, launches: Launches, origin: Origin) -> Iterator[Seen]:
    software = partial(registry, root=r"HKLM\SOFTWARE", prefix="", launches=launches, origin=origin)
    yield from _hive(one, machine.SOFTWARE, r"HKLM\SOFTWARE", origin, "registry-value", software)
    for sid, path in _SERVICE_HIVES.items():
        account = partial(registry, root=rf"HKU\{sid}", prefix="Software\\", launches=launches, origin=origin)
        yield from _guarded_by_windows(one, _account_hive(one, path, rf"HKU\{sid}", origin, account))
    yield from _unlisted_hives(one, launches, origin)


def _account_hive(
    one: Installation, path: str, name: str, origin: Origin, read: Callable[[RegistryHive], Iterator[Seen]]
) -> Iterator[Seen]:
    """The hive of a service account, if it is there."""
    try:
        is_there = one.entry(path) is not None
    except BadEvidence as bad:
        is_there = bad.reason is Reason.DENIED
    if is_there or (one.running and one.running.hive(name)):
        yield from _hive(one, path, name, origin, "registry-value", read)


def _unlisted_hives(one: Installation, launches: Launches, origin: Origin) -> Iterator[Seen]:
    """The loaded hives of people whom Windows does not list: a damaged profile, or one signed in for a while."""
    if one.running is None:
        return
    listed = {profile.sid for profile in machine.profiles(one, machine.opened(one, machine.SOFTWARE)).found}
    for sid in one.running.users():
        if sid not in listed:
            person = partial(registry, root=rf"HKU\{sid}", prefix="Software\\", launches=launches, origin=origin)
            yield from _hive(one, rf"HKU\{sid}", rf"HKU\{sid}", origin, "registry-value", person)


def _guarded_by_windows(one: Installation, seen: Iterator[Seen]) -> Iterator[Seen]:
    """What is denied to everyone but administrators says little where no administrator looks: it is shown and no hole."""
    for thing in seen:
        is_kept_back = isinstance(thing, Gap) and thing.reason is Reason.DENIED and one.running and one.running.limited
        yield replace(thing, wanted="protected-part") if is_kept_back and isinstance(thing, Gap) else thing


def _services(one: Installation, origin: Origin) -> Iterator[Seen]:
    launches = Launches(one, origin)
    seen = _hive(one, machine.SYSTEM, r"HKLM\SYSTEM", origin, "service", lambda hive: services(hive, launches, origin))
    yield from launches.with_gaps(seen)


def _tasks(one: Installation, origin: Origin) -> Iterator[Seen]:
    launches = Launches(one, origin)
    yield from launches.with_gaps(tasks(one, machine.opened(one, machine.SOFTWARE), launches, origin))


def _processes(one: Installation, origin: Origin) -> Iterator[Seen]:
    yield Looked(Process.kind(), 0)
    launches = Launches(one, origin)
    yield from launches.with_gaps(_at_work(one, launches, origin))


def _at_work(one: Installation, launches: Launches, origin: Origin) -> Iterator[Process | Gap]:
    for thing in one.running.processes() if one.running else ():
        at = origin.at(*origin.path, *thing.origin.path)
        yield replace(thing, origin=at) if isinstance(thing, Gap) else launches.running(replace(thing, origin=at))


def _files(one: Installation, origin: Origin) -> Iterator[Seen]:
    yield from files.timed(files.below(one, origin, "Windows", 0), one, origin, "Windows")
    if files.system_directory(one, origin) is None:
        at = origin.at(*origin.path, *one.way(one.windows_path("Windows/System32")))
        yield Gap(at, Reason.MISSING, "file", "no program in it")
    for folder in _SYSTEM_FOLDERS:
        yield from _guarded_by_windows(one, files.timed(files.below(one, origin, folder, 2), one, origin, folder))
    for folder in _ACCOUNT_FOLDERS:
        yield from _guarded_by_windows(one, _account_files(one, origin, folder))


def _account_files(one: Installation, origin: Origin, folder: str) -> Iterator[Seen]:
    try:
        is_there = one.entry(folder) is not None
    except BadEvidence as bad:
        yield Gap(origin.at(*origin.path, *one.way(one.windows_path(folder))), bad.reason, "file", bad.detail)
        return
    if is_there:
        yield from files.timed(files.below(one, origin, folder, 2), one, origin, folder)


def _dropped(one: Installation, origin: Origin) -> Iterator[Seen]:
    for folder, depth in drops.SHARED:
        yield from _guarded_by_windows(one, drops.below(one, origin, folder, depth))


def _user_registry(one: Installation, user: Profile, origin: Origin) -> Iterator[Seen]:
    launches = Launches(one, origin, user.path, user.name)
    read = partial(registry, root=user.hive, prefix="Software\\", launches=launches, origin=origin)
    for thing in launches.with_gaps(_hive(one, user.hive_file, user.hive, origin, "registry-value", read)):
        is_hive = isinstance(thing, Gap) and thing.origin.path[-1:] == one.way(user.hive_file)[-1:]
        yield replace(thing, wanted=_without_hive(one, user, thing)) if is_hive and isinstance(thing, Gap) else thing


def _without_hive(one: Installation, user: Profile, gap: Gap) -> str:
    """What is lost with a user's hive: nothing starts from the one of a profile that is gone, or that Windows does not list.

    The hive of a folder that Windows does not list and that is in use all the same is loaded, and looked at by its SID.
    """
    if _is_gone(one, user):
        return "gone-profile"
    is_known = user.listed or (gap.detail != files.IN_USE and one.entry(user.hive_file) is not None)
    return gap.wanted if is_known else "unlisted-profile"


def _is_gone(one: Installation, user: Profile) -> bool:
    """Whether a running Windows lists a profile that is no more: its drive and its parent are there, and it is in neither.

    Where its hive is loaded, it is somewhere.
    """
    if one.running is None or user.path[:2].upper() != one.letter.upper() or one.entry(user.path) is not None:
        return False
    parent = one.entry(user.path.rpartition("\\")[0])
    return parent is not None and parent.is_folder and not parent.special and one.running.hive(user.hive) is None


def _user_files(one: Installation, user: Profile, origin: Origin) -> Iterator[Seen]:
    if one.entry(user.path) is None:
        at = origin.at(*origin.path, *one.way(user.path))
        drive = user.path[:2].upper()
        detail = f"on drive {drive}" if drive != one.letter.upper() else ""
        yield Gap(at, Reason.MISSING, "gone-profile" if _is_gone(one, user) else "file", detail)
        return
    folder = drops.program_folder(one, user)
    found = one.entry(folder)
    is_there = found is not None and found.is_folder and not found.special
    if not is_there and (user.listed or one.entry(user.hive_file)):
        yield Gap(origin.at(*origin.path, *one.way(folder)), Reason.MISSING, "file", "every profile has this folder")
    yield from files.timed(files.below(one, origin, folder, 2, drops.is_temp), one, origin, folder)
    yield from drops.below(one, origin, rf"{folder}\Temp", 2, drops.is_onenote)


def _user_dropped(one: Installation, user: Profile, origin: Origin) -> Iterator[Seen]:
    for folder, depth, leaving_out in drops.of_user(one, user):
        yield from drops.below(one, origin, folder, depth, leaving_out)
    if not one.volume.past:
        yield from mailboxes(one, user, origin)


Looking = Callable[[Installation, Origin], Iterator[Seen]]
LookingAtUser = Callable[[Installation, Profile, Origin], Iterator[Seen]]
MACHINE: dict[str, tuple[str, Looking]] = {
    "registry": ("registry-value", _registry),
    "services": ("service", _services),
    "tasks": ("task", _tasks),
    "files": ("file", _files),
    "dropped": ("file", _dropped),
    "holdings": (Holding.kind(), holdings.of_machine),
}
"""What is lost with a piece that belongs to the machine, and how it is done."""
RUNNING: dict[str, tuple[str, Looking]] = {"processes": ("process", _processes)}
"""The pieces that only a running Windows has."""
USER: dict[str, tuple[str, LookingAtUser]] = {
    "registry": ("registry-value", _user_registry),
    "files": ("file", _user_files),
    "dropped": ("file", _user_dropped),
    "opened": (OpenedFile.kind(), opened_files),
    "holdings": (Holding.kind(), holdings.of_user),
}
"""The pieces that belong to a user."""
OF_TODAY = frozenset({"holdings"})
"""The pieces that are not done on older states: what lay there then is of no use to whoever robs the PC now."""
