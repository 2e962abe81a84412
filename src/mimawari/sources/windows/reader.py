"""The survey of an offline Windows, and its pieces of work. What every kind of source with a Windows in it shares."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from mimawari.model import Artifact, BadEvidence, Gap, Host, Looked, Origin, Reason, digest
from mimawari.model.filetime import to_iso
from mimawari.sources import Evidence, Piece, Seen, Survey
from mimawari.sources.trees import Volumes
from mimawari.sources.windows import files, machine
from mimawari.sources.windows.autostarts import Launches, registry, services
from mimawari.sources.windows.hive import Hive
from mimawari.sources.windows.installation import Installation, find
from mimawari.sources.windows.machine import Profile, Profiles
from mimawari.sources.windows.serial import volume_serial
from mimawari.sources.windows.tasks import tasks

_CHUNK = 1 << 20
_PROFILES = 1_000
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


def survey(kind: str, evidence: Evidence, volumes: Volumes) -> Survey:
    """Whose machine it is, what its detectors may ask, and the pieces. Raises ``BadEvidence`` where there is no Windows."""
    every = installations(volumes)
    if not every:
        raise BadEvidence(Reason.MISSING, "no Windows folder")
    now = every[0]
    software, system, sam = (machine.opened(now, path) for path in (machine.SOFTWARE, machine.SYSTEM, machine.SAM))
    users = _users(now)
    name, sid, own = machine.computer_name(system), machine.machine_sid(sam, users), volume_serial(now, users)
    serial = own.number
    source = f"{name or 'unnamed'}-{digest(name, sid, serial, fingerprint(now, users))}"
    origin = Origin(source, evidence.locator, (evidence.inside,) if evidence.inside else ())
    host = Host(
        origin=origin,
        name=name,
        version=machine.version(software),
        users=tuple(user.name for user in users),
        volume_serial=serial,
        volume_serial_certain=own.certain,
        time_zone=machine.time_zone(system),
        machine_sid=sid,
    )
    return Survey(
        kind=kind,
        source=source,
        host=name,
        machine=f"{name}|{sid or serial}".lower() if name else "",
        seen_at=written(now, users),
        context=tuple(_context(now, origin, host, users)),
        pieces=tuple(piece for found in every for piece in _pieces(found, users)),
        gaps=(*(_located(gap, origin) for gap in volumes.gaps), *_unknown(now, origin, serial), *_others(volumes, origin)),
        looked=(Looked("volume", len(volumes.volumes)),),
    )


def no_windows(kind: str, evidence: Evidence, volumes: Volumes) -> Survey:
    """The survey of something that could be opened and holds no Windows: all its gaps, and nothing to do."""
    source = digest(kind, evidence.locator, evidence.inside)
    origin = Origin(source, evidence.locator, (evidence.inside,) if evidence.inside else ())
    gaps = (*volumes.gaps, Gap(origin.at(), Reason.MISSING, "host", "no Windows folder"))
    return Survey(kind, source, gaps=tuple(_located(gap, origin) for gap in gaps), looked=(Looked("volume", len(volumes.volumes)),))


@lru_cache(maxsize=4)
def installations(volumes: Volumes) -> list[Installation]:
    """The Windows of today first, then its older states."""
    found = [found for volume in volumes.volumes for found in find(volume)[:1]]
    return sorted(found, key=lambda one: one.volume.past)


@lru_cache(maxsize=8)
def _profiles(installation: Installation) -> Profiles:
    return machine.profiles(installation, machine.opened(installation, machine.SOFTWARE))


def _users(installation: Installation) -> Sequence[Profile]:
    return _profiles(installation).found[:_PROFILES]


def _located(gap: Gap, origin: Origin) -> Gap:
    return Gap(origin.at(*origin.path, *gap.origin.path), gap.reason, gap.wanted, gap.detail)


def _others(volumes: Volumes, origin: Origin) -> Iterator[Gap]:
    """A gap for each further Windows: only one is looked at, and another may be another PC's."""
    found = [(volume, one) for volume in volumes.volumes if not volume.past for one in find(volume)]
    for volume, one in found[1:]:
        yield Gap(origin.at(*origin.path, volume.name, one.root), Reason.UNSUPPORTED, "host", "another Windows")


def _unknown(now: Installation, origin: Origin, serial: int | None) -> Iterator[Gap]:
    """What the survey looked for in vain."""
    if serial is None:
        yield Gap(origin, Reason.MISSING, "volume-serial")
    if now.volume.past:
        yield Gap(origin, Reason.MISSING, "host", "an older state of the disk only")
    for reason, detail in _unseen_profiles(_profiles(now)):
        yield from (Gap(origin, reason, want, detail) for want in ("registry-value", "file"))


def _unseen_profiles(profiles: Profiles) -> Iterator[tuple[Reason, str]]:
    """Why there may be more profiles than are looked at. A Windows without any is only half a Windows."""
    yield from ((bad.reason, f"list of profiles: {bad.detail}") for bad in profiles.damage)
    if len(profiles.found) > _PROFILES:
        yield Reason.TOO_LARGE, f"more than {_PROFILES} profiles"
    if not profiles.found:
        yield Reason.MISSING, "no user profile"


def _context(now: Installation, origin: Origin, host: Host, users: Sequence[Profile]) -> Iterator[Artifact]:
    yield host
    if found := files.system_directory(now, origin):
        yield found
    yield files.program_folders(now, origin, [user.path for user in users])


def _pieces(found: Installation, users: Sequence[Profile]) -> Iterator[Piece]:
    past = found.volume.past
    prefix = f"{found.volume.name}/" if past else ""
    work = [("registry", "registry-value"), ("services", "service"), ("tasks", "task"), ("files", "file")]
    work += [(f"registry/{user.path}", "registry-value") for user in users]
    work += [(f"files/{user.path}", "file") for user in users]
    for key, want in work:
        yield Piece(prefix + key, ("shadow-copy",) if past else (want,), past)


def look(volumes: Volumes, evidence: Evidence, found: Survey, piece: str) -> Iterator[Seen]:
    """The artifacts of one piece."""
    every = installations(volumes)
    one = next((i for i in every if i.volume.past and piece.startswith(f"{i.volume.name}/")), every[0])
    key = piece.removeprefix(f"{one.volume.name}/") if one.volume.past else piece
    state = (one.volume.name,) if one.volume.past else ()
    seen = _looked(one, _users(every[0]), found.origin(evidence, *state), key)
    yield from _of_the_past(seen) if one.volume.past else seen


def _looked(one: Installation, users: Sequence[Profile], origin: Origin, key: str) -> Iterator[Seen]:
    work, _, user = key.partition("/")
    if user:
        yield from _USER[work](one, next(profile for profile in users if profile.path == user), origin)
    else:
        yield from _MACHINE[work](one, origin)


def _of_the_past(seen: Iterator[Seen]) -> Iterator[Seen]:
    """What an older state lacks is no hole in what is seen of today's."""
    return (replace(thing, wanted="shadow-copy") if isinstance(thing, Gap) else thing for thing in seen)


def _hive(one: Installation, path: str, origin: Origin, want: str, read: Callable[[Hive], Iterator[Seen]]) -> Iterator[Seen]:
    """What *read* makes of a hive; a gap that names the hive where it cannot be opened, or breaks off."""
    windows_path = path if path[1:2] == ":" else one.windows_path(path)
    at = origin.at(*origin.path, *one.way(windows_path))
    try:
        hive = one.hive(path)
        yield from (Gap(at, Reason.CORRUPT, _defect(defect, want), defect) for defect in hive.defects)
        yield from read(hive)
    except BadEvidence as bad:
        yield Gap(at, bad.reason, want, bad.detail)


def _defect(defect: str, want: str) -> str:
    """A hive without its last few changes is still a hive; a hive that is cut off is not."""
    return "registry-log" if "log" in defect else want


def _registry(one: Installation, origin: Origin) -> Iterator[Seen]:
    launches = Launches(one, origin)
    software = partial(registry, root=r"HKLM\SOFTWARE", prefix="", launches=launches, origin=origin)
    yield from _hive(one, machine.SOFTWARE, origin, "registry-value", software)
    for sid, path in _SERVICE_HIVES.items():
        if one.entry(path):
            account = partial(registry, root=rf"HKU\{sid}", prefix="Software\\", launches=launches, origin=origin)
            yield from _hive(one, path, origin, "registry-value", account)


def _services(one: Installation, origin: Origin) -> Iterator[Seen]:
    launches = Launches(one, origin)
    yield from _hive(one, machine.SYSTEM, origin, "service", lambda hive: services(hive, launches, origin))


def _tasks(one: Installation, origin: Origin) -> Iterator[Seen]:
    yield from tasks(one, machine.opened(one, machine.SOFTWARE), Launches(one, origin), origin)


def _files(one: Installation, origin: Origin) -> Iterator[Seen]:
    yield from files.below(one, origin, "Windows", 0)
    if files.system_directory(one, origin) is None:
        at = origin.at(*origin.path, *one.way(one.windows_path("Windows/System32")))
        yield Gap(at, Reason.MISSING, "file", "no program in it")
    for folder in _SYSTEM_FOLDERS:
        yield from files.below(one, origin, folder, 2)
    for folder in _ACCOUNT_FOLDERS:
        if one.entry(folder):
            yield from files.below(one, origin, folder, 2)


def _user_registry(one: Installation, user: Profile, origin: Origin) -> Iterator[Seen]:
    want = "registry-value" if user.listed or one.entry(user.hive_file) else "unlisted-profile"
    launches = Launches(one, origin, user.path, user.name)
    read = partial(registry, root=user.hive, prefix="Software\\", launches=launches, origin=origin)
    yield from _hive(one, user.hive_file, origin, want, read)


def _user_files(one: Installation, user: Profile, origin: Origin) -> Iterator[Seen]:
    if one.entry(user.path) is None:
        yield Gap(origin.at(*origin.path, *one.way(user.path)), Reason.MISSING, "file")
        return
    old, new = rf"{user.path}\Local Settings\Application Data", rf"{user.path}\AppData\Local"
    folder = old if one.entry(old) else new
    found = one.entry(folder)
    is_there = found is not None and found.is_folder and not found.special
    if not is_there and (user.listed or one.entry(user.hive_file)):
        yield Gap(origin.at(*origin.path, *one.way(folder)), Reason.MISSING, "file", "every profile has this folder")
    yield from files.below(one, origin, folder, 2)


_MACHINE: dict[str, Callable[[Installation, Origin], Iterator[Seen]]] = {
    "registry": _registry,
    "services": _services,
    "tasks": _tasks,
    "files": _files,
}
_USER: dict[str, Callable[[Installation, Profile, Origin], Iterator[Seen]]] = {"registry": _user_registry, "files": _user_files}


def fingerprint(one: Installation, users: Sequence[Profile]) -> str:
    """A digest of the machine's hives and of the listing of the users' program folders: what tells two states apart."""
    content = hashlib.sha256()
    for path in (machine.SYSTEM, machine.SOFTWARE, *(user.hive_file for user in users)):
        _feed(content.update, one, path)
    for user in users:
        try:
            listed = [(e.name, e.size, e.modified) for e in one.list(rf"{user.path}\AppData\Local")]
        except BadEvidence:
            listed = []
        content.update(repr(listed).encode("utf-8", "surrogatepass"))
    return content.hexdigest()


def _feed(update: Callable[[bytes], None], one: Installation, path: str) -> None:
    try:
        with one.open(path) as opened:
            while chunk := opened.read(_CHUNK):
                update(chunk)
    except (BadEvidence, OSError):
        update(b"unread")


def written(one: Installation, users: Sequence[Profile]) -> str:
    """When the machine last wrote one of its hives (their base block, at 12): the moment that the evidence shows."""
    times = [_written(one, path) for path in (machine.SYSTEM, machine.SOFTWARE, *(user.hive_file for user in users))]
    return max((to_iso(time) or "" for time in times if time), default="")


def _written(one: Installation, path: str) -> int:
    try:
        with one.open(path) as opened:
            base = opened.read(20)
    except (BadEvidence, OSError):
        return 0
    return int(struct.unpack_from("<Q", base, 12)[0]) if base[:4] == b"regf" and len(base) == 20 else 0
