"""Mail accounts, ways into other machines, counts: what each program keeps, and what of it may be told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.evidence import read
from support.held import LOCAL, ROAMING, SECRET, hive, seen, told
from support.pc import Pc

from mimawari.examples.hive_writer import Value, binary, number, text
from mimawari.model import Gap, Held, Holding, Reason
from mimawari.sources.windows import holdings
from mimawari.sources.windows.holdings import room

OUTLOOK = r"Software\Microsoft\Office\16.0\Outlook\Profiles\Outlook\9375CFF0413111d3B88A00104B2A6676"
BIRD = f"{ROAMING}/Thunderbird/Profiles/a1.default"


def wide(name: str, data: str) -> Value:
    return binary(name, data.encode("utf-16-le") + b"\0\0")


Accounts = list[tuple[str, str, str, bool | None]]


def accounts(pc: Pc, folder: Path) -> Accounts:
    return [(one.account, one.place, one.service, one.saved) for one in told(pc, folder, Held.MAIL_ACCOUNT)]


@pytest.mark.parametrize("form", [text, wide])
def test_outlook_in_text_and_in_bytes(tmp_path: Path, form: Callable[[str, str], Value]) -> None:
    pc = Pc()
    hive(pc, rf"{OUTLOOK}\00000002", form("Email", "shop@example.jp"), form("IMAP Server", "imap.example.jp"),
         form("SMTP Server", "smtp.example.jp"), binary("IMAP Password", f"\2{SECRET}".encode()))  # fmt: skip
    assert accounts(pc, tmp_path) == [
        ("shop@example.jp", "imap.example.jp", "imap", True), ("shop@example.jp", "smtp.example.jp", "smtp", False),
    ]  # fmt: skip


@pytest.mark.parametrize("path", [
    OUTLOOK.replace("16.0", "15.0"), OUTLOOK.replace("16.0", "14.0"),
    r"Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\x\9375CFF0413111d3B88A00104B2A6676",
])  # fmt: skip
def test_outlook_of_every_year(tmp_path: Path, path: str) -> None:
    pc = Pc()
    hive(pc, rf"{path}\00000001", wide("Email", "shop@example.jp"), wide("POP3 Server", "pop.example.jp"))
    assert accounts(pc, tmp_path) == [("shop@example.jp", "pop.example.jp", "pop3", False)]


def test_exchange_and_what_is_no_account(tmp_path: Path) -> None:
    pc = Pc()
    hive(pc, rf"{OUTLOOK}\00000001", text("clsid", "{ED475414-B0D6-11D2-8C3B-00104B2A6676}"), text("Service Name", "CONTAB"),
         wide("Account Name", "Outlook Address Book"))  # fmt: skip
    hive(pc, rf"{OUTLOOK}\00000002", text("Service Name", "MSEMS"), wide("Account Name", "shop@example.jp"))
    hive(pc, rf"{OUTLOOK}\00000003", wide("Account Name", "LDAP"), wide("LDAP Server", "ldap.example.jp"))
    assert accounts(pc, tmp_path) == [("shop@example.jp", "", "exchange", None)]


def test_the_new_outlook(tmp_path: Path) -> None:
    settings = {"Identities": {"IdentityMap": {"a@example.jp": "1111", "no address": "2"}}, "Session": {"token": SECRET}}
    pc = Pc().put(f"{LOCAL}/Microsoft/Olk/UserSettings.json", json.dumps(settings).encode())
    assert accounts(pc, tmp_path) == [("a@example.jp", "", "", None)]


def test_outlook_express(tmp_path: Path) -> None:
    pc = Pc()
    hive(pc, r"Software\Microsoft\Internet Account Manager\Accounts\00000001", text("SMTP Email Address", "a@example.jp"),
         text("POP3 Server", "pop.example.jp"), binary("POP3 Password2", SECRET.encode()))  # fmt: skip
    hive(pc, r"Software\Microsoft\Internet Account Manager\Accounts\Active Directory GC", text("LDAP Server", "NULL"))
    assert accounts(pc, tmp_path) == [("a@example.jp", "pop.example.jp", "pop3", True)]


def prefs(**values: str) -> bytes:
    usual = {
        "mail.account.account1.identities": "id1", "mail.account.account1.server": "server1",
        "mail.account.account2.server": "server2", "mail.server.server2.type": "none",
        "mail.server.server2.hostname": "Local Folders",
        "mail.identity.id1.useremail": "a@example.jp", "mail.identity.id1.smtpServer": "smtp1",
        "mail.server.server1.hostname": "imap.example.jp", "mail.server.server1.type": "imap",
        "mail.server.server1.userName": SECRET,
        "mail.smtpserver.smtp1.hostname": "imap.example.jp",
    }  # fmt: skip
    every = usual | {f"mail.{name.replace('_', '.')}": value for name, value in values.items()}
    return "".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in every.items()).encode()


def test_thunderbird(tmp_path: Path) -> None:
    pc = Pc().put(f"{BIRD}/prefs.js", b"// Mozilla User Preferences\n\n" + prefs())
    assert accounts(pc, tmp_path / "a") == [("a@example.jp", "imap.example.jp", "imap", False)]
    logins = {"logins": [{"hostname": "imap://imap.example.jp", "encryptedPassword": SECRET, "encryptedUsername": SECRET}]}
    pc.put(f"{BIRD}/logins.json", json.dumps(logins).encode())
    assert accounts(pc, tmp_path / "b") == [("a@example.jp", "imap.example.jp", "imap", True)]


def test_thunderbird_with_another_server_for_sending(tmp_path: Path) -> None:
    pc = Pc().put(f"{BIRD}/prefs.js", prefs(smtpserver_smtp1_hostname="smtp.example.jp"))
    assert [(place, service) for _, place, service, _ in accounts(pc, tmp_path)] == [
        ("imap.example.jp", "imap"), ("smtp.example.jp", "smtp"),
    ]  # fmt: skip


def test_a_profile_of_thunderbird_elsewhere(tmp_path: Path) -> None:
    ini = b"[General]\nA=1\n[Profile0]\nIsRelative=0\nPath=C:\\Mail\\tb\n[Profile1]\nIsRelative=0\nPath=..\\..\\x\n"
    pc = Pc().put(f"{ROAMING}/Thunderbird/profiles.ini", ini).put("Mail/tb/prefs.js", prefs())
    found, (gap,) = seen(pc, tmp_path)
    assert [one.account for one in found] == ["a@example.jp"]
    assert (gap.reason, gap.origin.path[-1]) == (Reason.MISSING, r"..\..\x")


def test_a_profile_of_thunderbird_that_no_folder_can_be(tmp_path: Path) -> None:
    ini = b"[Profile0]\nIsRelative=0\nPath=C:\\a\0b\n[Profile1]\nIsRelative=1\nPath=" + b"x" * 4000 + b"\n"
    pc = Pc().put(f"{ROAMING}/Thunderbird/profiles.ini", ini).put(f"{BIRD}/prefs.js", prefs())
    assert [one.account for one in seen(pc, tmp_path)[0]] == ["a@example.jp"]


def test_xml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><FileZilla3>&b;</FileZilla3>'
    found, (gap,) = seen(Pc().put(f"{ROAMING}/FileZilla/sitemanager.xml", bomb), tmp_path)
    assert (found, gap.reason) == ([], Reason.CORRUPT)


def ways(pc: Pc, folder: Path) -> list[tuple[str, str, str, bool | None]]:
    return [(one.program, one.place, one.service, one.saved) for one in told(pc, folder, Held.REMOTE_LOGIN)]


def test_filezilla(tmp_path: Path) -> None:
    xml = (
        f"<FileZilla3><Servers><Folder>x<Server><Host>ftp.example.jp</Host><Protocol>0</Protocol><User>{SECRET}</User>"
        f"<Pass encoding='base64'>{SECRET}</Pass><Name>{SECRET}</Name></Server></Folder><Server><Host>s.example.jp</Host>"
        "<Protocol>1</Protocol></Server><Server><Host></Host></Server></Servers></FileZilla3>"
    )
    pc = Pc().put(f"{ROAMING}/FileZilla/sitemanager.xml", xml.encode())
    assert ways(pc, tmp_path) == [("FileZilla", "ftp.example.jp", "ftp", True), ("FileZilla", "s.example.jp", "sftp", False)]


def test_sessions_of_the_registry(tmp_path: Path) -> None:
    pc = Pc()
    scp = r"Software\Martin Prikryl\WinSCP 2\Sessions"
    hive(pc, rf"{scp}\web", text("HostName", "web.example.jp"), number("FSProtocol", 5), text("Password", SECRET))
    hive(pc, rf"{scp}\Default%20Settings", text("HostName", "no.example.jp"))
    hive(pc, r"Software\SimonTatham\PuTTY\Sessions\srv", text("HostName", "admin@srv.example.jp"), text("Protocol", "ssh"))
    hive(pc, r"Software\Sota\FFFTP\Options\Host0", text("HostAdrs", "f.example.jp"), text("Password", SECRET))
    hive(pc, r"Software\Sota\FFFTP\Options\DefaultHost", text("HostAdrs", ""))
    assert sorted(ways(pc, tmp_path)) == [
        ("FFFTP", "f.example.jp", "ftp", True), ("PuTTY", "srv.example.jp", "ssh", None), ("WinSCP", "web.example.jp", "ftp", True),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["P@ssw0rd", "my@P@ss", "P@ssw0rd!"])
def test_the_rest_of_a_password_is_no_machine(tmp_path: Path, typed: str) -> None:
    pc = Pc().put(f"{ROAMING}/FileZilla/sitemanager.xml", f"<x><Server><Host>{typed}</Host></Server></x>".encode())
    for path in (r"Martin Prikryl\WinSCP 2\Sessions\web", r"SimonTatham\PuTTY\Sessions\srv"):
        hive(pc, rf"Software\{path}", text("HostName", typed))
    hive(pc, r"Software\Sota\FFFTP\Options\Host0", text("HostAdrs", typed))
    hive(pc, r"Software\Microsoft\Terminal Server Client\Default", text("MRU0", typed), text("MRU1", "server01"))
    assert [place for _, place, _, _ in ways(pc, tmp_path)] == ["server01"]


def test_a_locked_ffftp_is_a_gap(tmp_path: Path) -> None:
    pc = Pc()
    hive(pc, r"Software\Sota\FFFTP\EncryptedOptions\Host0", binary("HostAdrs", b"\1\2"))
    _, (gap,) = seen(pc, tmp_path)
    assert gap.reason is Reason.ENCRYPTED


def test_winscp_with_a_file(tmp_path: Path) -> None:
    ini = f"[Sessions\\web]\nHostName=w.example.jp\nPassword={SECRET}\n[Sessions\\Default%20Settings]\nHostName=n\n"
    assert ways(Pc().put(f"{ROAMING}/WinSCP.ini", ini.encode()), tmp_path) == [("WinSCP", "w.example.jp", "sftp", True)]


def test_remote_desktops_drives_and_vpn(tmp_path: Path) -> None:
    pc = Pc()
    client = r"Software\Microsoft\Terminal Server Client"
    hive(pc, rf"{client}\Servers\SERVER01", text("UsernameHint", SECRET))
    hive(pc, rf"{client}\Default", text("MRU0", "server01"), text("MRU1", "192.0.2.9:3390"))
    hive(pc, r"Network\Z", text("RemotePath", r"\\nas\売上"), text("UserName", SECRET))
    book = "[office]\r\nType=2\r\nPhoneNumber=vpn.example.jp\r\n[modem]\r\nType=1\r\nPhoneNumber=0312345678\r\n"
    pc.put(f"{ROAMING}/Microsoft/Network/Connections/Pbk/rasphone.pbk", book.encode())
    assert sorted((place, service) for _, place, service, _ in ways(pc, tmp_path)) == [
        ("192.0.2.9", "rdp"), ("nas", "smb"), ("server01", "rdp"), ("vpn.example.jp", "vpn"),
    ]  # fmt: skip


def test_counts_of_what_windows_keeps(tmp_path: Path) -> None:
    wlan = "ProgramData/Microsoft/Wlansvc/Profiles/Interfaces/{A}"
    pc = Pc().put(f"{wlan}/{{1}}.xml", f"<keyMaterial>{SECRET}</keyMaterial>".encode()).put(f"{wlan}/{{2}}.xml", b"<x/>")
    pc.put(f"{LOCAL}/Microsoft/Credentials/0A1B", SECRET.encode()).put(f"{ROAMING}/Microsoft/Credentials/0C", SECRET.encode())
    pc.put(f"{LOCAL}/Microsoft/Vault/{{G}}/a.vcrd", SECRET.encode()).put(f"{LOCAL}/Microsoft/Vault/{{G}}/Policy.vpol", b"x")
    hive(pc, r"Software\Microsoft\Internet Explorer\IntelliForms\Storage2", binary("A" * 40, SECRET.encode()))
    found, gaps = seen(pc, tmp_path)
    assert gaps == []
    assert sorted((one.held, one.program, one.count, one.place) for one in found) == [
        (Held.CREDENTIALS, "Internet Explorer", 1, ""), (Held.CREDENTIALS, "Windows", 1, ""), (Held.CREDENTIALS, "Windows", 1, ""),
        (Held.CREDENTIALS, "Windows", 1, ""), (Held.WIRELESS, "Windows", 2, ""),
    ]  # fmt: skip


def test_mailboxes_and_address_books_by_size(tmp_path: Path) -> None:
    pc = Pc().put(f"{LOCAL}/Microsoft/Outlook/a.ost", b"!BDN" * 100)
    pc.put(f"{LOCAL}/Microsoft/Outlook/RoamCache/Stream_Autocomplete_0_A.dat", b"x" * 7).put(f"{BIRD}/abook.sqlite", b"y" * 9)
    found, _ = seen(pc, tmp_path)
    assert sorted((one.held, one.program, one.size) for one in found) == [
        (Held.ADDRESS_BOOK, "Outlook", 7), (Held.ADDRESS_BOOK, "Thunderbird", 9), (Held.MAILBOX, "Outlook", 400),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["a\x1b[2J\n@example.jp", "a@example.jp" + "x" * 5_000, "a" * 65 + "@example.jp"])
def test_an_address_that_none_can_be_is_not_told(tmp_path: Path, typed: str) -> None:
    pc = Pc()
    hive(pc, rf"{OUTLOOK}\00000002", text("Email", typed), text("IMAP Server", "imap.example.jp"))
    assert accounts(pc, tmp_path) == [("", "imap.example.jp", "imap", False)]


def test_a_user_without_a_hive(tmp_path: Path) -> None:
    """Files are read all the same, and what the hive would have told is a gap."""
    pc = Pc().put(f"{BIRD}/prefs.js", prefs())
    folder = pc.write(tmp_path)
    (folder / "C/Users/shop/NTUSER.DAT").write_bytes(b"regf" + b"\0" * 100)
    every = read(folder)[1]
    assert [one.account for one in every if isinstance(one, Holding)] == ["a@example.jp"]
    assert [one.reason for one in every if isinstance(one, Gap) and one.wanted == "holding"] == [Reason.CORRUPT]


def test_nothing_there_is_nothing_told(tmp_path: Path) -> None:
    assert seen(Pc(), tmp_path) == ([], [])


def test_a_folder_that_leads_elsewhere_is_not_followed_and_told(tmp_path: Path) -> None:
    folder = Pc().write(tmp_path / "pc")
    (tmp_path / "elsewhere/Default").mkdir(parents=True)
    (folder / "C" / LOCAL / "Google/Chrome").mkdir(parents=True)
    (folder / "C" / LOCAL / "Google/Chrome/User Data").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / "C" / ROAMING / "Thunderbird/Profiles").mkdir(parents=True)
    (folder / "C" / ROAMING / "Thunderbird/Profiles/a.default").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    gaps = [one for one in read(folder)[1] if isinstance(one, Gap) and one.wanted == "holding"]
    assert {(gap.reason, gap.origin.path[-1].rpartition("\\")[2]) for gap in gaps} == {
        (Reason.UNSUPPORTED, "User Data"), (Reason.UNSUPPORTED, "a.default"),
    }  # fmt: skip


def test_too_many_entries_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ENTRIES", 3)
    pc = Pc()
    for count in range(5):
        pc.put(f"{LOCAL}/Microsoft/Credentials/{count}", b"x")
    found, gaps = seen(pc, tmp_path)
    assert [one.count for one in found] == [3]
    assert [gap.reason for gap in gaps] == [Reason.TOO_LARGE]


def test_too_many_keys_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "KEYS", 3)
    pc = Pc()
    for count in range(5):
        hive(pc, rf"Software\SimonTatham\PuTTY\Sessions\{count}", text("HostName", f"s{count}.example.jp"))
    found, (gap,) = seen(pc, tmp_path)
    assert (len(found), gap.reason) == (3, Reason.TOO_LARGE)


def test_more_things_than_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "MOST", 2)
    pc = Pc()
    for count in range(4):
        hive(pc, rf"Software\SimonTatham\PuTTY\Sessions\{count}", text("HostName", f"s{count}.example.jp"))
    found, (gap,) = seen(pc, tmp_path)
    assert (len(found), gap.reason) == (2, Reason.TOO_LARGE)
