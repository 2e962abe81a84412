"""A bag is looked at again: every kind of change is found, by ours and by public tools, and hostile bags are refused."""

import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from support.bags import ITEMS, PASSWORD, copy_of, every_file, how, item, key, sealed, signature, sums, unpacked
from support.tools import need

from mimawari.model import SealCheck, SealFault
from mimawari.sealing import SealTrouble, keys, shelves
from mimawari.sealing.checking import checked


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    """A signed bag with a copy."""
    (tmp_path / "photo.jpg").write_bytes(random.Random(1).randbytes(3000))
    return sealed(tmp_path / "bag", copies=[copy_of(tmp_path / "photo.jpg")], by=how(key(tmp_path))).path


def faults(found: SealCheck) -> set[tuple[SealFault, str]]:
    return set(found.faults)


def test_a_whole_bag_is_whole(tmp_path: Path, bag: Path) -> None:
    found = checked(bag, str(tmp_path / "seal.key.pub"))
    assert (found.faults, found.signed) == ((), True)
    assert found.files == len(every_file(bag)) - 2
    assert found.comment.startswith("mimawari case")
    unsigned = sealed(tmp_path / "plain.zip")
    found = checked(unsigned.path)
    assert (found.faults, found.signed, found.key) == ((), False, "")


@pytest.mark.parametrize("seed", range(40))
def test_a_changed_byte_is_found_by_ours_and_by_public_tools(tmp_path: Path, bag: Path, seed: int) -> None:
    """One byte anywhere in the bag, its manifests and its signature: sha256sum or minisign says so, and we name the file."""
    need("sha256sum", "minisign")
    draw = random.Random(seed)
    files = sorted(name for name, data in every_file(bag).items() if data)
    name = files[seed % len(files)]
    data = bytearray((bag / name).read_bytes())
    place = draw.randrange(len(data)) if not name.endswith(".minisig") else data.index(b"\n") + 1 + draw.randrange(90)
    data[place] ^= 1 << draw.randrange(8)
    (bag / name).write_bytes(data)
    public = tmp_path / "seal.key.pub"
    assert not (sums(bag) and signature(bag, public)), name
    found = checked(bag, str(public))
    assert found.faults, name
    assert not found.signed or any(fault in (SealFault.CHANGED, SealFault.NO_BAG) for fault, _ in found.faults)


def test_every_file_is_covered(tmp_path: Path, bag: Path) -> None:
    for name, data in every_file(bag).items():
        if not data or name.endswith((".minisig", "tagmanifest-sha256.txt", "bagit.txt", "/manifest-sha256.txt")):
            continue
        (bag / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert (SealFault.CHANGED, name) in faults(checked(bag)) or name == "manifest-sha256.txt", name
        (bag / name).write_bytes(data)
    assert checked(bag).faults == ()


def test_missing_and_added_files_are_named(bag: Path) -> None:
    (bag / "data/report/001-PC1.json").unlink()
    (bag / "data/report/002-PC2.json").write_bytes(b"{}")
    (bag / "note.txt").write_bytes(b"x")
    assert faults(checked(bag)) == {
        (SealFault.MISSING, "data/report/001-PC1.json"),
        (SealFault.ADDED, "data/report/002-PC2.json"),
        (SealFault.ADDED, "note.txt"),
    }
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(bag)).validate()


def test_a_bag_made_anew_by_another_is_known_by_its_key(tmp_path: Path, bag: Path) -> None:
    """The forger signs with a key of his own, and puts it in: only the key that was given by another way tells."""
    (tmp_path / "f").mkdir()
    forged = sealed(tmp_path / "forged", [item("report/001-PC1.json", b"{}")], by=how(key(tmp_path / "f"))).path
    assert checked(forged).faults == ()
    public = str(tmp_path / "seal.key.pub")
    assert {fault for fault, _ in checked(forged, public).faults} == {SealFault.OTHER_KEY}
    assert not signature(forged, public)


def test_a_signature_of_another_bag_and_none_are_told(tmp_path: Path, bag: Path) -> None:
    public = str(tmp_path / "seal.key.pub")
    other = sealed(tmp_path / "other", [item("x")], by=how(tmp_path / "seal.key")).path
    seal = bag / "tagmanifest-sha256.txt.minisig"
    whole = seal.read_bytes()
    seal.write_bytes((other / seal.name).read_bytes())
    assert {fault for fault, _ in checked(bag, public).faults} == {SealFault.BAD_SIGNATURE}
    seal.write_bytes(whole.replace(b"case c-00000000", b"case c-00000001"))
    assert {fault for fault, _ in checked(bag, public).faults} == {SealFault.BAD_SIGNATURE}, "the comment is signed as well"
    seal.write_bytes(b"untrusted comment: x\nnothing")
    assert {fault for fault, _ in checked(bag).faults} == {SealFault.BAD_SIGNATURE}
    seal.unlink()
    assert {fault for fault, _ in checked(bag).faults} == {SealFault.NO_SIGNATURE}
    assert {fault for fault, _ in checked(sealed(tmp_path / "u").path, public).faults} == {SealFault.NO_SIGNATURE}


def test_a_secret_key_opens_with_its_password_only(tmp_path: Path) -> None:
    path = key(tmp_path, PASSWORD)
    assert keys.needs_password(str(path))
    with pytest.raises(SealTrouble):
        sealed(tmp_path / "bag", by=how(path, "other"))
    assert not (tmp_path / "bag").exists()
    assert checked(sealed(tmp_path / "bag", by=how(path, PASSWORD)).path).signed
    for name, content in (("junk", b"junk"), ("public", Path(f"{path}.pub").read_bytes()), ("long", b"x\n" * 100_000)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(SealTrouble):
            sealed(tmp_path / f"bag-{name}", by=how(tmp_path / name))
    with pytest.raises(SealTrouble):
        checked(tmp_path / "bag", str(path))


def spoilt(bag: Path, name: str, change: Callable[[str], str]) -> SealCheck:
    path = bag / name
    path.write_text(change(path.read_text("utf-8")), "utf-8", newline="")
    return checked(bag)


HEX = "0" * 64


@pytest.mark.parametrize(
    "line",
    [f"{HEX}  data/../../etc/passwd", f"{HEX}  /etc/passwd", f"{HEX}  data/C:\\x", f"{HEX}  data\\..\\x", "nonsense",
     f"{HEX}  README.txt", f"{HEX}  data/empty", "", f"{HEX}  data/a\0b", f"{HEX[1:]}  data/x", f"{HEX}  data/x%0A/../../y"],
)  # fmt: skip
def test_a_manifest_that_leads_astray_is_no_bag(bag: Path, line: str) -> None:
    found = spoilt(bag, "manifest-sha256.txt", lambda text: f"{text}{line}\n")
    assert {fault for fault, _ in found.faults} == {SealFault.NO_BAG}
    assert found.files == 0


def test_a_manifest_that_is_no_text_or_too_long_is_no_bag(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bag / "manifest-sha256.txt").write_bytes(b"\xff\xfe\x00")
    assert {fault for fault, _ in checked(bag).faults} == {SealFault.NO_BAG}
    with (bag / "manifest-sha256.txt").open("wb") as file:
        file.truncate(1 << 33)  # sparse
    assert {fault for fault, _ in checked(bag).faults} == {SealFault.NO_BAG}


def test_links_are_not_followed(tmp_path: Path, bag: Path) -> None:
    target = bag / "data/report/001-PC1.json"
    (tmp_path / "outside").write_bytes(target.read_bytes())
    target.unlink()
    target.symlink_to(tmp_path / "outside")
    (bag / "data/loop").symlink_to(bag)
    found = faults(checked(bag))
    assert {(SealFault.MISSING, "data/report/001-PC1.json"), (SealFault.ADDED, "data/loop")} <= found


def written(path: Path, members: list[tuple[str | zipfile.ZipInfo, bytes]], kind: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", kind) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)
        for name, data in members:
            made.writestr(name, data)
    return path


def members(bag: Path) -> list[tuple[str | zipfile.ZipInfo, bytes]]:
    return [(f"bag/{name}", data) for name, data in every_file(bag).items()]


def link(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system, made.external_attr = 3, 0o120777 << 16
    return made


def test_a_zip_that_somebody_else_packed_is_read(tmp_path: Path, bag: Path) -> None:
    assert checked(written(tmp_path / "x.zip", members(bag)), str(tmp_path / "seal.key.pub")).faults == ()


@pytest.mark.parametrize("name", ["bag/../../evil", "/evil", "bag/a\\..\\..\\evil", "C:evil", "bag/data/empty"])
def test_a_zip_that_leads_out_or_names_a_file_twice_is_no_bag(tmp_path: Path, bag: Path, name: str) -> None:
    found = checked(written(tmp_path / "x.zip", [*members(bag), (name, b"evil")]))
    assert {fault for fault, _ in found.faults} == {SealFault.NO_BAG}


def test_a_link_in_a_zip_is_named_and_not_followed(tmp_path: Path, bag: Path) -> None:
    found = checked(written(tmp_path / "x.zip", [*members(bag), (link("bag/data/link"), b"/etc/passwd")]))
    assert faults(found) == {(SealFault.ADDED, "bag/data/link")}


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "_FREE", 1 << 20)
    path = written(tmp_path / "x.zip", [*members(bag), ("bag/data/bomb", bytes(40 << 20))])
    assert path.stat().st_size < 1 << 17
    found = checked(path)
    assert found.faults == ((SealFault.NO_BAG, "unpacks to far more than it is"),)


def test_a_zip_that_lies_about_its_sizes_gives_no_more_than_it_says(tmp_path: Path, bag: Path) -> None:
    path = written(tmp_path / "x.zip", members(bag))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\1\2")
    while at >= 0:
        struct.pack_into("<L", data, at + 24, 3)
        at = data.find(b"PK\1\2", at + 4)
    path.write_bytes(data)
    assert checked(path).faults


def test_a_directory_that_would_not_fit_in_memory_is_refused(tmp_path: Path, bag: Path) -> None:
    path = written(tmp_path / "x.zip", members(bag))
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, data.rindex(b"PK\5\6") + 12, 1 << 30)
    path.write_bytes(data)
    assert checked(path).faults == ((SealFault.NO_BAG, "its directory is too large"),)


@pytest.mark.parametrize("seed", range(30))
def test_a_spoilt_zip_never_looks_whole_and_never_crashes(tmp_path: Path, bag: Path, seed: int) -> None:
    draw = random.Random(seed)
    whole = sealed(tmp_path / "y.zip", by=how(tmp_path / "seal.key")).path.read_bytes()
    data = bytearray(whole)
    if seed % 3 == 0:
        del data[draw.randrange(len(data)) :]
    else:
        for _ in range(1 + seed % 4):
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    (tmp_path / "z.zip").write_bytes(data)
    found = checked(tmp_path / "z.zip", str(tmp_path / "seal.key.pub"))
    if not found.faults:  # a bit of a time or of a flag that says nothing about the files
        with zipfile.ZipFile(tmp_path / "y.zip") as one, zipfile.ZipFile(tmp_path / "z.zip") as other:
            assert {name: one.read(name) for name in one.namelist()} == {name: other.read(name) for name in other.namelist()}


@pytest.mark.parametrize("content", [b"", b"PK\5\6" + bytes(18), b"no zip at all", b"age-encryption.org/v1\nrubbish"])
def test_what_is_no_bag_at_all(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    if not content.startswith(b"PK"):
        with pytest.raises(SealTrouble):
            checked(tmp_path / "x")
    else:
        assert {fault for fault, _ in checked(tmp_path / "x").faults} == {SealFault.NO_BAG}
    (tmp_path / "empty").mkdir()
    with pytest.raises(SealTrouble):
        checked(tmp_path / "empty")
    with pytest.raises(SealTrouble):
        checked(tmp_path / "missing")


def test_an_encrypted_bag_is_opened_for_its_reader_only(tmp_path: Path) -> None:
    from pyrage import x25519

    mine, other = x25519.Identity.generate(), x25519.Identity.generate()
    made = sealed(tmp_path / "bag.zip", by=how(to=(str(mine.to_public()),))).path
    for name, text in (("mine", str(mine)), ("other", str(other)), ("none", "x")):
        (tmp_path / name).write_text(f"# created\n{text}\n")
    assert checked(made, identity=str(tmp_path / "mine")).faults == ()
    for name in ("other", "none", "missing"):
        with pytest.raises(SealTrouble):
            checked(made, identity=str(tmp_path / name))
    made.write_bytes(made.read_bytes()[:-40])
    with pytest.raises(SealTrouble):
        checked(made, identity=str(tmp_path / "mine"))


def test_an_unpacked_zip_is_the_same_bag(tmp_path: Path) -> None:
    made = sealed(tmp_path / "bag.zip", ITEMS)
    assert checked(unpacked(made.path, tmp_path / "x")).faults == ()
