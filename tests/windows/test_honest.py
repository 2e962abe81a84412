"""Honest programs that look like Emotet, hundreds on one running PC: nothing comes above a hint, live or in its copy."""

from pathlib import Path
from random import Random

import pytest
from support.draws import USERS
from support.evidence import check as check_copy
from support.later_near_misses import LATER_HONEST
from support.pc import Pc
from support.planting import plant
from support.wine_host import Running, check, hosted

from mimawari import app
from mimawari.model import Level, Strength

DRAWS = 200
KINDS = ("onedrive", "teams", "squirrel", "tray", "add-in", "updater")
AT_WORK = 12


def crowded(kind: str) -> tuple[Pc, list[Running]]:
    """A PC with every draw of a near miss."""
    pc, running = Pc(users=USERS), []
    for seed in range(DRAWS):
        running += plant(pc, LATER_HONEST[kind](Random(f"{kind} {seed}")).given)
    return pc, running


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_of_a_kind_are_no_sign(kind: str, tmp_path: Path) -> None:
    pc, running = crowded(kind)
    copy = check_copy(pc.write(tmp_path))
    assert app.level_of(copy) is Level.NO_SIGN, [f.sentence.en for f in copy.findings if f.strength > Strength.HINT]
    with hosted(pc, running=_programs(running)) as host:
        status, report, _ = check(host, "--jobs", "0")
    told = [finding["words"]["en"] for finding in report["findings"] if finding["strength"] != "hint"]
    assert (status, told) == (0, []), report["verdict"]
    (source,) = report["sources"]
    assert source["looked_at"]["process"] > len(_programs(running))
    assert source["looked_at"]["file"] > copy.looked_at["file"] > 30


def _programs(running: list[Running]) -> list[Running]:
    """Some of what runs, each program once."""
    first = {one.image.lower(): one for one in running}
    return sorted(first.values(), key=lambda one: one.image)[:AT_WORK]
