r"""Who is an administrator of the machine: from the accounts' own hive (SAM), or as a running Windows tells.

In the hive the members of a local group stand in the value ``C`` of ``SAM\Domains\Builtin\Aliases\<RID>``: at 40 the offset of
their SIDs (from 52), at 44 the size of these in bytes, at 48 their number. 0x220 is the group of administrators. Source:
winreg-kb, "Security Accounts Manager keys, Domains". A running Windows keeps that hive to itself and is asked instead.

Groups of a domain or of a cloud directory may be members. Who is in them is not on this machine: each is a gap that names it, and
an account that is not of this machine may be an administrator by it (``group``). Which accounts are of this machine is told by its
own administrator (RID 500), whom Windows never lets go out of the group.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence

from mimawari.model import BadEvidence, Reason, Setting
from mimawari.sources.windows import machine
from mimawari.sources.windows.accounts import Kind, Member, sid_at
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.protections.reading import Reading

GROUP_SID = "S-1-5-32-544"
"""The group of administrators, whatever the language calls it."""
_GROUP = r"SAM\Domains\Builtin\Aliases\00000220"
_HEAD = 52
_MOST = 10_000
_OWN_ADMINISTRATOR = "-500"
_EVERYBODY = frozenset({"S-1-1-0", "S-1-5-4", "S-1-5-11"})
"""Everyone, who is signed in here, who is signed in: [MS-DTYP] 2.4.2.4."""
_OF_A_DIRECTORY = ("S-1-5-21-", "S-1-12-1-")
_LIST = "list of administrators"


def administrators(reading: Reading, users: Sequence[Profile]) -> Iterator[Setting]:
    """For each user of whom the SID is known whether that is an administrator (``yes``, ``no``; ``group``: perhaps by a group)."""
    name, running = machine.NAMES[machine.SAM], reading.one.running
    place = GROUP_SID if running else f"{name}\\{_GROUP}"
    if running is None and reading.opened(machine.SAM, name) is None:
        return
    try:
        members = tuple(running.administrators() if running else _members(reading, name))
    except (BadEvidence, struct.error, ValueError) as error:
        bad = error if isinstance(error, BadEvidence) else BadEvidence(Reason.CORRUPT, _LIST)
        reading.refuse((place,), bad.reason, bad.detail)
        return
    for user in users:
        if user.sid:
            yield reading.told("administrator", _said(user.sid, members, users), (place,), user.name)
        else:
            reading.refuse((user.path,), Reason.MISSING, "whose profile this is")
    for one in _closed(members, users):
        reading.refuse((place, one.name or one.sid), Reason.MISSING, "an account of a domain that may hold others")


def _said(sid: str, members: Sequence[Member], users: Sequence[Profile]) -> str:
    named = {one.sid.upper() for one in members}
    if sid.upper() in named or named & _EVERYBODY:
        return "yes"
    is_of_directory = sid.upper().startswith(_OF_A_DIRECTORY)
    return "group" if is_of_directory and not _is_own(sid, members) and _closed(members, users) else "no"


def _is_own(sid: str, members: Collection[Member]) -> bool:
    """Whether an account is one of this machine's own."""
    homes = {_home(one.sid) for one in members if one.sid.startswith("S-1-5-21-") and one.sid.endswith(_OWN_ADMINISTRATOR)}
    return len(homes) == 1 and _home(sid) in homes


def _home(sid: str) -> str:
    return sid.upper().rpartition("-")[0]


def _closed(members: Sequence[Member], users: Sequence[Profile]) -> list[Member]:
    """Members that are, or may be, groups which another machine keeps."""
    persons = {user.sid.upper() for user in users}
    return [one for one in members if _may_hold(one, persons) and (one.kind is Kind.GROUP or not _is_own(one.sid, members))]


def _may_hold(one: Member, persons: Collection[str]) -> bool:
    is_somebody = one.kind is Kind.PERSON or one.sid.upper() in persons or one.sid.endswith(_OWN_ADMINISTRATOR)
    return one.sid.upper().startswith(_OF_A_DIRECTORY) and not is_somebody


def _members(reading: Reading, name: str) -> Iterator[Member]:
    """The members that the hive names: SIDs one behind the other."""
    key = reading.key(name, _GROUP)
    value = key.value("C") if key else None
    if value is None or not isinstance(value.data, bytes):
        raise BadEvidence(Reason.MISSING, _LIST)
    offset, size, count = struct.unpack_from("<III", value.data, 40)
    start = _HEAD + offset
    if count > _MOST or start + size > len(value.data):
        raise BadEvidence(Reason.CORRUPT, _LIST)
    data, at = value.data[start : start + size], 0
    for _ in range(count):
        sid, at = sid_at(data, at)
        yield Member(sid)
