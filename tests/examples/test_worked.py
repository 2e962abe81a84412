"""The worked cases as files: always the same, inert, in a place of their own."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import tomllib
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from mimawari.examples.builder import build_cases
from mimawari.examples.worked.locked import locked
from mimawari.firm.reading import read

NAMES = ("our-device", "our-device-later", "our-account", "address-only", "exposed", "undetermined")
OURS = (".example.jp", ".example.com", ".example.net")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    assert build_cases(folder) == tuple(folder / "cases" / name for name in NAMES)
    return folder / "cases"


def state(folder: Path) -> list[tuple[str, int, str]]:
    return [
        (
            str(path.relative_to(folder)),
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in sorted(folder.rglob("*"))
    ]


def test_they_are_the_same_each_time_and_nothing_is_left_of_what_was_there(built: Path, tmp_path: Path) -> None:
    build_cases(tmp_path)
    (tmp_path / "cases/exposed/evidence/logs/left").write_bytes(b"x")
    build_cases(tmp_path)
    assert state(tmp_path / "cases") == state(built)


def test_what_somebody_keeps_beside_the_evidence_stays_and_links_are_not_followed(tmp_path: Path) -> None:
    build_cases(tmp_path)
    case = tmp_path / "cases/exposed"
    (case / "mimawari.case").write_bytes(b"a record")
    build_cases(tmp_path)
    assert (case / "mimawari.case").read_bytes() == b"a record"
    (case / "evidence").rename(tmp_path / "elsewhere")
    (case / "evidence").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        build_cases(tmp_path)
    assert (tmp_path / "elsewhere/logs/maillog").is_file()


def test_what_is_no_example_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "cases/exposed").mkdir(parents=True)
    (tmp_path / "cases/exposed/mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="exposed"):
        build_cases(tmp_path)
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["cases", "exposed", "mine.txt"]


def test_nothing_in_them_is_a_program(built: Path) -> None:
    """What begins like one is a line or two of plain text; the workbook is no package that Excel takes for a workbook."""
    for path in built.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert content[:4] not in (b"\x7fELF", b"\xcf\xfa\xed\xfe")
        if content[:2] == b"MZ":
            assert len(content) < 512
            assert "inert example" in content.decode("utf-8")
    (workbook,) = [part.get_payload(decode=True) for mail in mails(built / "exposed") for part in mail.iter_attachments()]
    assert isinstance(workbook, bytes)
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        assert b"sheet.macroEnabled" not in package.read("[Content_Types].xml")
        assert b"no-such-library" in package.read("xl/macrosheets/sheet2.xml")


def mails(case: Path) -> list[EmailMessage]:
    """Every mail of a case, of files and of mailboxes."""
    found = [path.read_bytes() for path in sorted(case.glob("evidence/reported/*.eml"))]
    for box in sorted(case.rglob("*.mbox")):
        found += [one.partition(b"\n")[2] for one in (b"\n" + box.read_bytes()).split(b"\nFrom - ")[1:]]
    return [email.message_from_bytes(one, policy=email.policy.default) for one in found]


@pytest.mark.parametrize("name", NAMES)
def test_mails_are_whole_and_nobody_is_real(built: Path, name: str) -> None:
    for mail in mails(built / name):
        assert mail.defects == []
        for field in ("From", "To"):
            assert all(address.domain.endswith(OURS) for address in mail[field].addresses)
        text = mail.get_body()
        assert text is not None
        assert "\ufffd" not in text.get_content()
    charsets = {mail.get_body().get_content_charset() for mail in mails(built / "our-device")}  # type: ignore[union-attr]
    assert charsets == {"utf-8", "iso-2022-jp"}


@pytest.mark.parametrize("name", NAMES)
def test_the_firm_can_be_read(built: Path, name: str) -> None:
    firm = read(built / name / "us.toml")
    assert [account.machines for account in firm.accounts] == [("PC-YAMA",), ("PC-MORI",), ("PC-KURA",)]
    assert tomllib.loads((built / name / "us.toml").read_text("utf-8"))["name_ja"] == "みどり雑貨店"


def test_what_a_report_quotes_lies_in_our_mailbox_and_in_the_log(built: Path) -> None:
    """All three in our-device; of address-only one, and the workshop is part of each."""
    case = built / "our-device"
    box = b"".join(path.read_bytes() for path in (case / "evidence/mailboxes/yama@midori.example.jp").iterdir())
    log = (case / "evidence/logs/maillog").read_text()
    for subject, part in (("木箱の納期について", b"@kobo"), ("年末の集荷時間", b"@midori"), ("ラッピング用リボンの件", b"@hana")):
        told = [mail for mail in mails(case) if str(mail["Subject"]) == subject]
        assert len(told) == 1
        name = str(told[0]["Message-ID"])
        assert part in name.encode()
        assert name.encode() in box
        assert f"message-id={name}" in log
    quoting = [mail.get_body().get_content() for mail in mails(built / "address-only") if str(mail["Subject"]).startswith("Re: ")]  # type: ignore[union-attr]
    assert len(quoting) == 4
    assert all("hino@kobo.example.com" in text for text in quoting)


def test_the_log_of_our_account_has_the_reported_mails_and_that_of_address_only_none(built: Path) -> None:
    for name, is_there in (("our-account", True), ("address-only", False)):
        log = (built / name / "evidence/logs/maillog").read_text()
        reported = [
            email.message_from_bytes(path.read_bytes())["Message-ID"] for path in (built / name / "evidence/reported").iterdir()
        ]
        assert len(reported) >= 3
        assert {f"message-id={one}" in log for one in reported} == {is_there}


def test_a_locked_archive_opens_with_its_password_alone() -> None:
    with zipfile.ZipFile(io.BytesIO(locked("a.txt", b"content", "1234"))) as archive:
        assert archive.read("a.txt", b"1234") == b"content"
        with pytest.raises(RuntimeError):
            archive.read("a.txt")
