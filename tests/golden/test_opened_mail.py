"""A mailbox and PCs together: a malicious attachment that somebody opened, and the same that nobody did."""

from __future__ import annotations

import email
import io
import zipfile
from email import policy
from pathlib import Path
from random import Random

import pytest
from support.carriers import honest_files, nests, shortcuts
from support.carriers.nests import nested
from support.pc import NOON, Pc

from mimawari import app
from mimawari.engine import Settings
from mimawari.judge import judge
from mimawari.judge.opened import Opening, openings
from mimawari.model import Level, Report

TEMP = "Users/hanako/AppData/Local/Temp"


def mail() -> tuple[bytes, str, str]:
    """A mail with a shortcut in an archive, and their names, as Python's own readers tell them."""
    data = nested(shortcuts.itself(Random("opened")), Random("opened"), nests.in_zip, nests.in_mail).data
    (attachment,) = email.message_from_bytes(data, policy=policy.default).iter_attachments()
    archive = attachment.get_filename() or ""
    names = zipfile.ZipFile(io.BytesIO(attachment.get_content())).namelist()
    (member,) = [name for name in names if name.endswith(".lnk")]
    return data, archive, member


MAIL, ARCHIVE, MEMBER = mail()
HONEST = honest_files.attached(Random("honest")).data


def reported(folder: Path, pc: Pc) -> tuple[Report, tuple[Opening, ...]]:
    box = folder / "inbox"
    box.write_bytes(
        b"".join(b"From x@example.com Mon Mar 14 16:30:00 2022\n" + one.rstrip(b"\n") + b"\n\n" for one in (HONEST, MAIL))
    )
    pc.write(folder / "pc")
    given = [app.evidence(str(path)) for path in (box, folder / "pc")]
    report = Report.of(app.check(given, Settings(reraise=True), 0))
    return report, openings(report)


@pytest.fixture
def pc() -> Pc:
    return Pc(name="PC1", users=("hanako",))


def test_opened_out_of_the_archive(pc: Pc, tmp_path: Path) -> None:
    pc.put(f"{TEMP}/Temp1_{ARCHIVE}/{MEMBER}", b"whatever is left of it", NOON)
    report, found = reported(tmp_path, pc)
    (one,) = found
    assert (one.host, one.opened.facts["name"], one.opened.facts["container"]) == ("PC1", MEMBER, ARCHIVE)
    assert one.letter is not None
    assert one.letter.path[0] == "inbox"
    levels = {source.key: app.level_of(source) for source in report.sources}
    assert levels[one.pc] in (Level.NO_SIGN, Level.UNDETERMINED)
    assert levels[one.mailbox] is Level.EXPOSED
    verdict = judge(report)
    assert verdict.level is Level.SUSPECTED
    assert (verdict.levels[one.pc], verdict.levels[one.mailbox]) == (Level.SUSPECTED, Level.EXPOSED)


def test_the_archive_opened_in_outlook(pc: Pc, tmp_path: Path) -> None:
    pc.put(f"Users/hanako/AppData/Local/Microsoft/Windows/INetCache/Content.Outlook/A1B2C3D4/{ARCHIVE}", b"x", NOON)
    (one,) = reported(tmp_path, pc)[1]
    assert one.is_archive


@pytest.mark.parametrize("path", [f"Documents/{MEMBER}", f"AppData/Local/Temp/{MEMBER}", "Downloads/other.zip"])
def test_nobody_opened_it(path: str, pc: Pc, tmp_path: Path) -> None:
    pc.put(f"Users/hanako/{path}", b"x").put(f"{TEMP}/Temp1_写真.zip/another.lnk", b"x")
    report, found = reported(tmp_path, pc)
    assert found == ()
    assert judge(report).level is Level.EXPOSED
