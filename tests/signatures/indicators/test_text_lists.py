"""Plain lists, what sha256sum prints, reports, and the exports of abuse.ch (their headings are those of the sites' own exports)."""

from pathlib import Path

import pytest
from support.listing import MD5, SHA1, SHA256, brought, faults, held, hit, hits, other, tally

from mimawari.model import Strength

BAZAAR = (
    "################################################################\n"
    "# MalwareBazaar recent malware samples (CSV)                   #\n"
    "# Last updated: 2022-03-16 12:31:05 UTC                        #\n"
    "################################################################\n"
    "#\n"
    '# "first_seen_utc","sha256_hash","md5_hash","sha1_hash","reporter","file_name","file_type_guess","mime_type","signature",'
    '"clamav","vtpercent","imphash","ssdeep","tlsh"\n'
    '"2022-03-15 12:30:50", "{sha256}", "{md5}", "{sha1}", "someone", "setup, new.exe", "exe", "application/x-dosexec", "{family}",'
    ' "n/a", "n/a", "n/a", "n/a", "n/a"\n'
    "# Number of entries: 1\n"
)
THREATFOX = (
    '# "first_seen_utc","ioc_id","ioc_value","ioc_type","threat_type","fk_malware","malware_alias","malware_printable",'
    '"last_seen_utc","confidence_level","is_compromised","reference","tags","anonymous","reporter"\n'
    '"2022-03-15 01:02:03", "1", "{sha256}", "sha256_hash", "payload", "win.emotet", "Geodo,Heodo", "Emotet", "", "75", "False",'
    ' "", "epoch5", "0", "someone"\n'
    '"2022-03-15 01:02:04", "2", "192.0.2.7:8080", "ip:port", "botnet_cc", "win.emotet", "Geodo,Heodo", "Emotet", "", "75",'
    ' "False", "", "", "0", "someone"\n'
)
URLHAUS = (
    '# "firstseen","url","filetype","md5","sha256","signature"\n'
    '"2022-03-15 01:02:03","http://example.com/x.dll","dll","{md5}","{sha256}","Heodo"\n'
)
VALUES = {"sha256": SHA256, "sha1": SHA1, "md5": MD5}


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        (SHA256, "SHA-256"),
        (SHA1, "SHA-1"),
        (MD5.upper(), "MD5"),
        (f"  {SHA256}  ", "SHA-256"),
        (f'"{SHA256}"', "SHA-256"),
        (f"{SHA256}  a file.doc", "SHA-256"),
        (f"{SHA256} *a file.doc", "SHA-256"),
        (f"\\{SHA256}  a\\nfile.doc", "SHA-256"),
        (f"SHA256 (a file.doc) = {SHA256}", "SHA-256"),
        (f"SHA256: {SHA256}", "SHA-256"),
        (f"- {SHA256} - form.one", "SHA-256"),
        (f".dll {SHA256}", "SHA-256"),
        (f"{SHA256} # seen by us", "SHA-256"),
        (f"form.one;{MD5};{SHA1};{SHA256}", "SHA-256"),
        (f"{MD5},{SHA1}", "SHA-1"),
        (f"hxxp://example[.]com/a.dll\t{SHA256}", "SHA-256"),
    ],
)
def test_a_hash_in_a_line(tmp_path: Path, line: str, mark: str) -> None:
    found = brought(tmp_path, f"# a list\n\n{line}\n")
    assert (hit(found).marks, hit(found).row.strength) == ((mark,), Strength.CONCLUSIVE)
    assert hit(found).row.reference == "list.txt:3"
    assert (tally(found).lacks, tally(found).rows.total()) == ((), 1)


def test_two_files_in_a_line(tmp_path: Path) -> None:
    assert tally(brought(tmp_path, f"{SHA256} {other(1)}")).rows["sha256"] == 2


@pytest.mark.parametrize(
    "line",
    [
        f"x{SHA256}", f"{SHA256}0", SHA256[:-1], f"https://example.com/{SHA256}", f"https://example.com/?sha={SHA256}",
        SHA256[:-1] + "g",
        f"{SHA256[:32]}-{SHA256[32:]}", f"#{SHA256}", f"// {SHA256}", SHA256.replace("a", "а"),
    ],
)  # fmt: skip
def test_near_misses_are_no_hash(tmp_path: Path, line: str) -> None:
    assert hits(brought(tmp_path, f"{line}\n{other(1)}\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "﻿{sha256}\r\n", "{sha256}", "\n\n{sha256}\n", "{sha256}\r\n{other}\r\n",
    ],
)  # fmt: skip
def test_ends_of_lines_and_marks_of_encoding(tmp_path: Path, text: str) -> None:
    written = text.format(sha256=SHA256, other=other(1))
    for encoding in ("utf-8", "utf-16"):
        found = brought(tmp_path, written.removeprefix("﻿").encode(encoding) if encoding == "utf-16" else written.encode())
        assert hits(found)
        assert tally(found).lacks == ()


def test_what_japanese_windows_writes(tmp_path: Path) -> None:
    found = brought(tmp_path, f"{SHA256}  会議資料.doc\r\n賞与支給届.xls\r\n".encode("cp932"))
    assert hit(found).row.note == "会議資料.doc"
    assert hit(found, "賞与支給届.XLS", b"x").marks == ("file-name",)


def test_a_word_beside_a_hash_names_the_family_only_if_it_stands_alone(tmp_path: Path) -> None:
    assert hit(brought(tmp_path, f"{SHA256} Heodo")).row.family == "emotet"
    assert hit(brought(tmp_path, f"{SHA256},win.emotet")).row.family == "emotet"
    assert hit(brought(tmp_path, f"{SHA256} not Emotet")).row.family is None
    assert hit(brought(tmp_path, f"{SHA256} dropped by Emotet")).row.family is None


@pytest.mark.parametrize(
    "name",
    [
        "Data 4711.docm",
        "INV_*_2022.xls",
        "press to see.vbs",
        "請求書_*.xls",
        "請求書.xls",
        "見積書.doc",
        "ドキュメント.zip",
        "rechnung.zip",
        "invoice.doc",
        '"Data 4711.docm"',
        "「Data 4711.docm」",
        "x_y_z.one",
    ],
)
def test_names(tmp_path: Path, name: str) -> None:
    found = brought(tmp_path, f"{name}\n")
    bare = name.strip('"「」').replace("*", "0815")
    assert (hit(found, bare.upper(), b"x").row.strength, hit(found, bare, b"x").row.family) == (Strength.HINT, None)
    assert hits(found, "other " + bare, b"x") == []


@pytest.mark.parametrize(
    "name", ["*.doc", "a.exe", "*1.doc", "??????.dll", "setup.exe", "書*.xls", "書.xls", "EXPLORER.EXE", "a*.xls", "___.xls"]
)
def test_names_that_anything_may_have_are_refused(tmp_path: Path, name: str) -> None:
    found = brought(tmp_path, f"\n{name}\n{SHA256}\n")
    assert faults(found) == {"file names that are too general": (1, 2)}
    assert hits(found, name.replace("*", "x").replace("?", "x"), b"x") == []


def test_what_is_for_logs_is_counted_defanged_or_not(tmp_path: Path) -> None:
    lines = ["192.0.2.1", "192.0.2[.]1:8080", "192.0.2.0/24", "2001:db8::1", "example[.]com", "www.example.co.jp", "hxxps://example[.]com/a.exe",
             "http://example.com/b.doc", "someone[@]example[.]com", "SUBJECTS OBSERVED", "All subjects were stolen."]  # fmt: skip
    found = brought(tmp_path, "\n".join([*lines, SHA256]))
    assert dict(tally(found).elsewhere) == {"ip": 4, "domain": 2, "url": 2, "email": 1, "text": 2}
    assert [(lack.wanted, lack.what) for lack in tally(found).lacks] == [("other-indicator", "list.txt")]
    assert hits(found)


def test_what_may_be_meant_for_files_and_is_not_understood_is_named_with_its_line(tmp_path: Path) -> None:
    found = brought(tmp_path, f"{SHA256}\nsee the file run.exe, please\n{SHA256[:50]}\nC:\\Users\\Public\\x.dll\n{'ab' * 64}\n")
    assert faults(found) == {"lines that are neither hashes nor file names": (2, 2)}
    assert dict(tally(found).unmatched) == {"path": 1, "sha512": 1}
    assert {lack.wanted for lack in tally(found).lacks} == {"signature"}


def test_malwarebazaar(tmp_path: Path) -> None:
    found = brought(tmp_path, BAZAAR.format(**VALUES, family="Heodo"))
    row = hit(found).row
    assert (row.family, row.date, row.note, row.reference) == ("emotet", "2022-03-15", "Heodo", "list.txt:7")
    assert (tally(found).form, dict(tally(found).rows), tally(found).lacks) == ("csv", {"sha256": 1}, ())
    assert hits(found, "setup, new.exe", b"x") == [], "samples are called anything: their names are no indicators"


@pytest.mark.parametrize(
    ("family", "named"), [("TrickBot", "trickbot"), ("n/a", None), ("Mirai", None), ("CobaltStrike", "cobalt-strike")]
)
def test_the_family_of_a_row(tmp_path: Path, family: str, named: str | None) -> None:
    assert hit(brought(tmp_path, BAZAAR.format(**VALUES, family=family))).row.family == named


def test_threatfox(tmp_path: Path) -> None:
    found = brought(tmp_path, THREATFOX.format(**VALUES))
    assert (hit(found).row.family, hit(found).row.note) == ("emotet", "win.emotet Emotet epoch5")
    assert dict(tally(found).elsewhere) == {"ip:port": 1}


def test_urlhaus_payloads(tmp_path: Path) -> None:
    found = brought(tmp_path, URLHAUS.format(**VALUES))
    assert (hit(found).row.family, hit(found).marks) == ("emotet", ("SHA-256",))
    assert tally(found).lacks == ()


def test_what_misp_exports_as_csv(tmp_path: Path) -> None:
    head = "uuid,event_id,category,type,value,comment,to_ids,date\n"
    rows = f'"u","1","Payload","filename|sha256","a.doc|{SHA256}","x","1","20220315"\n'
    rows += '"u","1","Network","ip-dst","192.0.2.1","","1",""\n'
    found = brought(tmp_path, head + rows + f'"u","1","Payload","sha256","{other(1)}","","0",""\n')
    assert hit(found).row.name == SHA256
    assert (dict(tally(found).elsewhere), tally(found).aside, tally(found).rows.total()) == ({"ip-dst": 1}, 1, 1)


@pytest.mark.parametrize(
    "head", ["sha256,ファイル名", "ファイル名;SHA256", "md5\tsha-256", "sha256", "indicator,type", "Hash,Family"]
)
def test_tables_that_people_make(tmp_path: Path, head: str) -> None:
    between = next((one for one in ",;\t" if one in head), ",")
    cells = {
        "sha256": SHA256,
        "sha-256": SHA256,
        "md5": MD5,
        "ファイル名": "a.doc",
        "indicator": SHA256,
        "type": "sha256",
        "hash": SHA256,
        "family": "Emotet",
    }
    row = between.join(cells[name.lower()] for name in head.split(between))
    found = brought(tmp_path, f"{head}\r\n{row}\r\n")
    assert (hit(found).marks, tally(found).form, tally(found).lacks) == (("SHA-256",), "csv", ())


def test_one_export_behind_another(tmp_path: Path) -> None:
    second = '# "firstseen","url","filetype","md5","sha256","signature"\n'
    second += f'"2022-03-15 01:02:03","http://example.com/x.dll","dll","{MD5}","{other(7)}","TrickBot"\n'
    found = brought(tmp_path, BAZAAR.format(**VALUES, family="Heodo") + second + f"{other(8)}\n")
    assert (tally(found).rows, tally(found).lacks) == ({"sha256": 3}, ())
    assert [row.family for row in found._table.of_hash("sha256", bytes.fromhex(other(7)))] == ["trickbot"]


def test_rows_of_a_table_that_hold_nothing(tmp_path: Path) -> None:
    found = brought(tmp_path, f"sha256,family\nn/a,Emotet\n,\n{SHA256},Emotet\nxyz\n")
    assert faults(found) == {"lines that are neither hashes nor file names": (3, 2)}
    assert hits(found)


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "nothing in it to look for"),
        (b"# only a heading\n", "nothing in it to look for"),
        (b"PK\3\4 and more", "a packed file: unpack it first"),
        (b"\x1f\x8b\x08", "a packed file: unpack it first"),
        (b'<?xml version="1.0"?><stix:STIX_Package>', "XML, as older STIX and OpenIOC are written"),
        (b"MZ\x90\0\3\0", "no text"),
        (b'{"data": [{"sha256_hash": "x"}]}', "JSON that is neither STIX nor MISP"),
        (b"[{", "no whole JSON"),
        (b"{", "no whole JSON"),
        (b"[]", "JSON that is neither STIX nor MISP"),
    ],
)
def test_what_is_no_list_is_said(tmp_path: Path, data: bytes, detail: str) -> None:
    found = brought(tmp_path, data)
    (lack,) = tally(found).lacks
    assert (lack.detail, lack.wanted) == (detail, "signature")
    assert [one.name for one in found.sets] == ["mimawari"]


def test_a_line_of_a_hundred_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    with path.open("wb") as stream:
        for _ in range(100):
            stream.write(b"a" * (1 << 20))
        stream.write(f"\n{SHA256}\n".encode())
    found = held(path)
    assert faults(found) == {"lines that are too long": (1, 1)}
    assert hit(found).row.reference == "list.txt:2"


@pytest.mark.parametrize(
    "piece", [b"1.", b"a.", b"a@", b":", b"[.]", b"a-", b"%a", b"\\", b"=", b'"', b",", b"a b.", b"\xff", b"://"]
)
def test_lines_of_anything_end(tmp_path: Path, piece: bytes) -> None:
    line = piece * (16_000 // len(piece))
    found = brought(tmp_path, b"\n".join([line] * 20 + [SHA256.encode()]))
    assert hits(found)
