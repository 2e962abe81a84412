"""Files of this machine where there are no workers: what somebody cuts off meanwhile must not end the program."""

from pathlib import Path

import pytest
from support.rule_sets import ANYWHERE, MARK, blob, faults, fits, rules, written

from mimawari.signatures import yara
from mimawari.signatures.yara import scanning, streams
from mimawari.sources.single_file import Lying

TAIL = f"rule tail {{ condition: filesize == 40000 and uint8(39999) == {MARK[-1]} }}"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is large is what has more than some kilobytes; and whatever would map it fails."""
    monkeypatch.setattr(yara, "WHOLE", 4096)
    monkeypatch.setattr(streams, "WHOLE", 4096)
    monkeypatch.setattr(scanning.Scanning, "file", None)


def file(tmp_path: Path) -> Path:
    (tmp_path / "f").write_bytes(bytes(40_000 - len(MARK)) + MARK)
    return tmp_path / "f"


def test_a_large_file_is_read_as_a_whole(tmp_path: Path) -> None:
    found = list(rules(written(tmp_path / "s", ANYWHERE, TAIL)).matches(blob(Lying(file(tmp_path)))))
    assert (fits(found), faults(found)) == ([("marker", "", 40_000 - len(MARK)), ("tail", "", None)], [])


def test_one_that_is_too_large_for_that_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yara, "MOST_READ", 30_000)
    found = list(rules(written(tmp_path / "s", ANYWHERE)).matches(blob(Lying(file(tmp_path)))))
    assert (fits(found), faults(found)) == ([("marker", "", 40_000 - len(MARK))], [])
