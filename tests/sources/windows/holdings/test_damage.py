"""Damaged files of programs: whatever the bytes, something is told or a gap is, and no secret; in every kind of source alike."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import BinaryIO

import pytest
from support.evidence import check, pack
from support.held import CHROME, LOCAL, ROAMING, SECRET, chrome, login, seen
from support.pc import Pc

from mimawari import app, knowledge
from mimawari.examples.hive_writer import text
from mimawari.faces import json_report
from mimawari.model import BadEvidence, Holding, Level, Reason, Report
from mimawari.sources.windows.installation import Installation

BIRD = f"{ROAMING}/Thunderbird/Profiles/a.default"
FILES = {
    f"{CHROME}/Login Data": chrome(*(login(f"https://s{count}.example.jp/") for count in range(9))),
    f"{ROAMING}/FileZilla/sitemanager.xml": f"<F><Server><Host>a.example.jp</Host><Pass>{SECRET}</Pass></Server></F>".encode(),
    f"{ROAMING}/WinSCP.ini": f"[Sessions\\a]\nHostName=b.example.jp\nPassword={SECRET}\n".encode(),
    f"{BIRD}/logins.json": json.dumps({"logins": [{"hostname": "imap://c.example.jp", "encryptedPassword": SECRET}]}).encode(),
    f"{BIRD}/prefs.js": b'user_pref("mail.account.account1.server", "server1");\nuser_pref("mail.server.server1.type", "imap");\n'
    b'user_pref("mail.server.server1.hostname", "c.example.jp");\n',
    f"{LOCAL}/Microsoft/Windows Live Mail/x/account{{1}}.oeaccount": "<MessageAccount><IMAP_Server>d.example.jp</IMAP_Server>"
    f"<IMAP_Password2>{SECRET}</IMAP_Password2></MessageAccount>".encode("utf-16"),
    f"{ROAMING}/Sylpheed/accountrc": b"[Account: 1]\naddress=s@example.jp\nreceive_server=e.example.jp\n"
    + f"password={SECRET}\n".encode(),
    f"{ROAMING}/Sylpheed/folderlist.xml": b'<folderlist><folder type="mh" path="Mail"/></folderlist>',
    f"{LOCAL}/Microsoft/Olk/UserSettings.json": b'{"Identities": {"IdentityMap": {"a@example.jp": "1"}}}',
}  # fmt: skip


def flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("seed", range(40))
def test_flipped_and_cut_bytes(tmp_path: Path, seed: int) -> None:
    dice = random.Random(f"held {seed}")
    pc = Pc()
    for path, content in FILES.items():
        pc.put(path, flipped(content, dice) if seed % 2 else content[: dice.randrange(len(content))])
    found, gaps = seen(pc, tmp_path)
    assert all(re.fullmatch(r"[a-z0-9_.\[\]:-]*", one.place) for one in found)
    assert all(gap.detail for gap in gaps)
    source = check(tmp_path)
    assert app.level_of(source) is Level.NO_SIGN
    assert SECRET not in json_report.text(Report.of([source]), knowledge.load())


@pytest.mark.parametrize("how", ["zip", "tgz", "image"])
def test_an_archive_and_an_image_tell_the_same_as_the_folder(tmp_path: Path, how: str) -> None:
    pc = Pc()
    pc.hives["shop"].at(r"Software\SimonTatham\PuTTY\Sessions\srv").put(text("HostName", "srv.example.jp"))
    for path, content in FILES.items():
        pc.put(path, content)
    folder = pc.write(tmp_path / "pc")
    plain = told(check(folder).holdings)
    assert len(plain) == 16
    assert told(check(pack(folder, tmp_path / f"packed.{how}", how)).holdings) == plain


def told(every: tuple[Holding, ...]) -> list[tuple[object, ...]]:
    return sorted((one.held, one.program, one.place, one.account, one.count, one.saved, one.begins) for one in every)


def test_a_link_in_place_of_a_file_is_not_followed_and_told(tmp_path: Path) -> None:
    folder = Pc().put(f"{CHROME}/Login Data", chrome(login("https://a.example.jp/"))).write(tmp_path / "pc")
    path = folder / "C" / CHROME / "Login Data"
    (tmp_path / "elsewhere").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    source = check(folder)
    assert source.holdings == ()
    assert [gap.reason.value for gap in source.gaps if gap.wanted == "holding"] == ["unsupported"]


@pytest.mark.parametrize(("reason", "detail"), [(Reason.DENIED, "in use"), (Reason.MISSING, ""), (Reason.CORRUPT, "torn")])
def test_a_file_that_is_locked_or_was_not_collected_is_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: Reason, detail: str
) -> None:
    """It is there, so that nothing was saved must not be said."""
    usual = Installation.open

    def opened(self: Installation, path: str) -> BinaryIO:
        if "Login Data" in path:
            raise BadEvidence(reason, detail)
        return usual(self, path)

    monkeypatch.setattr(Installation, "open", opened)
    source = check(Pc().put(f"{CHROME}/Login Data", chrome(login("https://a.example.jp/"))).write(tmp_path))
    (gap,) = [gap for gap in source.gaps if gap.wanted == "holding"]
    assert (gap.reason, gap.origin.path[-1].rpartition("\\")[2]) == (reason, "Login Data")
    assert gap.remedy == knowledge.load().remedy(gap)
    assert app.level_of(source) is Level.NO_SIGN
