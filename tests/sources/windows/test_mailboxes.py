"""Mailboxes that lie on a PC: told once each, where mail programs keep them; nothing where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.evidence import check, pack, read
from support.pc import Pc

from mimawari import app, knowledge
from mimawari.examples.hive_writer import text
from mimawari.model import Gap, Reason
from mimawari.sources.windows import mailboxes

LOCAL, ROAMING = "Users/shop/AppData/Local", "Users/shop/AppData/Roaming"
PROFILE = f"{ROAMING}/Thunderbird/Profiles/k2x1.default-release"
OUTLOOK = (
    f"{LOCAL}/Microsoft/Outlook/shop@example.jp.ost",
    f"{LOCAL}/Microsoft/Outlook/Archive.PST",
    "Users/shop/Documents/Outlook Files/backup.pst",
    "Users/shop/Documents/Outlook ファイル/shop.pst",
    "Users/shop/OneDrive/Documents/Outlook Files/a.pst",
    "Users/shop/OneDrive - 見回り商店/ドキュメント/Outlook ファイル/b.pst",
    "Users/shop/Documents/old.pst",
)


def told(pc: Pc, folder: Path) -> list[str]:
    """The Windows paths of the mailboxes that are told."""
    found = [seen for seen in read(pc.write(folder))[1] if isinstance(seen, Gap) and seen.wanted == "mailbox"]
    assert {(gap.reason, gap.detail) for gap in found} <= {
        (Reason.UNSUPPORTED, "a mailbox is here; it was not looked at with the PC")
    }
    return [gap.origin.path[-1] for gap in found]


def windows(path: str) -> str:
    return "C:\\" + path.replace("/", "\\")


@pytest.mark.parametrize("path", OUTLOOK)
def test_a_data_file_of_outlook(tmp_path: Path, path: str) -> None:
    assert told(Pc().put(path, b"!BDN"), tmp_path) == [windows(path)]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (f"{LOCAL}/Microsoft/Outlook/shop.ost", b""),
        (f"{LOCAL}/Microsoft/Outlook/shop.xml", b"<"),
        (f"{LOCAL}/Microsoft/Outlook/RoamCache/a.pst", b"!BDN"),
        ("Users/shop/Documents/post.pst.txt", b"x"),
        ("Users/shop/Documents/Word/a.pst", b"!BDN"),
        (f"{PROFILE}/prefs.js", b"x"),
        (f"{PROFILE}/Mail/Local Folders/Trash", b""),
        (f"{PROFILE}/Mail/Local Folders/msgFilterRules.dat", b"x"),
        (f"{ROAMING}/Thunderbird/profiles.ini", b"x"),
    ],
)
def test_what_is_no_mailbox(tmp_path: Path, path: str, content: bytes) -> None:
    pc = Pc().put(path, content).put(f"{PROFILE}/Mail/Local Folders/Trash.msf", b"x")
    assert told(pc, tmp_path) == []


@pytest.mark.parametrize(
    "mail",
    [
        "Mail/Local Folders/Trash",
        "Mail/Local Folders/Inbox.sbd/2022.sbd/Trash",
        "Mail/pop.example.jp/Inbox/cur/1646270430.eml",
        "ImapMail/imap.example.jp/INBOX.msf",
        "ImapMail/imap.example.jp/INBOX",
    ],
)
def test_a_profile_of_thunderbird_with_mail_or_an_account_on_a_server(tmp_path: Path, mail: str) -> None:
    pc = Pc().put(f"{PROFILE}/prefs.js", b"x").put(f"{PROFILE}/{mail}", b"From ").put(f"{PROFILE}/{mail}.msf", b"x")
    pc.put(f"{ROAMING}/Thunderbird/Profiles/empty.default/prefs.js", b"x")
    assert told(pc, tmp_path) == [windows(PROFILE)]


def test_each_user_and_each_mailbox_once(tmp_path: Path) -> None:
    pc = Pc(users=("shop", "佐藤")).put("Users/佐藤/Documents/Outlook ファイル/佐藤.pst", b"!BDN")
    for path in OUTLOOK:
        pc.put(path, b"!BDN")
    assert sorted(told(pc, tmp_path)) == sorted([*map(windows, OUTLOOK), "C:\\Users\\佐藤\\Documents\\Outlook ファイル\\佐藤.pst"])


def test_no_more_than_can_be_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "_MOST", 3)
    pc = Pc()
    for number in range(5):
        pc.put(f"{LOCAL}/Microsoft/Outlook/{number}.pst", b"!BDN")
    assert len(told(pc, tmp_path)) == 3


def test_folders_without_end_are_not_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "_FOLDERS", 3)
    deep = "Mail/a/b/c/d/Inbox"
    assert told(Pc().put(f"{PROFILE}/{deep}", b"From ").put(f"{PROFILE}/{deep}.msf"), tmp_path) == []


@pytest.mark.parametrize("how", ["", "zip"])
def test_it_stands_in_no_ones_way_and_says_how(tmp_path: Path, how: str) -> None:
    folder = Pc().put(OUTLOOK[0], b"!BDN").write(tmp_path / "pc")
    plain = check(Pc().write(tmp_path / "plain"))
    source = check(pack(folder, tmp_path / "pc.zip", how) if how else folder)
    found = [gap for gap in source.gaps if gap.wanted == "mailbox"]
    assert len(found) == 1
    assert app.holes(source) == app.holes(plain)
    known = knowledge.load()
    assert all("mimawari check" in (found[0].remedy or known.remedy(found[0])).say(language) for language in ("en", "ja"))
    assert "mimawari check" in known.remedy(found[0], "live").ja
    assert known.details.japanese(found[0].detail)
    assert "mailbox" in known.wording["wanted"]
    assert not any("mailbox" in row for row in known.minimum.values())


BECKY = b"[Account]\nMailAddress=a@example.jp\n"
STORES = (
    ("Becky!/shop/1.mb/Mailbox.ini", BECKY, "C:\\Becky!\\shop\\1.mb"),
    (f"{LOCAL}/Microsoft/Windows Live Mail/Example/Inbox/1.eml", b"Subject: x", windows(f"{LOCAL}/Microsoft/Windows Live Mail")),
    (f"{ROAMING}/Sylpheed/Mailboxes/Mail/inbox/1", b"Subject: x", windows(f"{ROAMING}/Sylpheed/Mailboxes/Mail")),
    (f"{LOCAL}/Identities/{{1}}/Microsoft/Outlook Express/Inbox.dbx", b"x",
     windows(f"{LOCAL}/Identities/{{1}}/Microsoft/Outlook Express")),
    ("Mail/pop.example.jp/account.bin", b"x", "C:\\Mail\\pop.example.jp"),
)  # fmt: skip


def others(pc: Pc, folder: Path) -> list[tuple[Reason, str]]:
    pc.hives["shop"].at(r"Software\Hidemaruo\TuruKame\Config").put(text("HomeDir", "C:\\Mail\\"))
    found = [seen for seen in read(pc.write(folder))[1] if isinstance(seen, Gap) and seen.wanted == mailboxes.OTHER]
    return sorted((gap.reason, gap.origin.path[-1]) for gap in found)


@pytest.mark.parametrize(("path", "content", "told_at"), STORES)
def test_a_store_of_another_program(tmp_path: Path, path: str, content: bytes, told_at: str) -> None:
    assert others(Pc().put(path, content), tmp_path / "a") == [(Reason.UNSUPPORTED, told_at)]
    assert others(Pc().put(OUTLOOK[0], b"!BDN").put(f"{ROAMING}/Sylpheed/accountrc", b"[Account: 1]"), tmp_path / "b") == []


def test_no_more_of_other_programs_than_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "_MOST", 3)
    pc = Pc()
    for number in range(5):
        pc.put(f"Becky!/shop/{number}.mb/Mailbox.ini", BECKY)
    assert [reason for reason, _ in others(pc, tmp_path)] == [Reason.TOO_LARGE, *[Reason.UNSUPPORTED] * 3]


def test_of_other_programs_it_says_how_and_hides_nothing(tmp_path: Path) -> None:
    source = check(Pc().put("Becky!/shop/1.mb/Mailbox.ini", BECKY).write(tmp_path / "pc"))
    (gap,) = [gap for gap in source.gaps if gap.wanted == mailboxes.OTHER]
    assert app.holes(source) == app.holes(check(Pc().write(tmp_path / "plain")))
    known = knowledge.load()
    for kind in ("", "live", "disk-image"):
        assert all(
            word in known.remedy(gap, kind).say(language) for language in ("en", "ja") for word in (".eml", "mimawari check")
        )
    assert mailboxes.OTHER in known.wording["wanted"]
    assert not any(mailboxes.OTHER in row for row in known.minimum.values())
