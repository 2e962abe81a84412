"""A bag is written whole or not at all, and is verified by tools that know nothing of mimawari."""

import hashlib
import json
import os
import subprocess
import threading
from pathlib import Path

import bagit
import pytest
from support.bags import COMMENT, ITEMS, PASSWORD, copy_of, every_file, how, item, key, sealed, signature, sums, unpacked
from support.tools import need

from mimawari.sealing import SealTrouble, bag, keys, payload, tags
from mimawari.sealing.program import program


def test_a_folder_is_a_bag_for_sha256sum_minisign_and_bagit(tmp_path: Path) -> None:
    need("minisign", "sha256sum")
    made = sealed(tmp_path / "bag", by=how(key(tmp_path)))
    assert sums(made.path)
    assert signature(made.path)
    assert signature(made.path, tmp_path / "seal.key.pub")
    bagit.Bag(str(made.path)).validate()
    tag_manifest = (made.path / "tagmanifest-sha256.txt").read_bytes()
    assert made.sha256 == made.tag_manifest == hashlib.sha256(tag_manifest).hexdigest()
    assert b"README.txt" in tag_manifest
    assert b"mimawari.pub" in tag_manifest
    assert made.key.encode() in (made.path / "README.txt").read_bytes()


def test_what_rfc_8493_asks_for(tmp_path: Path) -> None:
    """2.1.1 bagit.txt; 2.1.3 manifest; 2.2.2 Payload-Oxum: octets, a dot, the number of payload files."""
    made = sealed(tmp_path / "bag")
    files = every_file(made.path)
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload_files = {name: data for name, data in files.items() if name.startswith("data/")}
    assert f"Payload-Oxum: {sum(map(len, payload_files.values()))}.{len(payload_files)}\n" in files["bag-info.txt"].decode()
    wanted = "".join(f"{hashlib.sha256(payload_files[name]).hexdigest()}  {name}\n" for name in sorted(payload_files))
    assert files["manifest-sha256.txt"].decode() == wanted
    assert {name: payload_files[f"data/{name}"] for name in (one.name for one in ITEMS)} == {one.name: one.data for one in ITEMS}


def test_minisign_itself_opens_the_key_with_its_password_and_shows_the_same_id(tmp_path: Path) -> None:
    need("minisign")
    path = key(tmp_path, "plain ascii")
    (tmp_path / "x").write_text("x")
    words = ("minisign", "-Sm", str(tmp_path / "x"), "-s", str(path))
    assert subprocess.run(words, input="plain ascii\n", text=True, capture_output=True, check=False).returncode == 0
    wrong = subprocess.run(words, input="other\n", text=True, capture_output=True, check=False)
    assert wrong.returncode != 0
    verified = ("minisign", "-Vm", str(tmp_path / "x"), "-p", f"{path}.pub")
    assert subprocess.run(verified, check=False, capture_output=True).returncode == 0
    again = tmp_path / "again.pub"
    made = subprocess.run(
        ("minisign", "-R", "-s", str(path), "-p", str(again)), input="plain ascii\n", text=True, capture_output=True, check=False
    )
    assert made.returncode == 0
    assert again.read_text() == Path(f"{path}.pub").read_text()


def test_a_key_of_minisign_seals_too(tmp_path: Path) -> None:
    need("minisign")
    words = ("minisign", "-GW", "-s", str(tmp_path / "k"), "-p", str(tmp_path / "k.pub"))
    assert subprocess.run(words, check=False, capture_output=True).returncode == 0
    made = sealed(tmp_path / "bag", by=how(tmp_path / "k"))
    assert signature(made.path, tmp_path / "k.pub")


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_only_the_owner_reads_the_secret_key_and_the_bag(tmp_path: Path) -> None:
    path = key(tmp_path, PASSWORD)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not [word for word in (PASSWORD.encode(),) if word in path.read_bytes()]
    folder, packed = sealed(tmp_path / "bag").path, sealed(tmp_path / "bag.zip").path
    assert {one.stat().st_mode & 0o077 for one in (folder, packed, *folder.rglob("*")) if one.is_file()} == {0}
    assert folder.stat().st_mode & 0o077 == 0


def test_a_zip_is_the_same_for_the_same_bag_and_holds_one_folder(tmp_path: Path) -> None:
    one, other = sealed(tmp_path / "a" / "bag.zip"), sealed(tmp_path / "b" / "bag.zip", reversed(ITEMS))
    assert one.path.name == "bag.zip"
    assert sums(unpacked(one.path, tmp_path / "x"))
    again = sealed(tmp_path / "c" / "bag.zip")
    assert one.path.read_bytes() == again.path.read_bytes()
    assert one.sha256 == again.sha256 == hashlib.sha256(one.path.read_bytes()).hexdigest()
    assert (tmp_path / "x" / "bag").is_dir()
    assert every_file(unpacked(other.path, tmp_path / "y")).keys() == every_file(tmp_path / "x" / "bag").keys()


def test_age_opens_what_was_encrypted_and_nobody_else(tmp_path: Path) -> None:
    need("age", "age-keygen")
    for name in ("mine", "theirs", "strange"):
        assert subprocess.run(("age-keygen", "-o", str(tmp_path / name)), check=False, capture_output=True).returncode == 0
    public = {name: (tmp_path / name).read_text().split("public key: ")[1].split()[0] for name in ("mine", "theirs")}
    (tmp_path / "list").write_text(f"# desk\n{public['theirs']}\n")
    made = sealed(tmp_path / "bag", by=how(to=(public["mine"], str(tmp_path / "list"))))
    assert made.path.name == "bag.zip.age"
    assert all(one.data not in made.path.read_bytes() for one in ITEMS if one.data)
    for name in ("mine", "theirs"):
        out = tmp_path / f"{name}.zip"
        words = ("age", "-d", "-i", str(tmp_path / name), "-o", str(out), str(made.path))
        assert subprocess.run(words, check=False, capture_output=True).returncode == 0
        assert sums(unpacked(out, tmp_path / f"x-{name}"))
    strange = ("age", "-d", "-i", str(tmp_path / "strange"), str(made.path))
    assert subprocess.run(strange, check=False, capture_output=True).returncode != 0


@pytest.mark.parametrize("to", ["age1nothing", "no-such-file", "AGE-SECRET-KEY-1X", "ssh-ed25519 AAAA"])
def test_a_recipient_that_is_none_is_refused_before_anything_is_written(tmp_path: Path, to: str) -> None:
    with pytest.raises(SealTrouble):
        sealed(tmp_path / "bag", by=how(to=(to,)))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag.zip").write_bytes(b"mine")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("bag", "bag.zip", "link"):
        with pytest.raises(SealTrouble) as caught:
            sealed(tmp_path / name)
        assert "already" in caught.value.words.en
    assert (tmp_path / "bag.zip").read_bytes() == b"mine"
    with pytest.raises(SealTrouble):
        keys.written(str(tmp_path / "bag.zip"), "")


def odd(folder: Path, name: str) -> Path:
    path = folder / name
    if name == "folder":
        path.mkdir()
    elif name == "link":
        path.symlink_to(folder / "real")
    elif name == "pipe":
        os.mkfifo(path)
    return path


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
@pytest.mark.parametrize("name", ["missing", "folder", "link", "pipe"])
def test_what_cannot_be_copied_is_named_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "out").mkdir()
    path = odd(tmp_path, name)
    with pytest.raises(SealTrouble) as caught:
        sealed(tmp_path / "out" / "bag", copies=[copy_of(path)])
    assert caught.value.facts["path"] == str(path)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_copy_that_grows_while_it_is_read_stops_the_sealing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.log"
    path.write_bytes(b"x" * 1000)
    real = payload._copied

    def grown(source: object, file: object, name: str) -> tuple[str, int]:
        with path.open("ab") as more:
            more.write(b"y")
        return real(source, file, name)  # type: ignore[arg-type]

    monkeypatch.setattr(payload, "_copied", grown)
    (tmp_path / "out").mkdir()
    with pytest.raises(SealTrouble) as caught:
        sealed(tmp_path / "out" / "bag.zip", copies=[copy_of(path)])
    assert "changed while it was read" in str(caught.value.facts["why"])
    assert list((tmp_path / "out").iterdir()) == []


def test_copies_are_byte_for_byte_and_say_where_they_were(tmp_path: Path) -> None:
    source = tmp_path / "山田の 書類%.eml"
    source.write_bytes(bytes(range(256)) * 5000)
    made = sealed(tmp_path / "bag", copies=[copy_of(source, tags.file_name(str(source)))])
    (copied,) = (made.path / "data/copies").iterdir()
    assert copied.read_bytes() == source.read_bytes()
    rows = [line.split("\t") for line in (made.path / "data/contents.tsv").read_text("utf-8").splitlines()]
    assert rows[-1][0] == f"data/copies/{copied.name}"
    assert rows[-1][1] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert rows[-1][-1] == str(source)
    assert sums(made.path)


def test_two_who_seal_to_one_name_do_not_mix(tmp_path: Path) -> None:
    done: list[str] = []

    def one() -> None:
        try:
            done.append(sealed(tmp_path / "bag").sha256)
        except SealTrouble:
            done.append("refused")

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.name for entry in tmp_path.iterdir()] == ["bag"]
    assert "refused" in done
    assert sums(tmp_path / "bag")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("C:\\Users\\山田\\請求書.doc", "請求書.doc"),
        ("/x/../..", "file"),
        ("a\nb\x1b[2J\u202ec.txt", "a_b_[2J_c.txt"),
        ("con:*?.txt", "con___.txt"),
        ("ハ\u3099ッグ", "バッグ"),
        ("x" * 300 + ".json", "x" * 95 + ".json"),
        ("...", "file"),
    ],
)
def test_names_lead_nowhere(given: str, name: str) -> None:
    assert tags.file_name(given) == name


def test_particulars_stay_on_one_line_each() -> None:
    said = tags.info((("External-Description", "a\nPayload-Oxum: 9.9\u202e"), ("Source-Organization", "")), ())
    assert said == b"External-Description: a Payload-Oxum: 9.9\nPayload-Oxum: 0.0\n"


def test_the_program_digests_its_own_files() -> None:
    made = program("1", "2", "2026-11-27")
    said = json.loads(made.said)
    assert said["self_sha256"] == hashlib.sha256(made.files).hexdigest()
    lines = dict(line.split("  ")[::-1] for line in made.files.decode().splitlines())
    assert lines["mimawari/sealing/bag.py"] == hashlib.sha256(Path(bag.__file__).read_bytes()).hexdigest()
    assert said["libraries"]["click"]


def test_the_trusted_comment_is_the_one_that_was_given(tmp_path: Path) -> None:
    made = sealed(tmp_path / "bag", [item("x")], by=how(key(tmp_path)))
    assert f"trusted comment: {COMMENT}" in (made.path / "tagmanifest-sha256.txt.minisig").read_text()
