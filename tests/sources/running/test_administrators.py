"""The group of administrators of a running Windows: what its API gives, and what it refuses, decoded through a double of it.

The double fills memory as Microsoft documents the API: ``LOCALGROUP_MEMBERS_INFO_2`` (SID, SID_NAME_USE, name), and SIDs as
[MS-DTYP] 2.4.2.2 has them.
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
from mimawari.sources.windows.accounts import Kind, Member

HOME = "S-1-5-21-1-2-3"
USER, GROUP, ALIAS, WELL_KNOWN, DELETED, UNKNOWN = 1, 2, 4, 5, 6, 8
Info = tuple[str, int, str | None]


@dataclass
class Api:
    """The functions of Windows that are called. ``name`` is what the group is called; ``given`` are its members."""

    name: str = "Administratoren"
    given: tuple[Info, ...] = ()
    status: int = 0
    more: int = 0
    looked_up: int = 1
    asked: list[object] = field(default_factory=list)
    freed: list[int | None] = field(default_factory=list)
    _kept: list[object] = field(default_factory=list)

    def function(self, library: str, called: str, result: Any, *arguments: Any) -> Callable[..., int]:
        found: Callable[..., int] = getattr(self, called)
        return found

    def LookupAccountSidW(self, server: None, sid: Any, name: Any, size: Any, domain: Any, other: Any, use: Any) -> int:
        self.asked.append(bytes(sid))
        if self.looked_up:
            name.value, use._obj.value = self.name, ALIAS
        return self.looked_up

    def NetLocalGroupGetMembers(
        self, server: None, group: str, level: int, lent: Any, most: int, read: Any, total: Any, resume: None
    ) -> int:
        self.asked.append((group, level))
        if self.status:
            return self.status
        sids = [ctypes.create_string_buffer(sid_bytes(sid)) for sid, _, _ in self.given]
        infos = (asking.MemberInfo * len(self.given))()
        for info, sid, (_, use, name) in zip(infos, sids, self.given, strict=True):
            info.sid, info.use, info.name = ctypes.addressof(sid), use, name
        self._kept += [sids, infos]
        if self.given:
            lent._obj.value = ctypes.addressof(infos)
        read._obj.value, total._obj.value = len(self.given), len(self.given) + self.more
        return 0

    def NetApiBufferFree(self, lent: Any) -> int:
        self.freed.append(lent.value)
        return 0


def told(api: Api, monkeypatch: pytest.MonkeyPatch) -> tuple[Member, ...]:
    monkeypatch.setattr(asking, "function", api.function)
    monkeypatch.setattr("mimawari.sources.running.api.last_error", lambda: 5)
    return asking.administrators()


def test_members_come_with_their_kind_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api(given=(
        (f"{HOME}-500", USER, r"KEIRI-1\Administrator"), ("S-1-5-21-7-8-4294967295-512", GROUP, r"CORP\Domain Admins"),
        (f"{HOME}-1004", DELETED, None), ("S-1-12-1-1-2-3-4", UNKNOWN, ""), ("S-1-5-4", WELL_KNOWN, r"NT AUTHORITY\INTERACTIVE"),
    ))  # fmt: skip
    assert told(api, monkeypatch) == (
        Member(f"{HOME}-500", r"KEIRI-1\Administrator", Kind.PERSON),
        Member("S-1-5-21-7-8-4294967295-512", r"CORP\Domain Admins", Kind.GROUP),
        Member(f"{HOME}-1004", "", Kind.UNKNOWN),
        Member("S-1-12-1-1-2-3-4", "", Kind.UNKNOWN),
        Member("S-1-5-4", r"NT AUTHORITY\INTERACTIVE", Kind.GROUP),
    )
    assert len(api.freed) == 1
    assert api.freed[0]


def test_the_group_is_found_by_its_sid_and_asked_for_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """S-1-5-32-544 in bytes, and level 2, at which Windows names the kind of a member."""
    api = Api(name="管理者たち", given=((f"{HOME}-500", USER, "x"),))
    told(api, monkeypatch)
    assert api.asked == [bytes.fromhex("01020000000000052000000020020000"), ("管理者たち", 2)]


@pytest.mark.parametrize(
    ("api", "reason", "detail"),
    [
        (Api(looked_up=0), Reason.DENIED, "list of administrators: Windows error 5"),
        (Api(status=5), Reason.DENIED, "list of administrators: Windows error 5"),
        (Api(status=2220), Reason.FAILED, "list of administrators: Windows error 2220"),
        (Api(), Reason.FAILED, "list of administrators: it is empty"),
        (Api(given=((f"{HOME}-500", USER, "x"),), more=1), Reason.FAILED, "list of administrators: it is not whole"),
        (Api(given=((f"{HOME}-500", USER, "x"),), more=10_000), Reason.TOO_LARGE, "list of administrators: more than 10000"),
    ],
)
def test_what_is_refused_is_no_empty_group(api: Api, reason: Reason, detail: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """2220 is NERR_GroupNotFound. An empty answer is what Wine gives; the group of a Windows has its administrator at least."""
    with pytest.raises(BadEvidence) as refused:
        told(api, monkeypatch)
    assert (refused.value.reason, refused.value.detail) == (reason, detail)
    assert all(api.freed)


def test_a_member_without_a_sid_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Api):
        def NetLocalGroupGetMembers(self, *arguments: Any) -> int:
            status = super().NetLocalGroupGetMembers(*arguments)
            self._kept[-1][0].sid = None  # type: ignore[index]
            return status

    with pytest.raises(BadEvidence) as refused:
        told(Broken(given=((f"{HOME}-500", USER, "x"),)), monkeypatch)
    assert refused.value.reason is Reason.CORRUPT
