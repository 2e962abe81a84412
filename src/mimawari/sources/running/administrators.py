"""Who is in the group of administrators of the running Windows, and whether the user who looks is.

The group is found by its SID, since each language has a name of its own for it. Its members come from
``NetLocalGroupGetMembers`` at level 0: SIDs alone (Microsoft, "NetLocalGroupGetMembers", "LOCALGROUP_MEMBERS_INFO_0"). The other
levels have names as well, for which Windows asks the domain; nothing here contacts anybody. The groups of the user who looks are in
the token of this process, those of a domain among them (Microsoft, "TOKEN_GROUPS"); a group that is there for refusals only is one
of an administrator who has not been asked yet (User Account Control).
"""

from __future__ import annotations

import ctypes
import struct
from ctypes import c_int, c_uint32, c_void_p, c_wchar_p

from mimawari.model import BadEvidence, Reason
from mimawari.sources.running.api import close, function, refused
from mimawari.sources.windows.accounts import sid_at

LIST = "list of administrators"
GROUPS = "groups of the user who looks"
_SID = struct.pack("<BB6sII", 1, 2, (5).to_bytes(6, "big"), 32, 544)
_NAMES = 1_024
_LEVEL, _ALL = 0, 0xFFFFFFFF
MOST = 10_000
"""Members, and groups, that are kept."""
_QUERY, _USER, _GROUPS = 0x8, 1, 2
"""TOKEN_QUERY; TokenUser and TokenGroups of TOKEN_INFORMATION_CLASS."""
_LARGEST = 1 << 20


class SidAndAttributes(ctypes.Structure):
    """SID_AND_ATTRIBUTES."""

    _fields_ = (("sid", c_void_p), ("attributes", c_uint32))


class TokenGroups(ctypes.Structure):
    """The head of TOKEN_GROUPS; what is counted follows from ``first`` on."""

    _fields_ = (("count", c_uint32), ("first", SidAndAttributes))


def administrators() -> tuple[str, ...]:
    """The members as SIDs, at least one. Raises ``BadEvidence`` where Windows does not tell them.

    Windows never leaves the group empty: an answer without members (Wine gives one) is none.
    """
    found = _members(_group_name())
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


def _members(group: str) -> tuple[str, ...]:
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
        every = (c_void_p * read.value).from_address(lent.value) if lent.value else ()
        return tuple(_sid(one, LIST) for one in every)
    finally:
        if lent.value:
            function("netapi32", "NetApiBufferFree", c_uint32, c_void_p)(lent)


def who_looks(group: str) -> tuple[str, bool]:
    """The SID of the user who runs this, and whether *group* is among that one's groups. Raises ``BadEvidence``."""
    token = c_void_p()
    this = function("kernel32", "GetCurrentProcess", c_void_p)()
    opened = function("advapi32", "OpenProcessToken", c_int, c_void_p, c_uint32, c_void_p)
    if not opened(this, _QUERY, ctypes.byref(token)):
        raise refused(GROUPS)
    try:
        user = _told(token, _USER, ctypes.sizeof(SidAndAttributes))
        groups = _told(token, _GROUPS, ctypes.sizeof(TokenGroups))
        whose = _sid(SidAndAttributes.from_buffer(user).sid, GROUPS)
        count = TokenGroups.from_buffer(groups).count
        at, size = TokenGroups.first.offset, ctypes.sizeof(SidAndAttributes)
        if count > MOST or at + count * size > len(groups):
            raise BadEvidence(Reason.CORRUPT, GROUPS)
        every = (SidAndAttributes * count).from_buffer(groups, at)
        return whose, group in {_sid(one.sid, GROUPS) for one in every}
    finally:
        close(token)


def _told(token: c_void_p, what: int, least: int) -> ctypes.Array[ctypes.c_char]:
    """What a token tells of itself. The SIDs that it points to lie in the same memory."""
    size = c_uint32()
    arguments = (c_void_p, c_int, c_void_p, c_uint32, c_void_p)
    tell = function("advapi32", "GetTokenInformation", c_int, *arguments)
    tell(token, what, None, 0, ctypes.byref(size))
    if not least <= size.value <= _LARGEST:
        raise BadEvidence(Reason.FAILED, GROUPS)
    room = ctypes.create_string_buffer(size.value)
    if not tell(token, what, room, size.value, ctypes.byref(size)):
        raise refused(GROUPS)
    return room


def _sid(at: int | None, what: str) -> str:
    """The SID at an address of memory that Windows filled."""
    if not at:
        raise BadEvidence(Reason.CORRUPT, what)
    parts = ctypes.string_at(at, 2)[1]
    return sid_at(ctypes.string_at(at, 8 + 4 * parts))[0]
