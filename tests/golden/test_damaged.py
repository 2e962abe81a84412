"""Cut off and altered hives, archives and images: never a traceback, never a hang, and never no sign where something is lost."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from support.decoy_pcs import ERAS
from support.evidence import ntfs_image, pack
from support.golden import is_quiet, is_said, report, sources, told
from support.pc import Pc
from support.spoiling import cells_of, copied, cut, filled, flip_file, flipped, within
from support.tools import need

from mimawari import app
from mimawari.model import Level, Source

HIVES = ("Windows/System32/config/SOFTWARE", "Windows/System32/config/SYSTEM", "Users/shop/NTUSER.DAT")
BATCHES, EACH = 4, 16
batch = pytest.mark.parametrize("number", range(BATCHES))


def quiet_pc() -> Pc:
    pc = Pc().run("OneDrive", r"C:\Users\shop\AppData\Local\Microsoft\OneDrive\OneDrive.exe")
    return pc.put("Users/shop/AppData/Local/Microsoft/OneDrive/OneDrive.exe").service("svc", r"C:\Windows\System32\cmd.exe")


def entry_pc() -> Pc:
    """All that is left of Emotet stands in the user's Run key."""
    return Pc().run(
        "ialkqu.czi", r'C:\Windows\SysWOW64\rundll32.exe "C:\Users\shop\AppData\Local\Ckninfw\ialkqu.czi",Control_RunDLL'
    )


def one(path: Path) -> Source:
    with within():
        (source,) = sources(path)
    return source


@batch
def test_a_hive_that_is_cut_off_is_never_no_sign(number: int, tmp_path: Path) -> None:
    root = quiet_pc().write(tmp_path) / "C"
    for seed in range(number * EACH, (number + 1) * EACH):
        draw = Random(seed)
        hive = root / draw.choice(HIVES)
        whole = hive.read_bytes()
        hive.write_bytes(cut(draw, whole))
        source = fresh(tmp_path, seed)
        hive.write_bytes(whole)
        assert app.level_of(source) is Level.UNDETERMINED, f"{seed} {hive.name}\n{told(source)}"
        assert any(hive.name in part for gap in source.gaps for part in gap.origin.path)


@batch
def test_an_altered_hive_convicts_nobody_and_nothing_is_silent(number: int, tmp_path: Path) -> None:
    root = quiet_pc().write(tmp_path) / "C"
    for seed in range(number * EACH, (number + 1) * EACH):
        draw = Random(seed)
        hive = root / draw.choice(HIVES)
        whole = hive.read_bytes()
        hive.write_bytes(flipped(draw, whole))
        source = fresh(tmp_path, seed)
        hive.write_bytes(whole)
        assert is_quiet(source), f"{seed}\n{told(source)}"
        assert is_said(source), f"{seed}\n{told(source)}"


def fresh(folder: Path, seed: int) -> Source:
    """A check under another name, so that nothing is remembered of the same folder."""
    link = folder.with_name(f"{folder.name}-{seed}")
    link.symlink_to(folder, target_is_directory=True)
    source = one(link)
    link.unlink()
    return source


@pytest.mark.parametrize("fill", [0x00, 0xFF, 0x5A])
@pytest.mark.parametrize("what", ["key", "values", "value"])
def test_where_the_run_key_is_destroyed_nobody_says_no_sign(what: str, fill: int, tmp_path: Path) -> None:
    hive = entry_pc().write(tmp_path) / "C/Users/shop/NTUSER.DAT"
    assert app.level_of(one(tmp_path)) is Level.SUSPECTED
    data = bytearray(hive.read_bytes())
    first, end = cells_of(bytes(data), "Run")[what]
    data[first:end] = bytes([fill]) * (end - first)
    hive.write_bytes(data)
    source = fresh(tmp_path, fill)
    assert app.level_of(source) is not Level.NO_SIGN, told(source)
    assert "registry-value" in app.holes(source)


def packed(pc: Pc, how: str, folder: Path, serial: int = 0xDEADBEEF) -> Path:
    if how == "ntfs":
        need("mkntfs", "ntfslabel", "wimcapture", "wimapply")
        ntfs_image(pc.write(folder / "pc") / "C", folder / "pc.img", serial)
        return folder / "pc.img"
    return pack(pc.write(folder / "pc"), folder / f"pc.{how}", how)


@batch
@pytest.mark.parametrize("how", ["zip", "tar", "tar.gz", "ntfs"])
def test_a_packing_that_is_cut_off_is_never_no_sign(how: str, number: int, tmp_path: Path) -> None:
    whole = packed(quiet_pc(), how, tmp_path)
    spans = filled(whole, 4096)
    ends = whole.stat().st_size if how != "tar" else len(whole.read_bytes().rstrip(b"\0"))
    for seed in range(number * EACH, (number + 1) * EACH):
        torn = copied(whole, tmp_path / f"{seed}.{how}", spans)
        with torn.open("r+b") as stream:
            stream.truncate(Random(f"{how} {seed}").randrange(1, ends))
        source = one(torn)
        assert app.level_of(source) is Level.UNDETERMINED, f"{seed} {torn.stat().st_size}\n{told(source)}"
        torn.unlink()


@batch
@pytest.mark.parametrize("how", ["zip", "tar", "tar.gz", "ntfs"])
def test_an_altered_packing_of_an_infected_pc_is_never_no_sign(how: str, number: int, tmp_path: Path) -> None:
    """Several marks in several places: a few bytes take one away, and what they break is told."""
    decoy = ERAS["P1"](Random(f"spoilt {number}"))
    whole = packed(decoy.pc, how, tmp_path, decoy.serial)
    spans = filled(whole, 512)
    for seed in range(number * EACH, (number + 1) * EACH):
        spoilt = copied(whole, tmp_path / f"{seed}.{how}", spans)
        flip_file(Random(f"{how} {seed}"), spoilt, spans)
        source = one(spoilt)
        assert app.level_of(source) is not Level.NO_SIGN, f"{seed}\n{told(source)}"
        assert is_said(source), f"{seed}\n{told(source)}"
        spoilt.unlink()


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_folder_of_which_a_part_is_lost_is_a_hole(jobs: int, tmp_path: Path) -> None:
    """One block of the index of the user's Local folder is damaged: what it named is in no listing."""
    pc = quiet_pc()
    for number in range(100):
        pc.put(f"Users/shop/AppData/Local/Folder number {number:03}/x.exe")
    image = packed(pc, "ntfs", tmp_path)
    data = image.read_bytes()
    name = "Folder number 0".encode("utf-16-le")
    blocks = [at for at in range(0, len(data), 4096) if data[at : at + 4] == b"INDX" and name in data[at : at + 4096]]
    with image.open("r+b") as stream:
        stream.seek(blocks[0] + 510)  # where the fixup of the block's first sector stands
        stream.write(bytes(2))
    (source,) = sources(image, jobs=jobs)
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert "file" in app.holes(source)


def test_workers_say_the_same_of_damaged_evidence_as_one_process(tmp_path: Path) -> None:
    paths = []
    for how in ("zip", "tar", "ntfs"):
        whole = packed(quiet_pc(), how, tmp_path / how)
        spans = filled(whole, 512)
        for seed in range(6):
            spoilt = copied(whole, tmp_path / f"{seed}.{how}", spans)
            flip_file(Random(f"workers {how} {seed}"), spoilt, spans)
            paths.append(spoilt)
    assert report(*paths, jobs=0) == report(*paths, jobs=2)
