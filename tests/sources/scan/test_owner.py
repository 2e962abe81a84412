"""Whose the files of a full scan are, and which older scan of them a newer one takes the place of."""

import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import make_archive

import pytest
from support.pc import SYSTEM32, Pc
from support.scanning import MARK, Marked, scanned, use
from support.volumes import fat, gpt, mbr, ntfs

from mimawari import app, signatures
from mimawari.model import Level, Report, Source
from mimawari.sources import Evidence, all_files, load
from mimawari.sources.scan import owner
from mimawari.sources.scan.owner import Owner, of_drive

GUID = "0f1e2d3c-aaaa-bbbb-cccc-000000000001"
BASIC = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"
ID = "0123456789abcdef0123456789abcdef"
posix = pytest.mark.skipif(sys.platform == "win32", reason="only where there is one root")


@pytest.fixture(autouse=True)
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    use(monkeypatch, Marked())
    yield
    signatures.ready.cache_clear()


def pc(name: str = "SHOP-PC1", guid: str = GUID) -> Pc:
    from mimawari.examples.hive_writer import text

    made = Pc(name=name, users=("shop",))
    made.software.at(r"Microsoft\Cryptography").put(text("MachineGuid", guid))
    return made


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The system volume of a PC."""
    folder = tmp_path_factory.mktemp("owner")
    return ntfs(pc().write(folder / "pc") / "C", folder / "ntfs.img", "8M")


def test_an_image_is_of_the_pc_whose_windows_is_on_it(image: Path) -> None:
    """Known as the usual check of the same image knows it, at the moment that its hives show."""
    usual = load()["disk-image"].survey(Evidence(f"disk-image:{image}", forced="disk-image"))
    source = scanned(image)
    assert (source.host, source.machine) == ("SHOP-PC1", f"shop-pc1|{GUID}")
    assert (source.machine, source.seen_at) == (usual.machine, usual.seen_at)
    assert source.seen_at
    assert source.series


def test_a_disk_with_more_on_it_is_another_series(image: Path, tmp_path: Path) -> None:
    """Who scans the system volume alone has not looked at the other one."""
    disk = gpt(tmp_path / "disk.img", (BASIC, image.read_bytes()), (BASIC, fat(16)))
    assert (scanned(disk).machine, scanned(disk).series != scanned(image).series) == (f"shop-pc1|{GUID}", True)
    copy = tmp_path / "copy.img"
    copy.write_bytes(image.read_bytes())
    assert scanned(copy).series == scanned(image).series, "wherever it lies"


def test_an_image_of_nobody_is_known_by_its_place_and_its_volume(tmp_path: Path) -> None:
    stick, other = tmp_path / "stick.img", tmp_path / "other.img"
    mbr(stick, (6, fat(16)))
    mbr(other, (6, fat(16)))
    first = scanned(stick)
    assert (first.host, first.machine) == ("", "")
    assert first.series == scanned(stick).series != ""
    assert first.series != scanned(other).series
    changed = bytearray(fat(16))
    changed[39] ^= 1  # the volume's serial number (fatgen103, BS_VolID)
    mbr(stick, (6, bytes(changed)))
    all_files._opened.cache_clear()
    assert scanned(stick).series not in ("", first.series)


@pytest.mark.parametrize("way", ["", "C"])
def test_a_copy_of_a_pc_has_its_name_and_takes_no_place(tmp_path: Path, way: str) -> None:
    """What was copied this time may be less than what was copied before."""
    source = scanned(pc().write(tmp_path / "pc") / way)
    assert (source.host, source.machine, source.series) == ("SHOP-PC1", "", "")


@pytest.mark.parametrize("packing", ["folder", "zip"])
def test_a_copy_of_a_pc_is_of_the_day_that_it_shows(tmp_path: Path, packing: str) -> None:
    """As the usual check of the same copy says. Who scans an old copy today has not seen the PC of today."""
    place = pc().write(tmp_path / "pc") / "C"
    if packing == "zip":
        place = Path(make_archive(str(tmp_path / "pc"), "zip", place))
    usual = load()["folder"].survey(Evidence(f"folder:{place}", forced="folder"))
    evidence = app.evidence(f"all:{place}")
    assert usual.seen_at and evidence.moment > usual.seen_at
    assert all_files.survey(evidence).seen_at == usual.seen_at


def test_a_folder_is_of_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    source = scanned(tmp_path)
    assert (source.host, source.machine, source.series) == ("", "", "")
    evidence = app.evidence(f"all:{tmp_path}")
    assert all_files.survey(evidence).seen_at == evidence.moment, "it has no day but that of looking"


@posix
class TestThisPc:
    """What ``/`` is of."""

    @pytest.fixture
    def known(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Owner]:
        def of(text: str) -> Owner:
            path = tmp_path / "machine-id"
            path.write_text(text)
            monkeypatch.setattr(owner, "_IDS", (tmp_path / "none", path))
            return of_drive(Evidence("all:/", forced="all-files"), Path("/"))

        return of

    def test_it_is_known_by_its_name_and_what_the_system_gave_it(self, known: Callable[[str], Owner]) -> None:
        first = known(f"{ID}\n")
        assert (first.host, first.machine, first.seen_at) == (platform.node(), "", "")
        assert first.series == known(ID).series != ""
        assert first.series != known(ID.replace("0", "1")).series
        assert ID not in first.series, "nobody is to learn it from a report (machine-id(5))"

    def test_of_the_same_system_under_another_name_it_is_another(
        self, known: Callable[[str], Owner], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = known(ID)
        monkeypatch.setattr(platform, "node", lambda: "another")
        assert known(ID).series != first.series

    @pytest.mark.parametrize("text", ["", "uninitialized\n", "0" * 31, "x" * 32])
    def test_where_nothing_tells_it_from_others_nothing_is_taken_back(self, known: Callable[[str], Owner], text: str) -> None:
        assert known(text) == Owner(platform.node())


class TestTwoScans:
    """One PC, imaged twice."""

    @staticmethod
    def scans(folder: Path, *marks: bytes) -> list[Source]:
        """A scan of the image of one PC after the other, each later than the one before; each with its mark in a file."""
        found = []
        for number, content in enumerate(marks):
            at = folder / str(number)
            made = pc().put("Users/shop/Documents/a.bin", content)
            for name in SYSTEM32:  # which are no whole programs in this PC
                made.put(f"Windows/System32/{name}", b"an inert text")
            tree = made.write(at) / "C"
            hive = tree / "Windows/System32/config/SYSTEM"
            data = bytearray(hive.read_bytes())
            # When the hive was last written stands in its base block, at 12; a sum over that block at 508.
            data[12:20] = (132_500_000_000_000_000 + number * 864_000_000_000).to_bytes(8, "little")
            total = 0
            for place in range(0, 508, 4):
                total ^= int.from_bytes(data[place : place + 4], "little")
            data[508:512] = total.to_bytes(4, "little")
            hive.write_bytes(data)
            found.append(scanned(fixed(ntfs(tree, at / "ntfs.img", "8M"))))
        return found

    def test_the_newer_one_decides(self, tmp_path: Path) -> None:
        old, new = self.scans(tmp_path, b"x" + MARK, b"x")
        assert old.seen_at < new.seen_at
        assert app.level_of(old) in (Level.EXPOSED, Level.SUSPECTED)
        assert app.judge(Report.of([old])).level is app.level_of(old)
        assert app.judge(Report.of([old, new])).level is Level.NO_SIGN
        assert app.judge(Report.of([new, old])).level is Level.NO_SIGN

    def test_an_older_image_that_is_scanned_later_takes_nothing_back(self, tmp_path: Path) -> None:
        old, new = self.scans(tmp_path, b"x", b"x" + MARK)
        assert app.judge(Report.of([new, old])).level is app.level_of(new) is not Level.NO_SIGN


def fixed(image: Path) -> Path:
    """The volume with a serial number that is always the same."""
    data = bytearray(image.read_bytes())
    data[0x48:0x50] = data[-512 + 0x48 : -512 + 0x50] = (0x1234_5678_9ABC_DEF0).to_bytes(8, "little")
    image.write_bytes(data)
    return image
