"""The group of administrators of a running Windows: what its API gives, and what it refuses, decoded through a double of it.

The double fills memory as Microsoft documents the API: ``LOCALGROUP_MEMBERS_INFO_0`` (a SID), ``TOKEN_USER`` and ``TOKEN_GROUPS``
(a count, then SIDs with attributes); and SIDs as [MS-DTYP] 2.4.2.2 has them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from support.sam import sid_bytes

from mimawari.model import BadEvidence, Reason
from mimawari.sources.running import administrators as asking

HOME = "S-1-5-21-1-2-3"
DOMAIN = "S-1-5-21-7-8-4294967295"
GROUP = "S-1-5-32-544"
POINTER = ctypes.sizeof(ctypes.c_void_p)


@dataclass
class Api:
    """The functions of Windows that are called. ``name`` is what the group is called; ``given`` are its members, ``groups`` those
    of the user ``whose``."""

    name: str = "Administratoren"
    given: tuple[str, ...] = ()
    status: int = 0
    more: int = 0
    looked_up: int = 1
    whose: str = f"{DOMAIN}-1105"
    groups: tuple[str, ...] = ()
    count: int | None = None
    token: int = 1
    asked: list[object] = field(default_factory=list)
    freed: list[int | None] = field(default_factory=list)
    closed: list[object] = field(default_factory=list)
    _kept: list[object] = field(default_factory=list)

    def function(self, library: str, called: str, result: Any, *arguments: Any) -> Callable[..., int]:
        found: Callable[..., int] = getattr(self, called)
        return found

    def LookupAccountSidW(self, server: None, sid: Any, name: Any, size: Any, domain: Any, other: Any, use: Any) -> int:
        self.asked.append(bytes(sid))
        if self.looked_up:
            name.value = self.name
        return self.looked_up

    def NetLocalGroupGetMembers(
        self, server: None, group: str, level: int, lent: Any, most: int, read: Any, total: Any, resume: None
    ) -> int:
        self.asked.append((group, level))
        if self.status:
            return self.status
        infos = (ctypes.c_void_p * len(self.given))(*(self._lend(sid) for sid in self.given))
        self._kept.append(infos)
        if self.given:
            lent._obj.value = ctypes.addressof(infos)
        read._obj.value, total._obj.value = len(self.given), len(self.given) + self.more
        return 0

    def _lend(self, sid: str) -> int | None:
        """The address of a SID; none for an empty one."""
        memory = ctypes.create_string_buffer(sid_bytes(sid)) if sid else None
        self._kept.append(memory)
        return ctypes.addressof(memory) if memory else None

    def NetApiBufferFree(self, lent: Any) -> int:
        self.freed.append(lent.value)
        return 0

    def GetCurrentProcess(self) -> int:
        return -1

    def OpenProcessToken(self, process: int, access: int, token: Any) -> int:
        assert access == 0x8, "it is only asked"
        token._obj.value = 77
        return self.token

    def GetTokenInformation(self, token: Any, what: int, room: Any, size: int, needed: Any) -> int:
        """1 is TokenUser, 2 TokenGroups ("TOKEN_INFORMATION_CLASS")."""
        every = (self.whose,) if what == 1 else self.groups
        head = b"" if what == 1 else (len(every) if self.count is None else self.count).to_bytes(POINTER, "little")
        pairs = b"".join((self._lend(sid) or 0).to_bytes(POINTER, "little") + (0x10).to_bytes(POINTER, "little") for sid in every)
        data = (head + pairs).ljust(len(head) + 2 * POINTER, b"\0")
        needed._obj.value = len(data)
        if room is None or size < len(data):
            return 0
        ctypes.memmove(room, data, len(data))
        return 1


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Api], Api]:
    def put(api: Api) -> Api:
        monkeypatch.setattr(asking, "function", api.function)
        monkeypatch.setattr(asking, "close", api.closed.append)
        monkeypatch.setattr("mimawari.sources.running.api.last_error", lambda: 5)
        return api

    return put


Use = Callable[[Api], Api]


def test_members_are_told_by_their_sid_alone(use: Use) -> None:
    """Level 0: for names Windows would ask the domain, and nothing here contacts anybody."""
    members = (f"{HOME}-500", f"{DOMAIN}-512", f"{HOME}-1004", "S-1-12-1-1-2-3-4", "S-1-5-4")
    api = use(Api(given=members))
    assert asking.administrators() == members
    assert len(api.freed) == 1
    assert api.freed[0]


def test_the_group_is_found_by_its_sid_and_asked_for_by_its_own_name(use: Use) -> None:
    """S-1-5-32-544 in bytes."""
    api = use(Api(name="管理者たち", given=(f"{HOME}-500",)))
    asking.administrators()
    assert api.asked == [bytes.fromhex("01020000000000052000000020020000"), ("管理者たち", 0)]


@pytest.mark.parametrize(
    ("api", "reason", "detail"),
    [
        (Api(looked_up=0), Reason.DENIED, "list of administrators: Windows error 5"),
        (Api(status=5), Reason.DENIED, "list of administrators: Windows error 5"),
        (Api(status=1376), Reason.FAILED, "list of administrators: Windows error 1376"),
        (Api(), Reason.FAILED, "list of administrators: it is empty"),
        (Api(given=(f"{HOME}-500",), more=1), Reason.FAILED, "list of administrators: it is not whole"),
        (Api(given=(f"{HOME}-500",), more=10_000), Reason.TOO_LARGE, "list of administrators: more than 10000"),
        (Api(given=("",)), Reason.CORRUPT, "list of administrators"),
    ],
)
def test_what_is_refused_is_no_empty_group(api: Api, reason: Reason, detail: str, use: Use) -> None:
    """1376 is ERROR_NO_SUCH_ALIAS. An empty answer is what Wine gives; the group of a Windows has its administrator at least."""
    use(api)
    with pytest.raises(BadEvidence) as refused:
        asking.administrators()
    assert (refused.value.reason, refused.value.detail) == (reason, detail)
    assert all(api.freed)


@pytest.mark.parametrize(
    ("groups", "is_one"), [((f"{DOMAIN}-513", GROUP), True), ((f"{DOMAIN}-513", "S-1-5-32-545"), False), ((), False)]
)
def test_the_user_who_looks_is_known_by_the_own_token(groups: tuple[str, ...], is_one: bool, use: Use) -> None:
    """Also a group that is there for refusals only (0x10), as it is before User Account Control has asked."""
    api = use(Api(groups=groups))
    assert asking.who_looks(GROUP) == (f"{DOMAIN}-1105", is_one)
    assert len(api.closed) == 1


@pytest.mark.parametrize(
    ("api", "reason"),
    [
        (Api(token=0), Reason.DENIED),
        (Api(groups=(GROUP,), count=2), Reason.CORRUPT),
        (Api(groups=(GROUP,), count=0xFFFFFFFF), Reason.CORRUPT),
        (Api(groups=("",)), Reason.CORRUPT),
    ],
)
def test_a_token_that_tells_nothing_is_refused(api: Api, reason: Reason, use: Use) -> None:
    use(api)
    with pytest.raises(BadEvidence) as refused:
        asking.who_looks(GROUP)
    assert refused.value.reason is reason
    assert len(api.closed) == (1 if api.token else 0)
