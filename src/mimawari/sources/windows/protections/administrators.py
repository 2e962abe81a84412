r"""Who is an administrator of the machine, from the accounts' own hive (SAM).

The members of a local group stand in the value ``C`` of ``SAM\Domains\Builtin\Aliases\<RID>``: at 40 the offset of their SIDs (from
52), at 44 the size of these in bytes, at 48 their number. 0x220 is the group of administrators. Source: winreg-kb, "Security
Accounts Manager keys, Domains". Who is an administrator by a group of a domain is not in it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from mimawari.model import BadEvidence, Reason, Setting
from mimawari.sources.windows import machine
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.protections.reading import Reading

_GROUP = r"SAM\Domains\Builtin\Aliases\00000220"
_HEAD = 52
_MOST = 10_000


def administrators(reading: Reading, users: Sequence[Profile]) -> Iterator[Setting]:
    """For each user of whom the SID is known whether that is an administrator (``yes``, ``no``)."""
    name = machine.NAMES[machine.SAM]
    if reading.one.running:
        reading.refuse((name,), Reason.DENIED, "a running Windows keeps its accounts to itself")
        return
    if reading.opened(machine.SAM, name) is None:
        return
    try:
        members = _members(reading, name)
    except (BadEvidence, struct.error, ValueError) as error:
        bad = error if isinstance(error, BadEvidence) else BadEvidence(Reason.CORRUPT, "list of administrators")
        reading.refuse((f"{name}\\{_GROUP}",), bad.reason, bad.detail)
        return
    for user in users:
        if user.sid:
            yield reading.told("administrator", "yes" if user.sid.upper() in members else "no", (f"{name}\\{_GROUP}",), user.name)
        else:
            reading.refuse((user.path,), Reason.MISSING, "whose profile this is")


def _members(reading: Reading, name: str) -> frozenset[str]:
    key = reading.key(name, _GROUP)
    value = key.value("C") if key else None
    if value is None or not isinstance(value.data, bytes):
        raise BadEvidence(Reason.MISSING, "list of administrators")
    offset, size, count = struct.unpack_from("<III", value.data, 40)
    start = _HEAD + offset
    if count > _MOST or start + size > len(value.data):
        raise BadEvidence(Reason.CORRUPT, "list of administrators")
    return frozenset(_sids(value.data[start : start + size], count))


def _sids(data: bytes, count: int) -> Iterator[str]:
    """SIDs one behind the other ([MS-DTYP] 2.4.2.2)."""
    at = 0
    for _ in range(count):
        revision, parts = struct.unpack_from("<BB", data, at)
        authority = int.from_bytes(data[at + 2 : at + 8], "big")
        numbers = struct.unpack_from(f"<{parts}I", data, at + 8)
        yield "-".join(map(str, ("S", revision, authority, *numbers)))
        at += 8 + 4 * parts
