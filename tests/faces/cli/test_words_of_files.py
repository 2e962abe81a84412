"""What is said of files, folders and images that are not known to be of a PC."""

from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from support import volumes
from support.archives import Member, zipped
from support.cli import invoke, status
from support.lnk_files import LURE

NOISE = Random(7).randbytes(8192)
# A coordinate of the key of Epoch 4, as knowledge/data/yara/emotet_keys.yar has it: no program, nothing that runs.
KEY = bytes.fromhex("f3a335b50e2e2bf43556cd0a4c293e7cf110ddcbb04f20b3fa0220ce4cb60c1e")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "note.txt").write_text("A text.", "utf-8")
    return folder


def said(*arguments: object, lang: str = "en") -> str:
    """The page without its line breaks."""
    text = invoke("check", *map(str, arguments), "--jobs", "0", "--lang", lang).stdout
    return " ".join(text.split()) if lang == "en" else "".join(text.split())


def dump(folder: Path) -> Path:
    path = folder / "memory.dmp"
    path.write_bytes(NOISE[:4000] + KEY + NOISE[4000:])
    return path


def test_a_file_that_holds_malware_is_no_mail(given: Path) -> None:
    path = dump(given)
    assert status(invoke("check", str(path), "--jobs", "0")) == 11
    english, japanese = said(path), said(path, lang="ja")
    assert "RESULT: MALWARE SUSPECTED “memory.dmp” holds what belongs to the malware Emotet." in english
    assert "【判定】マルウェアの疑い「memory.dmp」に、マルウェア「Emotet（エモテット）」の一部が含まれています。" in japanese
    assert "on which PC, cannot be told from the file alone" in english
    for word in ("mail", "lure", "sender"):
        assert word not in english.partition("Whom to ask")[0]
    assert "メール" not in japanese.partition("相談先")[0]


def test_a_folder_that_holds_it_is_no_infected_pc(given: Path) -> None:
    dump(given)
    english, japanese = said("--all", given), said("--all", given, lang="ja")
    assert "Among the files of" in english
    assert "there is what belongs to the malware Emotet" in english
    assert "may be infected" not in english
    assert "感染している疑い" not in japanese


def test_a_full_scan_says_what_to_do_if_a_file_was_opened(given: Path) -> None:
    (given / "invoice.pdf.lnk").write_bytes(LURE)
    english = said("--all", given)
    assert "there are dangerous files: opening one can infect a Windows PC" in english
    assert "Was one opened already?" in english
    assert "document named below" not in english


def test_what_fits_a_rule_that_was_brought_is_called_no_more_than_that(given: Path, tmp_path: Path) -> None:
    rules = tmp_path / "mine.yar"
    rules.write_text('rule mark { strings: $a = "BREAKMARK7-inert" condition: $a }\n')
    (given / "tool.bin").write_bytes(NOISE + b"BREAKMARK7-inert")
    result = invoke("check", "--all", str(given), "--rules", str(rules), "--jobs", "0")
    assert status(result) == 12
    for locator in (("--all", given), (given / "tool.bin",)):
        english = said(*locator, "--rules", rules)
        assert "fit a rule or a list that was given" in english or "fits a rule or a list that was given" in english
        assert "Ask whoever wrote the rule or list" in english
        assert "malware is spread" not in english
        assert "can infect" not in english
        assert "指定のルール・リストに一致" in said(*locator, "--rules", rules, lang="ja")


def test_a_rule_that_names_the_malware_is_believed(given: Path, tmp_path: Path) -> None:
    rules = tmp_path / "mine.yar"
    rules.write_text('rule mark { meta: family = "emotet" strings: $a = "BREAKMARK7-inert" condition: $a }\n')
    (given / "tool.bin").write_bytes(NOISE + b"BREAKMARK7-inert")
    english = said("--all", given, "--rules", rules)
    assert "files by which the malware Emotet is spread" in english
    assert "RESULT: EXPOSED" in english


def test_our_own_signs_beside_it_are_not_talked_down(given: Path, tmp_path: Path) -> None:
    rules = tmp_path / "mine.yar"
    rules.write_text('rule mark { strings: $a = "BREAKMARK7-inert" condition: $a }\n')
    (given / "tool.bin").write_bytes(NOISE + b"BREAKMARK7-inert")
    (given / "invoice.pdf.lnk").write_bytes(LURE)
    assert "there are dangerous files" in said("--all", given, "--rules", rules)


def test_a_listed_hash_is_of_the_list_too(given: Path, tmp_path: Path) -> None:
    (given / "prog.bin").write_bytes(NOISE[:500])
    listed = tmp_path / "partner.txt"
    listed.write_text(sha256(NOISE[:500]).hexdigest() + "\n")
    assert "fit a rule or a list that was given" in said("--all", given, "--indicators", listed)


def test_the_cause_is_told_as_it_is(given: Path, tmp_path: Path) -> None:
    unread, unused = "not all of them could be looked at", "not all of the rules, lists and scanners that were named could be used"
    nowhere = tmp_path / "no-socket"
    english = said("--all", given, "--clamd", nowhere)
    assert unused in english
    assert unread not in english
    assert "指定されたルール・リスト・ClamAVの中に、使用できなかったものがあるため" in said(
        "--all", given, "--clamd", nowhere, lang="ja"
    )
    (given / "locked.zip").write_bytes(zipped(Member(b"a.docx", b"hello", password=b"zq9!xx")))
    assert unread in said("--all", given, "--clamd", nowhere), "now a file is at fault as well"
    assert unread in said("--all", given)


def test_a_damaged_archive_is_no_damaged_rule(given: Path) -> None:
    whole = zipped(Member(b"a.docx", NOISE))
    (given / "cut.zip").write_bytes(whole[: len(whole) // 2])
    english = said("--all", given)
    assert "content of files: damaged" in english
    assert "comparison with rules, lists and virus signatures: damaged" not in english
    assert "whoever publishes it" not in english


def test_every_locked_file_is_named_or_counted(given: Path, tmp_path: Path) -> None:
    for number in range(130):
        (given / f"order-{number:03}.zip").write_bytes(zipped(Member(b"a.docx", b"%d" % number, password=b"zq9!xx")))
    english = said("--all", given, "--out", tmp_path / "out")
    assert "order-000.zip order-001.zip order-002.zip and 127 more" in english
    assert "ほか127件" in said("--all", given, lang="ja")
    more = " ".join(invoke("explain", str(tmp_path / "out/report.json"), "--lang", "en").stdout.split())
    assert "order-019.zip and 110 more" in more
    for language in ("en", "ja"):
        lines = (tmp_path / f"out/not-looked-at.{language}.txt").read_text("utf-8").splitlines()
        assert len(lines) == 130
        assert all(line.startswith(f"order-{number:03}.zip") for number, line in enumerate(lines))


def test_three_locked_files_of_two_sizes_are_all_named(given: Path) -> None:
    for number, count in ((1, 1), (2, 1), (3, 3)):
        members = [Member(b"%d.docx" % one, b"text", password=b"zq9!xx") for one in range(count)]
        (given / f"locked{number}.zip").write_bytes(zipped(*members))
    english = said("--all", given)
    assert all(f"locked{number}.zip" in english for number in (1, 2, 3))


def test_nothing_left_out_needs_no_list(given: Path, tmp_path: Path) -> None:
    invoke("check", "--all", str(given), "--out", str(tmp_path / "out"), "--jobs", "0")
    assert not list((tmp_path / "out").glob("not-looked-at*"))


def test_folders_are_no_pcs(given: Path, tmp_path: Path) -> None:
    other = tmp_path / "shop"
    other.mkdir()
    for folder in (given, other):
        (folder / "locked.zip").write_bytes(zipped(Member(b"a.docx", b"hello", password=b"zq9!xx")))
    japanese = said("--all", given, other, lang="ja")
    assert "危険なファイルがあるかどうかを判断できなかったものがあります" in japanese
    assert "判断できなかったPC" not in japanese
    assert "全部で2件" in japanese


def test_mails_that_are_read_twice_are_counted_once(given: Path) -> None:
    for number in range(3):
        mail = f"From: a{number}@example.com\nTo: b@example.com\nSubject: x\nDate: Thu, 3 Mar 2022 10:00:00 +0900\n\ntext\n"
        (given / f"{number}.eml").write_text(mail)
    english = said("--all", given)
    assert "mails 3," in english
    assert "in all:" not in english, "it is one folder, looked at in two ways"


def test_an_image_without_a_windows_lacks_nothing_of_a_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.sources.disk_image.SMALL", 0)
    image = tmp_path / "stick.dd"
    image.write_bytes(volumes.fat(16))
    alone = said(image)
    assert "registry (settings of Windows)" in alone, "asked what the PC is, there is no answer"
    english = said("--all", image)
    assert "registry" not in english
    assert "RESULT: NO SIGN FOUND" in english


def test_a_volume_that_cannot_be_read_is_a_hole(tmp_path: Path) -> None:
    whole = volumes.mbr(tmp_path / "whole.dd", (0x06, volumes.fat(16)))
    assert "RESULT: NO SIGN FOUND" in said(f"all:{whole}")
    damaged = volumes.mbr(tmp_path / "damaged.dd", (0x06, volumes.fat(16)), (0x07, b"\xeb\x52\x90NTFS    " + bytes(4096)))
    assert "RESULT: COULD NOT TELL" in said(f"all:{damaged}")
