"""Pieces of a full scan over a ground that is not the same each time, or has names twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from types import SimpleNamespace
from typing import BinaryIO

import pytest

from mimawari import app
from mimawari.engine import Scan, scanning
from mimawari.engine.frontier import Frontier
from mimawari.model import BadEvidence, Blob, Origin, Part, Reason
from mimawari.sources import Evidence, Survey
from mimawari.sources.scan import Below, Dated, Filed, Folders, Listed

ROOT = Origin("s", "l")
ALL = Folders("all", ("file",), folders=("",), is_listing=True)


@dataclass(frozen=True)
class Text:
    """A few letters."""

    size: int = 7

    def open(self) -> BinaryIO:
        return BytesIO(b"letters")


@dataclass
class Fake:
    """A ground that lists what *lists* says, and knows which files were to be read."""

    lists: Callable[[str], Iterator[Listed]]
    read: list[str] = field(default_factory=list)
    place: str = "0f"

    def at(self, folder: str) -> Origin:
        return ROOT.at(folder) if folder else ROOT

    def listed(self, folder: str) -> Iterator[Listed]:
        yield from self.lists(folder)

    def holds(self, key: str, same: str) -> bool:
        return bool(key and same)

    def file(self, folder: str, name: str, is_folder: bool = False) -> Filed:
        return Filed(name, 7, lambda: self._dated(f"{folder}/{name}"), is_folder)

    def _dated(self, key: str) -> Iterator[Dated]:
        self.read.append(key)
        yield Dated(key, Blob(ROOT.at(key), key, Text()), "")


def parts(ground: Fake, monkeypatch: pytest.MonkeyPatch, seconds: float) -> tuple[list[Part], int]:
    """What comes of a scan of *ground*, and of how many pieces; an error where there is no end of them."""
    kind = SimpleNamespace(files=lambda *_: ground)
    monkeypatch.setattr("mimawari.sources.load", lambda: {"fake": kind})
    evidence, found = Evidence("l", "l"), Survey("fake", "s", place="0f")
    frontier, count = Frontier((ALL,)), 0
    while given := list(frontier.more(0)):
        for work in given:
            count += 1
            assert count < 50, "no end of pieces"
            frontier.take(work, scanning.scan(evidence, found, work, app.Settings(scan=Scan(seconds=seconds))))
    return list(frontier.parts("s", "k")), count


def test_each_piece_makes_progress_and_no_name_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a root itself has beside it comes without a name; a damaged folder may hold a name twice."""

    def lists(folder: str) -> Iterator[Listed]:
        if not folder:
            yield ground.file(folder, "", is_folder=True)
            yield Below("f")
        for name in ("a", "a", "b", "c", "c"):
            yield ground.file(folder, name)

    ground = Fake(lists)
    (part,), count = parts(ground, monkeypatch, seconds=-1.0)
    names = ["/a", "/a", "/b", "/c", "/c"]
    assert ground.read == ["/", *names, *(f"f{name}" for name in names)]
    assert {looked.kind: looked.count for looked in part.looked}["file"] == len(ground.read)
    assert count >= 1 + 6, "a piece a name"


@pytest.mark.parametrize("fails", [1, 2])
def test_a_fault_of_listing_is_told_once_though_reading_meets_none(fails: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies below a folder is known from listing alone."""
    tries: list[str] = []

    def lists(folder: str) -> Iterator[Listed]:
        if folder == "f":
            tries.append(folder)
            if len(tries) <= fails:
                raise BadEvidence(Reason.DENIED, "folder: Permission denied")
        if folder != "f/below":
            yield Below(f"{folder}/below" if folder else "f")
        yield ground.file(folder, "a")

    ground = Fake(lists)
    (part,), _ = parts(ground, monkeypatch, seconds=20.0)
    assert [(gap.origin, gap.reason, gap.detail) for gap in part.gaps if gap.wanted == "file"] == [
        (ROOT.at("f"), Reason.DENIED, "folder: Permission denied")
    ]
    assert dict(part.gap_counts)["denied-file"] == 1
    assert ground.read == (["/a", "f/a"] if fails == 1 else ["/a"])


def test_a_file_that_was_listed_as_empty_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def lists(_: str) -> Iterator[Listed]:
        yield Filed("a", 0, lambda: iter([Dated("a", Blob(ROOT.at("a"), "a", replace(Text(), size=0)), "")]))

    (part,), _ = parts(Fake(lists), monkeypatch, seconds=20.0)
    assert {looked.kind: looked.count for looked in part.looked}["content"] == 1
