r"""Who is an administrator of the machine: from the accounts' own hive (SAM), or as a running Windows tells.

In the hive the members of a local group stand in the value ``C`` of ``SAM\Domains\Builtin\Aliases\<RID>``: at 40 the offset of
their SIDs (from 52), at 44 the size of these in bytes, at 48 their number. 0x220 is the group of administrators. Source:
winreg-kb, "Security Accounts Manager keys, Domains". A running Windows keeps that hive to itself and is asked instead.

Groups of a domain or of a cloud directory may be members. Who is in them is not on this machine: each is a gap with its SID, and an
account that is not of this machine may be an administrator by it (``group``), but for the user who looks: of that one Windows knows
all groups. Names of such accounts are not looked up, since Windows would ask the domain. Which accounts are of this machine is told
by its own administrator (RID 500), whom Windows never lets go out of the group.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence

from mimawari.model import BadEvidence, Reason, Setting
from mimawari.sources.windows import machine
from mimawari.sources.windows.accounts import called, home, is_person, sid_at
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.protections.reading import Reading

GROUP_SID = "S-1-5-32-544"
"""The group of administrators, whatever the language calls it."""
OTHERS = "domain-group"
"""What a gap is of that is no setting: who is in a group of a domain."""
_GROUP = r"SAM\Domains\Builtin\Aliases\00000220"
_HEAD = 52
_MOST = 10_000
_SMALLEST_SID = 12
_OWN_ADMINISTRATOR = "-500"
_EVERYBODY = frozenset({"S-1-1-0", "S-1-5-4", "S-1-5-11"})
"""Everyone, who is signed in here, who is signed in: [MS-DTYP] 2.4.2.4."""
_OF_A_DOMAIN = "S-1-5-21-"
_OF_A_DIRECTORY = (_OF_A_DOMAIN, "S-1-12-1-")
_LIST = "list of administrators"


def administrators(reading: Reading, users: Sequence[Profile]) -> Iterator[Setting]:
    """For each user of whom the SID is known whether that is an administrator (``yes``, ``no``; ``group``: perhaps by a group)."""
    place = GROUP_SID if reading.one.running else f"{machine.NAMES[machine.SAM]}\\{_GROUP}"
    members, looks = _asked(reading, place), _who_looks(reading)
    persons = {user.sid.upper() for user in users}
    for user in users:
        sid = user.sid.upper()
        if value := _said(sid, members, persons, looks.get(sid)):
            yield reading.told("administrator", value, (place,), user.name)
        if not sid:
            reading.refuse((user.path,), Reason.MISSING, "whose profile this is")
    for one in _closed(members or (), persons):
        reading.refuse((place, called(one)), Reason.MISSING, "an account of a domain that may hold others", OTHERS)


def _asked(reading: Reading, place: str) -> tuple[str, ...] | None:
    """The members, as SIDs; None, and a gap, where they cannot be told."""
    running, name = reading.one.running, machine.NAMES[machine.SAM]
    if running is None and reading.opened(machine.SAM, name) is None:
        return None
    try:
        return tuple(sid.upper() for sid in (running.administrators() if running else _members(reading, name)))
    except (BadEvidence, struct.error, ValueError) as error:
        bad = error if isinstance(error, BadEvidence) else BadEvidence(Reason.CORRUPT, _LIST)
        reading.refuse((place,), bad.reason, bad.detail)
        return None


def _who_looks(reading: Reading) -> dict[str, bool]:
    """The user who looks, and whether the group is among that one's groups. Where it is not told, the list decides alone."""
    if reading.one.running is None:
        return {}
    try:
        sid, is_one = reading.one.running.who_looks(GROUP_SID)
    except BadEvidence:
        return {}
    return {sid.upper(): is_one}


def _said(sid: str, members: tuple[str, ...] | None, persons: Collection[str], looks: bool | None) -> str:
    """Empty where nothing is known. Who is named in the list is one at once, the token tells it only after signing in anew."""
    named = frozenset(members or ())
    if looks or sid in named or (sid and named & _EVERYBODY):
        return "yes"
    if looks is not None:
        return "no"
    if members is None or not sid:
        return ""
    is_elsewhere = sid.startswith(_OF_A_DIRECTORY) and not _is_own(sid, members)
    return "group" if is_elsewhere and _closed(members, persons) else "no"


def _is_own(sid: str, members: Collection[str]) -> bool:
    """Whether an account is one of this machine's own."""
    homes = {home(one) for one in members if one.startswith(_OF_A_DOMAIN) and one.endswith(_OWN_ADMINISTRATOR)}
    return len(homes) == 1 and home(sid) in homes


def _closed(members: Collection[str], persons: Collection[str]) -> list[str]:
    """Members that are, or may be, groups which another machine keeps."""
    elsewhere = [one for one in members if one.startswith(_OF_A_DIRECTORY) and not _is_own(one, members)]
    return [one for one in elsewhere if one not in persons and not (one.startswith(_OF_A_DOMAIN) and is_person(one))]


def _members(reading: Reading, name: str) -> Iterator[str]:
    """The members that the hive names: SIDs one behind the other. Windows never leaves the group empty."""
    key = reading.key(name, _GROUP)
    value = key.value("C") if key else None
    if value is None or not isinstance(value.data, bytes):
        raise BadEvidence(Reason.MISSING, _LIST)
    offset, size, count = struct.unpack_from("<III", value.data, 40)
    start = _HEAD + offset
    if count > _MOST or start + size > len(value.data):
        raise BadEvidence(Reason.CORRUPT, _LIST)
    if not count:
        raise BadEvidence(Reason.CORRUPT, f"{_LIST}: it is empty")
    data, at = value.data[start : start + size], 0
    for _ in range(count):
        sid, at = sid_at(data, at)
        yield sid
    if size - at >= _SMALLEST_SID:
        raise BadEvidence(Reason.CORRUPT, _LIST)
