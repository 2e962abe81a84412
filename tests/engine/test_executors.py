"""Losing a worker loses one task and no other."""

from support import tasks

from mimawari.engine import Inline, Limits, Pool
from mimawari.engine.executors import Lost
from mimawari.model import Reason


def test_a_bad_task_is_lost_by_itself_and_named() -> None:
    with Pool(2, Limits(seconds=3, memory=4 << 30)) as pool:
        for number in range(20):
            pool.submit(number, tasks.fine, number)
        for name in ("killed", "slow", "greedy", "broken"):
            pool.submit(name, getattr(tasks, name), 1)
        results = dict(pool.results())
    lost = {name: results.pop(name) for name in ("killed", "slow", "greedy", "broken")}
    assert results == {number: number * 2 for number in range(20)}
    assert all(isinstance(loss, Lost) for loss in lost.values())
    assert {name: loss.reason for name, loss in lost.items()} == {
        "killed": Reason.FAILED,
        "slow": Reason.TIMED_OUT,
        "greedy": Reason.TOO_LARGE,
        "broken": Reason.FAILED,
    }


def test_inline_takes_what_is_submitted_meanwhile() -> None:
    inline = Inline()
    inline.submit(1, tasks.fine, 1)
    seen = []
    for tag, result in inline.results():
        seen.append((tag, result))
        if tag < 3:
            inline.submit(tag + 1, tasks.fine, tag + 1)
    assert seen == [(1, 2), (2, 4), (3, 6)]
