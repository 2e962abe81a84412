"""Mail programs apart from Outlook and Thunderbird whose accounts are read: accounts, mailboxes, address books."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.held import LOCAL, ROAMING, SECRET, hive, places, seen, stores, told
from support.pc import Pc

from mimawari import knowledge
from mimawari.examples.hive_writer import binary, expandable, text
from mimawari.model import Held, Reason
from mimawari.sources.windows.holdings import room

LIVE = f"{LOCAL}/Microsoft/Windows Live Mail"
SYLPHEED = f"{ROAMING}/Sylpheed"
COMMS = f"{LOCAL}/Comms/Unistore/data/3"
HX = f"{LOCAL}/Packages/microsoft.windowscommunicationsapps_8wekyb3d8bbwe/LocalState/HxStore.hxd"
PARTNERS = r"Software\Microsoft\ActiveSync\Partners"

Accounts = list[tuple[str, str, str, bool | None]]


def accounts(pc: Pc, folder: Path) -> Accounts:
    return [(one.account, one.place, one.service, one.saved) for one in told(pc, folder, Held.MAIL_ACCOUNT)]


def live(*elements: str, charset: str = "utf-16") -> bytes:
    """An account as Microsoft describes the file, with a word where the password is."""
    inner = "".join(f'<{one.partition("=")[0]} type="SZ">{one.partition("=")[2]}</{one.partition("=")[0]}>' for one in elements)
    secret = "".join(f'<{name}_Password2 type="BINARY">{SECRET}</{name}_Password2>' for name in ("POP3", "IMAP", "SMTP"))
    return f'<?xml version="1.0" encoding="{charset}"?><MessageAccount>{inner}{secret}</MessageAccount>'.encode(charset)


@pytest.mark.parametrize("program", ["Windows Live Mail", "Windows Mail"])
def test_windows_live_mail(tmp_path: Path, program: str) -> None:
    xml = live("Account_Name=x", "POP3_Server=pop.example.jp", "SMTP_Server=pop.example.jp", "SMTP_Email_Address=a@example.jp")
    pc = Pc().put(f"{LOCAL}/Microsoft/{program}/Example/account{{1}}.oeaccount", xml)
    assert accounts(pc, tmp_path) == [("a@example.jp", "pop.example.jp", "pop3", True)]


def test_windows_live_mail_with_its_store_elsewhere(tmp_path: Path) -> None:
    pc = Pc().put(
        "Users/shop/Mail/Example/account{1}.oeaccount", live("IMAP_Server=imap.example.jp", "SMTP_Email_Address=a@example.jp")
    )
    hive(pc, r"Software\Microsoft\Windows Live Mail", expandable("Store Root", "%UserProfile%\\Mail\\"))
    assert accounts(pc, tmp_path) == [("a@example.jp", "imap.example.jp", "imap", True)]


@pytest.mark.parametrize("root", ["%LocalAppData%", "%UserProfile%\\AppData\\Local", "C:\\users\\SHOP\\appdata\\local"])
def test_the_usual_store_is_read_once(tmp_path: Path, root: str) -> None:
    pc = Pc().put(f"{LIVE}/x/account{{1}}.oeaccount", live("POP3_Server=pop.example.jp", "SMTP_Email_Address=a@example.jp"))
    hive(pc, r"Software\Microsoft\Windows Live Mail", expandable("Store Root", rf"{root}\Microsoft\Windows Live Mail\\"[:-1]))
    assert len(accounts(pc, tmp_path)) == 1


def test_a_store_on_another_drive_is_a_gap(tmp_path: Path) -> None:
    pc = Pc()
    hive(pc, r"Software\Microsoft\Windows Live Mail", expandable("Store Root", "D:\\Mail\\"))
    hive(pc, r"Software\RimArts\B2\Settings", text("DataDir", "\\\\server\\becky"))
    found, gaps = seen(pc, tmp_path)
    assert (found, places(gaps)) == ([], ["D:\\Mail", "\\\\server\\becky"])
    assert {gap.reason for gap in gaps} == {Reason.MISSING}


def test_an_account_of_hotmail_names_no_server(tmp_path: Path) -> None:
    pc = Pc().put(f"{LIVE}/Hotmail/account{{1}}.oeaccount", live("SMTP_Email_Address=a@hotmail.co.jp"))
    pc.put(f"{LIVE}/account{{2}}.oeaccount", live("LDAP_Server=ldap.example.jp"))
    assert accounts(pc, tmp_path) == [("a@hotmail.co.jp", "", "", None)]


def test_a_folder_of_many_other_files_is_asked_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ENTRIES", 3)
    pc = Pc()
    for count in range(5):
        pc.put(f"{LIVE}/Example/Inbox/{count}.txt", b"x")
    found, (gap,) = seen(pc, tmp_path)
    assert (found, gap.reason, gap.origin.path[-1].rpartition("\\")[2]) == ([], Reason.TOO_LARGE, "Inbox")


@pytest.mark.parametrize("path", [
    "Windows Live/Contacts/default/15.4/DBStore/contacts.edb", "Windows Live Contacts/{12356999}/DBStore/contacts.edb",
])  # fmt: skip
def test_contacts_of_windows_live_mail(tmp_path: Path, path: str) -> None:
    pc = Pc().put(f"{LOCAL}/Microsoft/{path}", SECRET.encode())
    assert stores(pc, tmp_path) == [(Held.ADDRESS_BOOK, "Windows Live Mail", "contacts.edb")]


def test_mails_and_contacts_of_outlook_express(tmp_path: Path) -> None:
    pc = Pc().put(f"{LOCAL}/Identities/{{1}}/Microsoft/Outlook Express/Inbox.dbx", SECRET.encode())
    pc.put(f"{ROAMING}/Microsoft/Address Book/shop.wab", SECRET.encode())
    assert stores(pc, tmp_path) == [
        (Held.ADDRESS_BOOK, "Outlook Express", "shop.wab"), (Held.MAILBOX, "Outlook Express", "Outlook Express"),
    ]  # fmt: skip


def test_mails_of_windows_live_mail(tmp_path: Path) -> None:
    pc = Pc().put(f"{LIVE}/Example/Inbox/1.eml", f"Subject: {SECRET}\n".encode())
    assert stores(pc, tmp_path) == [(Held.MAILBOX, "Windows Live Mail", "Windows Live Mail")]
    assert stores(Pc().put(f"{LIVE}/Example/Inbox/1.txt", b"x"), tmp_path / "none") == []


@pytest.mark.parametrize("content", [
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><MessageAccount>&b;</MessageAccount>',
    b"<a>" * 60 + b"</a>" * 60, b"\xff\xfe<\0", live()[:-9],
])  # fmt: skip
def test_accounts_that_are_no_honest_xml(tmp_path: Path, content: bytes) -> None:
    found, (gap,) = seen(Pc().put(f"{LIVE}/Example/account{{1}}.oeaccount", content), tmp_path)
    assert (found, gap.reason) == ([], Reason.CORRUPT)


@pytest.mark.parametrize("path", [
    f"{LIVE}/Example/account{{1}}.oeaccount", f"{SYLPHEED}/accountrc", f"{SYLPHEED}/folderlist.xml",
    f"{ROAMING}/RimArts/B2/x/1.mb/Mailbox.ini",
])  # fmt: skip
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, path: str) -> None:
    found, (gap,) = seen(Pc().put(path, b" " * ((4 << 20) + 1)), tmp_path)
    assert (found, gap.reason) == ([], Reason.TOO_LARGE)


def test_becky(tmp_path: Path) -> None:
    pc = Pc()
    hive(pc, r"Software\RimArts\B2\Settings", text("DataDir", "C:\\Becky\\"))
    ini = f"[Account]\r\nName=店\r\nMailAddress=a@example.jp\r\nMailServer=pop.example.jp\r\nUserID={SECRET}\r\nPassWd={SECRET}\r\n"
    pc.put("Becky/1a2b.mb/Mailbox.ini", ini.encode("cp932")).put("Becky/other/x.ini", b"[Account]")
    assert accounts(pc, tmp_path / "a") == [("a@example.jp", "pop.example.jp", "", True)]
    assert stores(pc, tmp_path / "b") == [(Held.MAILBOX, "Becky!", "1a2b.mb")]


def test_becky_where_it_puts_itself(tmp_path: Path) -> None:
    ini = f"[Account]\r\nMailAddress=a@example.jp\r\nMailServer=pop.example.jp\r\nPassWd={SECRET}\r\n".encode()
    pc = Pc().put("Becky!/shop/1.mb/Mailbox.ini", ini).put("Becky!/somebody/1.mb/Mailbox.ini", ini.replace(b"a@", b"b@"))
    assert accounts(pc, tmp_path) == [("a@example.jp", "pop.example.jp", "", True)]


def rc(number: int, **values: str) -> str:
    """A section of ``accountrc`` in the order in which Sylpheed writes it."""
    usual = {
        "account_name": "店のメール", "is_default": "1", "name": "店", "address": "a@example.jp", "organization": "",
        "protocol": "0", "receive_server": "pop.example.jp", "smtp_server": "pop.example.jp", "nntp_server": "",
        "use_nntp_auth": "0",
        "user_id": f"u-{SECRET}", "password": SECRET, "smtp_user_id": "", "smtp_password": "",
        "proxy_host": "proxy.example.jp", "proxy_pass": SECRET, "signature_text": SECRET,
    }  # fmt: skip
    return f"[Account: {number}]\n" + "".join(f"{name}={value}\n" for name, value in (usual | values).items())


@pytest.mark.parametrize("charset", ["utf-8", "cp932", "utf-16"])
def test_sylpheed(tmp_path: Path, charset: str) -> None:
    both = rc(2, address="b@example.jp", protocol="3", receive_server="imap.example.jp", password="", smtp_password=SECRET)
    content = "\n".join([rc(1), both]).encode(charset)
    assert accounts(Pc().put(f"{SYLPHEED}/accountrc", content), tmp_path) == [
        ("a@example.jp", "pop.example.jp", "pop3", True), ("b@example.jp", "imap.example.jp", "imap", False),
        ("b@example.jp", "pop.example.jp", "smtp", True),
    ]  # fmt: skip


@pytest.mark.parametrize(("values", "wanted"), [
    ({"protocol": "1"}, [("a@example.jp", "pop.example.jp", "pop3", True)]),
    ({"protocol": "9"}, [("a@example.jp", "pop.example.jp", "", True)]),
    ({"protocol": "4", "nntp_server": "news.example.jp"}, []),
    ({"protocol": "5", "smtp_server": "smtp.example.jp"}, [("a@example.jp", "smtp.example.jp", "smtp", False)]),
    ({"receive_server": "", "smtp_server": ""}, [("a@example.jp", "", "", True)]),
    ({"receive_server": "", "smtp_server": "", "address": ""}, []),
])  # fmt: skip
def test_sylpheeds_kinds_of_accounts(tmp_path: Path, values: dict[str, str], wanted: Accounts) -> None:
    assert accounts(Pc().put(f"{SYLPHEED}/accountrc", rc(1, **values).encode()), tmp_path) == wanted


def test_what_was_typed_into_the_field_of_the_address_is_not_told(tmp_path: Path) -> None:
    pc = Pc().put(f"{SYLPHEED}/accountrc", rc(1, address=SECRET, receive_server=f"{SECRET} x").encode())
    pc.put(f"{LIVE}/x/account{{1}}.oeaccount", live("POP3_Server=pop.example.jp", f"SMTP_Email_Address={SECRET}"))
    ini = f"[Account]\nMailAddress={SECRET}\nMailServer=pop.example.jp\n"
    assert accounts(pc.put("Becky!/shop/1.mb/Mailbox.ini", ini.encode()), tmp_path) == [
        ("", "pop.example.jp", "pop3", True), ("", "pop.example.jp", "", False), ("", "pop.example.jp", "smtp", False),
    ]  # fmt: skip


def test_too_many_sections_are_told_beside_what_was_read(tmp_path: Path) -> None:
    content = rc(1) + "[x]\n" * 20_001
    found, (gap,) = seen(Pc().put(f"{SYLPHEED}/accountrc", content.encode()), tmp_path)
    assert ([one.account for one in found], gap.reason) == (["a@example.jp"], Reason.TOO_LARGE)


def test_what_is_no_account_of_sylpheed(tmp_path: Path) -> None:
    content = rc(1).replace("[Account: 1]", "[Common]").encode()
    assert seen(Pc().put(f"{SYLPHEED}/accountrc", content), tmp_path) == ([], [])


def test_mailboxes_and_address_books_of_sylpheed(tmp_path: Path) -> None:
    listed = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<folderlist>\n'
        '<folder type="mh" name="Mailbox" path="Mail"><folderitem type="inbox" name="inbox" path="inbox"/></folder>\n'
        '<folder type="mh" name="old" path="C:/Old Mail"/><folder type="mh" path="E:\\Mail"/>'
        '<folder type="imap" name="x"/></folderlist>'
    )
    pc = Pc().put(f"{SYLPHEED}/folderlist.xml", listed.encode()).put("Old Mail/inbox/1", b"Subject: x\n")
    pc.put(f"{SYLPHEED}/Mailboxes/Mail/inbox/1", b"Subject: x\n").put(f"{SYLPHEED}/addrbook-000001.xml", b"<address-book/>")
    pc.put(f"{SYLPHEED}/imapcache/imap.example.jp/shop/INBOX/1", b"Subject: x\n").put(f"{SYLPHEED}/filter.xml", b"<x/>")
    assert stores(pc, tmp_path / "a") == [
        (Held.ADDRESS_BOOK, "Sylpheed", "addrbook-000001.xml"), (Held.MAILBOX, "Sylpheed", "Mail"),
        (Held.MAILBOX, "Sylpheed", "Old Mail"), (Held.MAILBOX, "Sylpheed", "imapcache"),
    ]  # fmt: skip
    _, (gap,) = seen(pc, tmp_path / "b")
    assert (gap.reason, gap.origin.path[-1]) == (Reason.MISSING, "E:\\Mail")


def test_a_list_of_folders_that_is_a_bomb(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><folderlist><folder type="mh" path="&a;"/></folderlist>'
    found, (gap,) = seen(Pc().put(f"{SYLPHEED}/folderlist.xml", bomb), tmp_path / "a")
    assert (found, gap.reason) == ([], Reason.CORRUPT)
    many = b"<folderlist>" + b'<folder type="mh" path="x"/>' * 101 + b"</folderlist>"
    _, (gap,) = seen(Pc().put(f"{SYLPHEED}/folderlist.xml", many), tmp_path / "b")
    assert gap.reason is Reason.TOO_LARGE
    listed = b"".join(b'<folder type="mh" path="x%d"/>' % count for count in range(100)) + b'<folder type="mh" path="C:/Old"/>'
    pc = Pc().put(f"{SYLPHEED}/folderlist.xml", b"<folderlist>" + listed + b"</folderlist>").put("Old/inbox/1", b"x")
    assert seen(pc, tmp_path / "d")[0] == []
    deep = b"<folder>" * 51 + b"</folder>" * 51
    _, (gap,) = seen(Pc().put(f"{SYLPHEED}/folderlist.xml", deep), tmp_path / "c")
    assert gap.reason is Reason.CORRUPT


def test_sylpheed_by_its_key_alone_is_a_gap(tmp_path: Path) -> None:
    pc = Pc()
    hive(pc, r"Software\Sylpheed", text("x", "1"))
    _, (gap,) = seen(pc, tmp_path / "a")
    assert (gap.reason, gap.detail) == (Reason.UNSUPPORTED, "mail program whose accounts are not read: Sylpheed")
    assert accounts(pc.put(f"{SYLPHEED}/accountrc", rc(1).encode()), tmp_path / "b") == [
        ("a@example.jp", "pop.example.jp", "pop3", True)
    ]


def test_the_mail_app_of_windows(tmp_path: Path) -> None:
    pc = Pc().put(f"{LOCAL}/Comms/UnistoreDB/store.vol", b"x")
    address, server = text("Email", "a@example.jp"), text("Server", "imap.example.jp")
    hive(pc, rf"{PARTNERS}\{{60D03F1B-38BA-4FC2-8CA3-89408FC4ED48}}", address, server, text("Password", SECRET))
    hive(pc, rf"{PARTNERS}\{{1}}", text("Email", SECRET), binary("Server", SECRET.encode()))
    assert accounts(pc, tmp_path) == [("a@example.jp", "imap.example.jp", "", None)]


def test_mails_of_the_mail_app_are_a_gap_that_names_the_folder(tmp_path: Path) -> None:
    pc = Pc().put(f"{COMMS}/a/mail.dat", SECRET.encode()).put(HX, b"Nostromoh" + SECRET.encode())
    found, gaps = seen(pc, tmp_path)
    assert [(one.held, one.program) for one in found] == [(Held.MAILBOX, "Windows Mail app")]
    assert [place.rpartition("Local\\")[2] for place in places(gaps)] == [
        COMMS[len(LOCAL) + 1 :].replace("/", "\\"),
        HX[len(LOCAL) + 1 :].replace("/", "\\"),
    ]
    known = knowledge.load()
    assert {gap.reason for gap in gaps} == {Reason.UNSUPPORTED}
    for gap in gaps:
        assert "Do not open the program" in known.remedy(gap).en
        assert "起動しないでください" in known.remedy(gap).ja
        assert known.detail(gap.detail).ja != gap.detail


def test_a_store_of_mails_that_nobody_used_is_no_gap(tmp_path: Path) -> None:
    """Windows makes the database for everybody."""
    assert seen(Pc().put(f"{LOCAL}/Comms/UnistoreDB/store.vol", b"x").put(HX, b""), tmp_path) == ([], [])
