"""Files of this machine where there are no workers: what somebody cuts off meanwhile must not end the program."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.rule_sets import ANYWHERE, MARK, blob, faults, fits, rules, written

from mimawari.signatures import yara
from mimawari.signatures.yara import scanning
from mimawari.sources.single_file import Lying

TAIL = f"rule tail {{ condition: filesize == 40000 and uint8(39999) == {MARK[-1]} }}"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is large is what has more than some kilobytes; and whatever would map it fails."""
    monkeypatch.setattr(yara, "WHOLE", 4096)
    monkeypatch.setattr(scanning, "WHOLE", 4096)
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


CUT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from support.rule_sets import rules, written, blob
from mimawari.signatures.yara import scanning
from mimawari.sources.single_file import Lying
path = Path(sys.argv[2])
made = rules(written(path / "s", 'rule r { strings: $a = "x" condition: $a }'))
(path / "f").write_bytes(bytes(40 << 20))
content = Lying(path / "f")

def seconds(size):
    with (path / "f").open("r+b") as file:
        file.truncate(10)
    return 60

scanning._seconds = seconds  # asked just before the rules are held against it
print(len(list(made.matches(blob(content)))))
"""


def test_a_file_that_is_cut_off_meanwhile_does_not_end_the_program(tmp_path: Path) -> None:
    words = [sys.executable, "-c", CUT, str(Path(__file__).parents[2]), str(tmp_path)]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "0\n"), ended.stderr
