"""What is wrong with the PC itself: its clock, its disk, a kill in the middle. There is always knowledge in force, old or new."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.update_world import AGENT, FIRST, SECOND, Pc, Publisher, Server, refused

from mimawari import updates
from mimawari.updates import Kind, fetching
from mimawari.updates.client import Wish, update


class TestThisPc:
    def test_its_clock_was_set_back(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        """A dead battery: everything that ever expired would be valid again."""
        publisher.release(SECOND)
        fetcher = fetching.Server(AGENT)
        wish = Wish(server.address, server.address)
        with pytest.raises(updates.Trouble) as caught:
            update(pc.store, wish, fetcher, datetime(2018, 1, 1, tzinfo=UTC))
        assert caught.value.kind is Kind.EXPIRED
        assert server.asked == []
        assert pc.version == FIRST
        update(pc.store, wish, fetcher, datetime.now(UTC) - timedelta(days=1))
        assert pc.version == SECOND

    @pytest.mark.parametrize("call", ["fsync", "mkdir", "rename", "replace"])
    def test_the_disk_is_full_at_any_step(
        self, call: str, pc: Pc, server: Server, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The same update, with every later step failing."""
        publisher.release(SECOND)
        for number in range(240):
            with monkeypatch.context() as patch:
                steps = failing(patch, call, number)
                try:
                    pc.update(server.address)
                except updates.Trouble as trouble:
                    assert trouble.kind is Kind.UNKEPT
                    assert "full" in trouble.words.en
            if steps() <= number:
                break
            assert pc.version in (FIRST, SECOND)
            assert not updates.in_force([pc.store]).complaints
        else:
            pytest.fail("it never got through")
        assert pc.version == SECOND

    @pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk")
    def test_the_disk_is_really_full(self, server: Server, publisher: Publisher, tmp_path: Path) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", disk], check=False, capture_output=True).returncode:
            pytest.skip("only where a tmpfs can be mounted")
        try:
            pc = Pc(updates.Store(disk / "pc" / "knowledge"))
            pc.update(server.address, publisher.root)
            room = os.statvfs(disk)
            (disk / "fill").write_bytes(bytes(room.f_bavail * room.f_frsize - (64 << 10)))
            publisher.release(SECOND)
            assert refused(pc, server.address, Kind.UNKEPT).words.en == "the disk is full."
            (disk / "fill").unlink()
            pc.update(server.address)
            assert pc.version == SECOND
        finally:
            subprocess.run(["umount", disk], check=True)

    def test_another_update_is_under_way(self, pc: Pc, server: Server) -> None:
        with pc.store.locked():
            refused(pc, server.address, Kind.UNKEPT)


def failing(patch: pytest.MonkeyPatch, call: str, number: int) -> Callable[[], int]:
    """Let the call of that number, and each after it, find no room; gives how many calls there were."""
    real, count = getattr(os, call), 0

    def full(*given: object, **more: object) -> object:
        nonlocal count
        count += 1
        if count > number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*given, **more)

    patch.setattr(os, call, full)
    return lambda: count


KILLED = """
import os, sys
from pathlib import Path
from mimawari import updates
call, number, store, place = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
real, count = getattr(os, call), 0
def killing(*given, **more):
    global count
    count += 1
    if count > number:
        os.kill(os.getpid(), 9)
    return real(*given, **more)
setattr(os, call, killing)
updates.bring(updates.Store(Path(store)), updates.Request(place), "test", print)
print("through")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="only where there is kill -9")
@pytest.mark.parametrize("call", ["replace", "rename", "fsync"])
def test_a_kill_at_any_step_leaves_one_or_the_other(call: str, pc: Pc, publisher: Publisher) -> None:
    """Before each step that changes names, or has content on the disk."""
    publisher.release(SECOND)
    for number in _steps():
        command = [sys.executable, "-c", KILLED, call, str(number), str(pc.store.folder), str(publisher.repository.folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        assert pc.version in (FIRST, SECOND)
        assert not updates.in_force([pc.store]).complaints
        if done.returncode == 0:
            break
    else:
        pytest.fail("it never got through")
    assert number > 0
    assert pc.version == SECOND


def _steps() -> Iterator[int]:
    """The first few one by one, then in strides: most of the steps write one file of many."""
    yield from range(4)
    yield from range(4, 600, 15)
