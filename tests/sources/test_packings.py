"""The same PC in every packing, and several PCs in one: each is looked at, and none is passed over."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.evidence import check, only, pack, read
from support.pc import Pc

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import File, Level, Reason, RunValue
from mimawari.sources import Evidence, Seen


@pytest.fixture(params=["zip", "dot-zip", "tar", "dot-tar", "tar.gz", "ntfs"])
def packed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A PC as a folder, and the same packed."""
    pc = Pc(users=("shop", "山田")).run("OneDrive", r"C:\Users\shop\AppData\Local\Microsoft\OneDrive\OneDrive.exe")
    pc.put("Users/shop/AppData/Local/Microsoft/OneDrive/OneDrive.exe")
    folder = pc.write(tmp_path / "pc")
    yield folder, pack(folder, tmp_path / f"evidence.{request.param}", request.param)


def test_the_same_is_read_of_every_packing(packed: tuple[Path, Path]) -> None:
    folder, other = packed
    facts = [_facts(read(path)[1]) for path in (folder, other)]
    assert facts[0] == facts[1]
    assert app.level_of(check(other)) is Level.NO_SIGN


def _facts(seen: list[Seen]) -> set[tuple[object, ...]]:
    files = {("file", f.path, f.size, f.head) for f in only(seen, File)}
    return files | {("run", r.hive, r.name, r.command, r.target_file is not None) for r in only(seen, RunValue)}


def test_a_truncated_zip_or_tar_is_never_no_sign(packed: tuple[Path, Path]) -> None:
    _, other = packed
    data = other.read_bytes()
    other.write_bytes(data[: len(data) // 2])
    assert app.level_of(check(other)) is Level.UNDETERMINED


def test_copies_of_several_pcs_in_one_folder_are_each_looked_at(tmp_path: Path) -> None:
    Pc(name="A-PC").write(tmp_path / "a")
    Pc(name="B-PC").write(tmp_path / "deeper/b")
    Pc(name="C-PC").write(tmp_path / "c")
    sources = list(app.check([Evidence(str(tmp_path))], Settings(reraise=True), jobs=0))
    assert {source.host for source in sources} == {"A-PC", "B-PC", "C-PC"}
    assert {source.locator for source in sources} == {str(tmp_path)}


def test_other_evidence_beside_a_copy_is_looked_at_too(tmp_path: Path) -> None:
    Pc(name="A-PC").write(tmp_path)
    Pc(name="B-PC").write(tmp_path / "b")
    pack(Pc(name="C-PC").write(tmp_path.parent / f"{tmp_path.name}-c"), tmp_path / "c.zip", "zip")
    sources = list(app.check([Evidence(str(tmp_path))], Settings(reraise=True), jobs=0))
    assert {source.host for source in sources} == {"A-PC", "B-PC", "C-PC"}


def test_a_second_windows_in_an_archive_is_never_passed_over(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Pc(name=f"{name}-PC").write(tmp_path / "pcs" / name)
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        for path in sorted((tmp_path / "pcs").rglob("*")):
            archive.write(path, str(path.relative_to(tmp_path / "pcs")))
    source = check(tmp_path / "both.zip")
    assert (Reason.UNSUPPORTED, "host") in {(gap.reason, gap.wanted) for gap in source.gaps}
    assert app.level_of(source) is Level.UNDETERMINED


@pytest.mark.parametrize("way", ["KAPE/C", "uploads/auto/C%3A", "uploads/ntfs/%5C%5C.%5CC%3A", "fs/C:", "sysvol", "C_drive", "C"])
def test_collectors_own_folders_lead_to_the_windows(way: str, tmp_path: Path) -> None:
    root = Pc(name="A-PC").write(tmp_path / "pc") / "C"
    target = tmp_path / "evidence" / way
    target.parent.mkdir(parents=True, exist_ok=True)
    root.rename(target)
    sources = list(app.check([Evidence(str(tmp_path / "evidence"))], Settings(reraise=True), jobs=0))
    assert [source.host for source in sources] == ["A-PC"]


def test_what_lies_in_a_folder_of_evidence_is_told_with_its_way(tmp_path: Path) -> None:
    for name in ("a", "b"):
        pc = Pc(name=f"{name}-PC").run("x.qzj", r'rundll32.exe "C:\Users\shop\AppData\Local\Abcdef\x.qzj",Go')
        pc.put("Users/shop/AppData/Local/Abcdef/xyz.qzj").put("Windows/System32/Tasks/broken", b"no task").write(tmp_path / name)
    for source in app.check([Evidence(str(tmp_path))], Settings(reraise=True), jobs=0):
        origins = [finding.origin for finding in source.findings] + [gap.origin for gap in source.gaps]
        assert {origin.path[:1] for origin in origins} == {(source.inside,)}
        assert {"file", "task"} >= {gap.wanted for gap in source.gaps if gap.wanted != "volume-serial"}


@pytest.mark.parametrize("order", ["other first", "other last"])
def test_an_archive_with_another_one_s_data_beside_it_is_never_no_sign(tmp_path: Path, order: str) -> None:
    whole = [pack(Pc(name=name).write(tmp_path / name), tmp_path / f"{name}.zip", "zip").read_bytes() for name in ("A", "B")]
    both = tmp_path / "both.zip"
    both.write_bytes(whole[0] + whole[1] if order == "other first" else whole[1] + b"foreign bytes")
    source = check(both)
    assert Reason.CORRUPT in {gap.reason for gap in source.gaps if gap.wanted == "file"}
    assert app.level_of(source) is Level.UNDETERMINED
