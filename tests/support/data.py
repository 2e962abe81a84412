"""The public test data beside the repository. Where it is missing, tests that need it are skipped by name; in CI they fail."""

import csv
import os
from functools import cache
from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "shared" / "data"


def lacking(component: str) -> None:
    """Leave the test for want of *component*; in CI, where nothing may be wanting, that is a failure."""
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(f"missing: {component}")
    pytest.skip(f"missing: {component}")


@cache
def index() -> tuple[dict[str, str], ...]:
    """The rows of ``index.tsv``: file, label, family, kind, size, sha256, orig, repo, commit, path, note."""
    with (DATA / "index.tsv").open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def need_data(label: str, kind: str = "") -> list[Path]:
    """The files with *label* (and *kind*, where given), sorted; leaves the test where there is none."""
    if not (DATA / "index.tsv").is_file():
        lacking(f"test data {label}")
    rows = (row for row in index() if row["label"] == label and kind in ("", row["kind"]))
    found = sorted(path for path in (DATA / row["file"] for row in rows) if path.is_file())
    if not found:
        lacking(f"test data {label}")
    return found


def need_row(path: Path) -> dict[str, str]:
    """The row of ``index.tsv`` for a file that :func:`need_data` gave."""
    name = path.relative_to(DATA).as_posix()
    return next(row for row in index() if row["file"] == name)
