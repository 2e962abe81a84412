"""The survey of a Windows, and its pieces of work. What every kind of source with a Windows in it shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from mimawari.model import Artifact, BadEvidence, Gap, Host, Looked, OpenedFile, Origin, Reason, digest
from mimawari.sources import Evidence, Piece, Seen, Survey
from mimawari.sources.windows import files, machine, pieces
from mimawari.sources.windows.autostarts import Launches, descriptions
from mimawari.sources.windows.installation import Installation, Installed, find
from mimawari.sources.windows.machine import Profile, Profiles
from mimawari.sources.windows.opened import KEPT
from mimawari.sources.windows.protections import PIECE as PROTECTIONS
from mimawari.sources.windows.protections import protections
from mimawari.sources.windows.registry import RegistryHive
from mimawari.sources.windows.serial import volume_serial
from mimawari.sources.windows.states import fingerprint, written
from mimawari.trees import Volumes

_PROFILES = 1_000


def survey(kind: str, evidence: Evidence, volumes: Volumes) -> Survey:
    """Whose machine it is, what its detectors may ask, and the pieces. Raises ``BadEvidence`` where there is no Windows."""
    every = installations(volumes)
    if not every:
        raise BadEvidence(Reason.MISSING, "no Windows folder")
    now = every[0]
    software, system, sam = (_noting(now, path) for path in (machine.SOFTWARE, machine.SYSTEM, machine.SAM))
    users = _users(now)
    name, sid, own = machine.computer_name(system), machine.machine_sid(sam, users), volume_serial(now, users)
    serial = own.number
    moment = volumes.moment if isinstance(volumes, Installed) else ""
    source = f"{name or 'unnamed'}-{digest(name, sid, serial, moment or fingerprint(now, users))}"
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
        machine=machine.known_as(name, machine.machine_guid(software) or sid or serial),
        seen_at=moment or written(now, users),
        context=tuple(_context(now, system, origin, host, users)),
        pieces=tuple(piece for found in every for piece in _pieces(found, users)),
        gaps=(
            *(_located(gap, origin) for gap in volumes.gaps),
            *_unknown(now, origin, serial),
            *_others(volumes, origin),
            *_refused((software, system), origin),
        ),
        looked=(Looked("volume", len(volumes.volumes)), *([Looked("volume-serial", 1)] if now.running and own.certain else [])),
    )


def _noting(now: Installation, path: str) -> machine.Noting | None:
    """A hive of the machine; a running Windows gives the accounts' own (SAM) to nobody, and is not asked for it."""
    hive = None if now.running and path == machine.SAM else machine.opened(now, path)
    return machine.Noting(hive) if hive else None


def _refused(hives: Iterable[machine.Noting | None], origin: Origin) -> Iterator[Gap]:
    """A gap for each key that would have told of the machine and may not be read."""
    for bad in (bad for hive in hives if hive for bad in hive.refused if bad.reason is Reason.DENIED):
        yield Gap(origin.at(*origin.path, bad.detail), bad.reason, "host", bad.detail)


def no_windows(kind: str, evidence: Evidence, volumes: Volumes) -> Survey:
    """The survey of something that could be opened and holds no Windows: all its gaps, and nothing to do."""
    source = digest(kind, evidence.locator, evidence.inside)
    origin = Origin(source, evidence.locator, (evidence.inside,) if evidence.inside else ())
    gaps = (*volumes.gaps, Gap(origin.at(), Reason.MISSING, "host", "no Windows folder"))
    return Survey(kind, source, gaps=tuple(_located(gap, origin) for gap in gaps), looked=(Looked("volume", len(volumes.volumes)),))


@lru_cache(maxsize=4)
def installations(volumes: Volumes) -> list[Installation]:
    """The Windows of today first, then its older states."""
    if isinstance(volumes, Installed):
        return list(volumes.windows)
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
    if isinstance(volumes, Installed):
        return
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


def _context(
    now: Installation, system: RegistryHive | None, origin: Origin, host: Host, users: Sequence[Profile]
) -> Iterator[Artifact]:
    yield host
    if system:
        yield descriptions(system, Launches(now, origin), origin)
    if found := files.system_directory(now, origin):
        yield found
    yield files.program_folders(now, origin, [user.path for user in users])


def _pieces(found: Installation, users: Sequence[Profile]) -> Iterator[Piece]:
    past = found.volume.past
    prefix = f"{found.volume.name}/" if past else ""
    machines = pieces.MACHINE | (pieces.RUNNING if found.running else {})
    work = [(key, want) for key, (want, _) in machines.items()]
    work += [(f"{key}/{user.path}", want) for key, (want, _) in pieces.USER.items() for user in users]
    work = [(key, want) for key, want in work if not (past and key.partition("/")[0] in pieces.OF_TODAY)]
    for key, want in work:
        piece = Piece(prefix + key, ("shadow-copy",) if past else (want,), past)
        yield replace(piece, keep=KEPT) if want == OpenedFile.kind() else piece


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
        _, look_at = pieces.USER[work]
        yield from look_at(one, next(profile for profile in users if profile.path == user), origin)
    elif work == PROTECTIONS:
        yield from protections(one, origin)
    else:
        _, look_over = (pieces.MACHINE | pieces.RUNNING)[work]
        yield from look_over(one, origin)


def _of_the_past(seen: Iterator[Seen]) -> Iterator[Seen]:
    """What an older state lacks is no hole in what is seen of today's."""
    return (replace(thing, wanted="shadow-copy") if isinstance(thing, Gap) else thing for thing in seen)
