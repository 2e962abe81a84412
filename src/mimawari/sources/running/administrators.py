"""Who is in the group of administrators of the running Windows.

The group is found by its SID, since each language has a name of its own for it. Its members come from
``NetLocalGroupGetMembers`` at level 2: SID, kind and name of each (Microsoft, "LOCALGROUP_MEMBERS_INFO_2", "SID_NAME_USE").
"""

from __future__ import annotations

import ctypes
import struct
from ctypes import c_int, c_uint32, c_void_p, c_wchar_p

from mimawari.model import BadEvidence, Reason
from mimawari.sources.running.api import function, refused
from mimawari.sources.windows.accounts import Kind, Member, sid_at

LIST = "list of administrators"
_SID = struct.pack("<BB6sII", 1, 2, (5).to_bytes(6, "big"), 32, 544)
_NAMES = 1_024
_LEVEL, _ALL = 2, 0xFFFFFFFF
MOST = 10_000
"""Members that are kept."""
_LONGEST = 512
_KINDS = {1: Kind.PERSON, 9: Kind.PERSON, 2: Kind.GROUP, 4: Kind.GROUP, 5: Kind.GROUP}
"""SID_NAME_USE: a user, a computer; a group, a local one, one that Windows makes up. Others (deleted, unknown) tell nothing."""


class MemberInfo(ctypes.Structure):
    """LOCALGROUP_MEMBERS_INFO_2."""

    _fields_ = (("sid", c_void_p), ("use", c_int), ("name", c_wchar_p))


def administrators() -> tuple[Member, ...]:
    """The members, at least one. Raises ``BadEvidence`` where Windows does not tell them.

    Windows never leaves the group empty: an answer without members (Wine gives one) is none.
    """
    found = _asked(_group_name())
    if not found:
        raise BadEvidence(Reason.FAILED, f"{LIST}: it is empty")
    return found


def _group_name() -> str:
    """What this Windows calls the group."""
    name, domain = ctypes.create_unicode_buffer(_NAMES), ctypes.create_unicode_buffer(_NAMES)
    sizes, use = (c_uint32(_NAMES), c_uint32(_NAMES)), c_int()
    arguments = (c_wchar_p, c_void_p, c_wchar_p, c_void_p, c_wchar_p, c_void_p, c_void_p)
    look_up = function("advapi32", "LookupAccountSidW", c_int, *arguments)
    sid = ctypes.create_string_buffer(_SID, len(_SID))
    if not look_up(None, sid, name, ctypes.byref(sizes[0]), domain, ctypes.byref(sizes[1]), ctypes.byref(use)):
        raise refused(LIST)
    return name.value


def _asked(group: str) -> tuple[Member, ...]:
    """The members of a local group; what Windows lent for them is given back."""
    lent, read, total = c_void_p(), c_uint32(), c_uint32()
    arguments = (c_wchar_p, c_wchar_p, c_uint32, c_void_p, c_uint32, c_void_p, c_void_p, c_void_p)
    members = function("netapi32", "NetLocalGroupGetMembers", c_uint32, *arguments)
    status = members(None, group, _LEVEL, ctypes.byref(lent), _ALL, ctypes.byref(read), ctypes.byref(total), None)
    try:
        if status != 0:
            raise refused(LIST, status)
        if max(read.value, total.value) > MOST:
            raise BadEvidence(Reason.TOO_LARGE, f"{LIST}: more than {MOST}")
        if total.value > read.value:
            raise BadEvidence(Reason.FAILED, f"{LIST}: it is not whole")
        return _decoded(lent, read.value)
    finally:
        if lent.value:
            function("netapi32", "NetApiBufferFree", c_uint32, c_void_p)(lent)


def _decoded(lent: c_void_p, count: int) -> tuple[Member, ...]:
    if not lent.value or not count:
        return ()
    every = (MemberInfo * count).from_address(lent.value)
    return tuple(_member(one) for one in every)


def _member(one: MemberInfo) -> Member:
    if not one.sid:
        raise BadEvidence(Reason.CORRUPT, LIST)
    parts = ctypes.string_at(one.sid, 2)[1]
    sid, _ = sid_at(ctypes.string_at(one.sid, 8 + 4 * parts))
    return Member(sid, (one.name or "")[:_LONGEST], _KINDS.get(one.use, Kind.UNKNOWN))
