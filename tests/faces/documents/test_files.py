"""Files are there as a whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support import dossiers

from mimawari.faces.documents import OtherCase, Unwritable, written
from mimawari.model import Situation


def test_the_folder_is_made_and_others_are_left(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    case = dossiers.dossier(Situation.EXPOSED)
    written(case, "ja", folder, pdf=False)
    (folder / "mine.txt").write_text("mine")
    (folder / "annex.html").write_text("old")
    paths = written(case, "ja", folder, pdf=False)
    assert paths == (folder / "management.html", folder / "annex.html")
    assert (folder / "annex.html").read_text() != "old"
    assert sorted(path.name for path in folder.iterdir()) == ["annex.html", "management.html", "mine.txt"]


def test_on_a_full_disk_nothing_is_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = dossiers.dossier(Situation.EXPOSED)
    written(case, "ja", tmp_path, pdf=False)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unwritable) as caught:
        written(case, "en", tmp_path, pdf=False)
    assert "ディスクの空き容量がありません" in caught.value.words.ja
    assert "No space left on device" in caught.value.words.en
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from mimawari.faces.documents import Unwritable, files
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    files.put(Path(sys.argv[1]), {"annex.html": b"x", "management.html": b"x" * 5000})
except Unwritable as error:
    print(error.words.en)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are of POSIX")
def test_where_writing_ends_in_the_middle_the_old_file_stays(tmp_path: Path) -> None:
    """The system takes 1,000 bytes of 5,000 and refuses the rest."""
    for name in ("annex.html", "management.html"):
        (tmp_path / name).write_bytes(b"old")
    told = subprocess.run([sys.executable, "-c", _LIMITED, str(tmp_path)], capture_output=True, check=True, timeout=60, text=True)
    assert "management.html could not be written (File too large)" in told.stdout
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"annex.html": b"old", "management.html": b"old"}


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Unwritable) as caught:
        written(dossiers.dossier(Situation.EXPOSED), "ja", tmp_path / "out", pdf=False)
    assert "management.html" in caught.value.words.ja
    assert (tmp_path / "out").read_text() == "a file"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of POSIX")
def test_only_who_writes_it_may_read_it(tmp_path: Path) -> None:
    for path in written(dossiers.dossier(Situation.EXPOSED), "ja", tmp_path, pdf=False):
        assert path.stat().st_mode & 0o077 == 0


def test_a_new_page_never_stands_beside_an_old_one(tmp_path: Path) -> None:
    case = dossiers.dossier(Situation.EXPOSED)
    (tmp_path / "annex.html").mkdir()
    (tmp_path / "management.html").write_text("old")
    with pytest.raises(Unwritable) as caught:
        written(case, "ja", tmp_path, pdf=False)
    assert "annex.html" in caught.value.words.ja
    assert (tmp_path / "management.html").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["annex.html", "management.html"]


def test_pages_of_another_case_are_not_replaced(tmp_path: Path) -> None:
    case = dossiers.dossier(Situation.EXPOSED)
    written(case, "ja", tmp_path, pdf=False)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    other = replace(case, state=replace(case.state, case="c-ffff"))
    with pytest.raises(OtherCase) as caught:
        written(other, "ja", tmp_path, pdf=False)
    assert "別の件の資料です" in caught.value.words.ja
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert written(case, "en", tmp_path, pdf=False), "the same case is written anew"
