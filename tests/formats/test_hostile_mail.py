"""Hostile mails, each by itself in a folder, through the whole program: what they cost, and what is told of what was left out."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from support import hostile_contents, hostile_structures

CASES = hostile_contents.CASES | hostile_structures.CASES
MEMORY, SECONDS = 400, 20.0
"""MiB of the process, and seconds of CPU, which are some for each case on a quiet machine."""

_MEASURE = r"""
import json, re, sys, time
from pathlib import Path
from mimawari import app
status = Path("/proc/self/status")
for folder in sorted(Path(sys.argv[1]).iterdir()):
    Path("/proc/self/clear_refs").write_text("5")
    start = time.process_time()
    told = []
    sources = list(app.check([app.evidence(str(folder))], app.Settings(reraise=True), jobs=0, told=told.append))
    gaps = [gap for source in sources for part in source.parts for gap in part.gaps]
    print(json.dumps({
        "case": folder.name, "seconds": time.process_time() - start, "items": len(told), "kinds": [one.kind for one in sources],
        "peak": int(re.search(r"VmHWM:\s*([0-9]+)", status.read_text())[1]) // 1024,
        "gaps": [[str(gap.reason), gap.wanted, gap.detail] for gap in gaps],
        "findings": sorted({one.kind for source in sources for part in source.parts for one in part.findings}),
    }), flush=True)
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All cases, one after the other in one process; its peak of memory is set back before each."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, case in CASES.items():
        (folder / name).mkdir()
        with (folder / name / "a.eml").open("wb") as file:
            file.writelines(case.pieces())
    done = subprocess.run([sys.executable, "-c", _MEASURE, folder], capture_output=True, text=True, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(CASES), done.stderr[-3000:]
    return {one["case"]: one for one in told}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the peak of memory")
@pytest.mark.parametrize("name", sorted(CASES))
def test_a_hostile_mail_costs_little_and_what_is_left_out_is_told(measured: dict[str, Any], name: str) -> None:
    found, case = measured[name], CASES[name]
    assert found["seconds"] < SECONDS
    assert found["peak"] <= MEMORY
    details = {detail for _, _, detail in found["gaps"]}
    assert case.gaps <= details
    assert all(any(detail.startswith(known) for known in case.gaps | case.may) for detail in details)
    assert found["findings"] == []
    assert found["items"] == 1
