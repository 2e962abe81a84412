"""Public benign evidence, put where Windows has it or given as it is: nothing of it is suspected, and nothing is silent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from support.golden import is_quiet, is_said, sources, told
from support.pc import Pc
from support.public_data import DATA, labelled

from mimawari import app
from mimawari.model import Level, Source

PLACES = {
    "bcd": "Boot/BCD",
    "sam": "Windows/System32/config/SAM",
    "security": "Windows/System32/config/SECURITY",
    "amcache.hve": "Windows/AppCompat/Programs/Amcache.hve",
    "win10-amcache.hve": "Windows/AppCompat/Programs/Amcache.hve",
}
LOGS = {".log": "NTUSER.DAT.LOG", ".log1": "NTUSER.DAT.LOG1", ".log2": "NTUSER.DAT.LOG2"}
FOLDERS = ("hive_benign", "image_benign", "archive_benign", "prefetch_benign")


def one(path: Path) -> Source:
    (source,) = sources(path)
    return source


def with_files(folder: Path, files: Mapping[str, Path]) -> Source:
    """A small PC with *files* put in by their paths below C:."""
    root = Pc(name="PUBLIC-PC").write(folder) / "C"
    for place, origin in files.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_bytes(origin.read_bytes())
    return one(folder)


def is_harmless(source: Source) -> bool:
    return is_quiet(source) and is_said(source) and app.level_of(source) in (Level.NO_SIGN, Level.UNDETERMINED)


def place_of(name: str) -> str:
    """Where Windows has a hive of that name; any other is put in a user's place."""
    last = name.rsplit("/", 1)[1].split(" ")[0].lower()
    return PLACES.get(last) or f"Users/shop/{LOGS.get(Path(last).suffix, 'NTUSER.DAT')}"


def users_hives() -> list[Path]:
    """The users' hives without their logs."""
    every = labelled("hive_benign").items()
    return [path for name, path in every if "ntuser" in name.lower() and ".log" not in name.lower()]


def test_every_hive_in_its_place(tmp_path: Path) -> None:
    hives = labelled("hive_benign")
    for number, (name, path) in enumerate(hives.items()):
        source = with_files(tmp_path / str(number), {place_of(name): path})
        assert is_harmless(source), f"{name}\n{told(source)}"
        if app.level_of(source) is Level.UNDETERMINED:
            assert any("NTUSER.DAT" in str(gap.origin.path) for gap in source.gaps if gap.wanted in source.ought), told(source)


def test_real_users_hives_are_read(tmp_path: Path) -> None:
    """Most of them hold Run values; were none read, the test above would mean nothing."""
    hives = users_hives()
    looked = [
        with_files(tmp_path / str(number), {"Users/shop/NTUSER.DAT": path}).looked_at.get("registry-value", 0)
        for number, path in enumerate(hives)
    ]
    assert sum(count > 5 for count in looked) > len(hives) / 2


def test_a_hive_with_its_transaction_logs(tmp_path: Path) -> None:
    hives = {name.rsplit("/", 1)[1]: path for name, path in labelled("hive_benign").items() if "transactions" in name}
    files = {f"Users/shop/{place_of('/' + name).rsplit('/', 1)[1]}": path for name, path in hives.items()}
    assert sorted(files) == [f"Users/shop/NTUSER.DAT{suffix}" for suffix in ("", ".LOG1", ".LOG2")]
    source = with_files(tmp_path, files)
    assert is_harmless(source), told(source)


def test_all_users_hives_on_one_pc(tmp_path: Path) -> None:
    hives = users_hives()
    files = {f"Users/user{number}/NTUSER.DAT": path for number, path in enumerate(hives)}
    assert is_harmless(with_files(tmp_path, files))


def test_prefetch_files(tmp_path: Path) -> None:
    """Of several PCs, so their serial numbers disagree; each alone gives one, or none."""
    found = labelled("prefetch_benign")
    files = {f"Windows/Prefetch/{name.rsplit('/', 1)[1]}": path for name, path in found.items()}
    source = with_files(tmp_path / "all", files)
    assert is_harmless(source), told(source)
    assert app.level_of(source) is Level.NO_SIGN
    for number, (place, path) in enumerate(files.items()):
        assert is_harmless(with_files(tmp_path / str(number), {place: path})), place


OPENED = {"iso9660.raw", "remapping_test.zip", "test.7z"}
"""What can be opened wholly, and holds texts, pictures and mails: a disc, and archives of which a common password is known."""


def in_order(source: Source, name: str) -> bool:
    """No PC, nothing found; and either all of it was opened, or what could not be made of it is named."""
    level = app.level_of(source)
    if name.rsplit("/", 1)[-1].split(" ")[0] in OPENED and level is Level.NO_SIGN:
        return is_quiet(source) and source.kind == "single-file" and not source.gaps and source.looked_at["content"] > 1
    return is_quiet(source) and level is Level.UNDETERMINED and bool(source.gaps)


def test_images_as_they_are() -> None:
    """None holds a Windows; only of a disc that is opened as a file can anything be said."""
    for name, path in labelled("image_benign").items():
        source = one(path)
        assert in_order(source, name), f"{name}\n{told(source)}"


@pytest.mark.parametrize("label", FOLDERS)
def test_the_folders_as_they_are(label: str) -> None:
    """No file of them is a PC, and each is opened or named with what could not be made of it."""
    names = {path.name: name for name, path in labelled(label).items()}
    found = sources(DATA / label)
    assert {source.inside for source in found} == set(names)
    for source in found:
        assert in_order(source, names[source.inside]), f"{names[source.inside]}\n{told(source)}"
        assert all(gap.origin.path[:1] == (source.inside,) for gap in source.gaps)
