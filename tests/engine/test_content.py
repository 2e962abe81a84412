"""A file is empty when there is not a byte in it, whatever its folder says of its size."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from mimawari.engine.content import filled
from mimawari.model import Blob, Gap, Origin, Reason
from mimawari.sources.scan.opened import OnDisk

AT = Origin("s", "l", ("a",))


def of(path: Path, size: int) -> Blob | Gap | None:
    return filled(Blob(AT, "a", OnDisk(path, size)))


def test_a_file_that_was_listed_as_empty_and_is_not_has_the_size_that_it_has(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"grown")
    found = of(tmp_path / "a", 0)
    assert isinstance(found, Blob)
    assert (found.content.size, found.content.open().read()) == (5, b"grown")


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert of(tmp_path / "a", 0) is None


def test_a_file_that_has_a_size_is_as_it_was_listed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"four")
    found = of(tmp_path / "a", 3)
    assert isinstance(found, Blob)
    assert found.content.size == 3


def test_one_that_is_gone_is_a_gap_though_it_was_listed_as_empty(tmp_path: Path) -> None:
    found = of(tmp_path / "a", 0)
    assert isinstance(found, Gap)
    assert (found.reason, found.wanted) == (Reason.MISSING, "content")


class Endless(BytesIO):
    """As a file that the system makes up: there are bytes, and no end to go to."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0 if whence == 2 else super().seek(offset, whence)


@dataclass(frozen=True)
class MadeUp:
    size: int = 0

    def open(self) -> BinaryIO:
        return Endless(b"made up")


def test_what_has_bytes_and_no_size_is_a_gap() -> None:
    assert filled(Blob(AT, "a", MadeUp())) == Gap(AT, Reason.UNSUPPORTED, "content", "its size is not known")
