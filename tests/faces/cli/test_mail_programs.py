"""A PC with every mail program on it, through the command line: the accounts are told, and no planted word in any output."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from support.cli import invoke, status
from support.held import LOCAL, ROAMING, SECRET, hive
from support.pc import Pc

from mimawari.examples.hive_writer import binary, text

ASSIST = r"Software\Microsoft\Windows\CurrentVersion\Explorer\UserAssist\{CEBFF5CD-ACE2-4F4F-9178-9926F41749EA}\Count"
RC = f"[Account: 1]\naddress=syl@example.jp\nprotocol=3\nreceive_server=imap.example.jp\nuser_id={SECRET}\npassword={SECRET}\n"
LIVE = (
    '<?xml version="1.0" encoding="utf-16"?><MessageAccount><SMTP_Email_Address>live@example.jp</SMTP_Email_Address>'
    f"<POP3_Server>pop.example.jp</POP3_Server><POP3_Password2>{SECRET}</POP3_Password2><POP3_User_Name>{SECRET}</POP3_User_Name>"
    "</MessageAccount>"
)
BECKY = f"[Account]\nMailAddress=becky@example.jp\nMailServer=pop.example.jp\nUserID={SECRET}\nPassWd={SECRET}\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An infected PC, so that everything is told."""
    pc = Pc().put("Users/shop/AppData/Local/Ckninfwzsiyqxydc/ialkquzoobkioba.czi")
    library = r"C:\Users\shop\AppData\Local\Ckninfwzsiyqxydc\ialkquzoobkioba.czi"
    pc.run("ialkquzoobkioba.czi", rf'C:\Windows\SysWOW64\rundll32.exe "{library}",Control_RunDLL')
    pc.put(f"{ROAMING}/Sylpheed/accountrc", RC.encode()).put(f"{ROAMING}/Sylpheed/Mailboxes/Mail/inbox/1", SECRET.encode())
    pc.put(f"{LOCAL}/Microsoft/Windows Live Mail/x/account{{1}}.oeaccount", LIVE.encode("utf-16"))
    pc.put(f"{LOCAL}/Microsoft/Windows Live Mail/x/Inbox/1.eml", f"Subject: {SECRET}\n\n{SECRET}".encode())
    pc.put("Becky!/shop/1.mb/Mailbox.ini", BECKY.encode("cp932")).put(f"{LOCAL}/Comms/Unistore/data/3/a/1.dat", SECRET.encode())
    pc.put("Users/shop/Mail/pop.example.jp/account.bin", SECRET.encode()).put("EdMax/edmax.exe").put("EdMax/x.ini", SECRET.encode())
    hive(pc, r"Software\Hidemaruo\TuruKame\Config", text("HomeDir", "C:\\Users\\shop\\Mail\\"), text("x", SECRET))
    hive(pc, r"Software\Microsoft\ActiveSync\Partners\{1}", text("Email", "app@example.jp"), text("Server", "s.example.jp"),
         text("UserName", SECRET), binary("Password", SECRET.encode("utf-16-le")))  # fmt: skip
    hive(pc, r"Software\Justsystem\Shuriken", text("Password", SECRET))
    hive(pc, ASSIST, binary(codecs.encode(r"E:\edmax\edmax.exe", "rot13"), b"\0" * 72))
    return pc.write(tmp_path_factory.mktemp("office"))


def test_what_was_there_is_told_and_no_secret(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    report = invoke("check", str(office), "--json").stdout
    (tmp_path / "r.json").write_text(report, "ascii")
    assert status(invoke("respond", "r.json", "--name", "x", "--who", "y")) == 0
    outputs = [report, invoke("case", "passwords", "--json").stdout]
    for tongue in ("ja", "en"):
        outputs.append(invoke("check", str(office), "--lang", tongue, "--out", f"out-{tongue}").stdout)
        outputs += [
            invoke("case", "passwords", "--lang", tongue, "--csv", f"{tongue}.csv").stdout,
            invoke("case", "passwords", "--lang", tongue).stdout,
        ]
        assert status(invoke("case", "report", "--out", f"pages-{tongue}", "--lang", tongue)) == 0
    assert all(outputs)
    written = [path.read_text("latin-1") for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 10
    assert not [text for text in (*outputs, *written) if SECRET in text]
    keys = {one["key"] for one in json.loads(outputs[1])["changes"]}
    assert {f"change@{name}@example.jp" for name in ("app", "becky", "live", "syl")} <= keys
    for word in (r"pop.example.jp\account.bin", r"C:\EdMax", r"E:\edmax\edmax.exe", "Shuriken"):
        assert [text for text in outputs[2:] if word in text], word
