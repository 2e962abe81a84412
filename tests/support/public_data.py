"""The public test data beside the repository. Where it is not, tests that need it are skipped by name; in CI they fail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def labelled(label: str) -> dict[str, Path]:
    """The files of a label by ``origin/name`` as their repository calls them (``regipy/SAM``)."""
    index = DATA / "index.tsv"
    if not index.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail("../shared/data is missing")
        pytest.skip("../shared/data is missing")
    rows = [line.split("\t") for line in index.read_text("utf-8").splitlines()[1:]]
    found: dict[str, Path] = {}
    for row in rows:
        if row[1] == label:
            name = f"{row[2]}/{row[6]}"
            found[f"{name} ({row[5][:8]})" if name in found else name] = DATA / row[0]
    assert found, label
    return found
