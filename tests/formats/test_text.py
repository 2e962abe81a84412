"""Texts that nothing else knows: harmless ones give nothing, scripts without the name and cells with commands are told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.public_data import labelled
from support.script_files import WSF

from mimawari.formats import Head, text
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.model import Blob, Gap, OfficeDocument, Origin, Script


def blob(name: str, content: bytes) -> Blob:
    return Blob(Origin("s", "l"), name, Kept.of(content))


def read(name: str, content: str | bytes) -> list[object]:
    one = blob(name, content.encode() if isinstance(content, str) else content)
    assert text.recognises(Head.of(one))
    return list(text.opened(one, Budget()))


@pytest.mark.parametrize(
    ("content", "language"),
    [
        ("@echo off\r\nrem inert", "batch"),
        ("\r\n:: note\r\n@ECHO OFF\r\n", "batch"),
        ("#!/usr/bin/env pwsh\nWrite-Host inert", "powershell"),
        ("$a = New-Object Net.WebClient\n", "powershell"),
        ('var s = new ActiveXObject("Scripting.FileSystemObject");', "javascript"),
        ('Set a = CreateObject("Scripting.Dictionary")', "vbscript"),
        ("var a=['inert'];(function(){})();", "javascript"),
        ("powershell -nop -c inert\r\n", "batch"),
    ],
)
def test_a_script_is_known_without_its_name(content: str, language: str) -> None:
    for name, host in (("", {"batch": "shell", "powershell": "shell"}.get(language, "wscript")), ("notes.txt", "")):
        (found,) = read(name, content)
        assert isinstance(found, Script)
        assert (found.language, found.host, found.text) == (language, host, content)


def test_blocks_are_known_without_the_name() -> None:
    assert [one.language for one in read("data", WSF) if isinstance(one, Script)] == ["javascript", "vbscript"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("readme.txt", "Hello.\nPlease read the power shell manual and echo off topics.\n"),
        ("a.csv", "name,amount\nA,-5\nB,+3\nC,=SUM(A1:A2)\nD|E!,x\n"),
        ("a.ini", "[x]\nkey=value|other!\n"),
        ("a.md", "- use a|b!\n+ foo | bar!\n"),
        ("請求書.txt", "お世話になっております。"),
        ("empty", ""),
        ("a.json", '{"a": [1, 2]}'),
        ("a.reg", "Windows Registry Editor Version 5.00\r\n"),
    ],
)
def test_a_harmless_text_gives_nothing(name: str, content: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        assert read(name, content.encode(encoding)) == []


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C inert'!A0",
        "+cmd|'/c inert'!A1",
        "-2+3+cmd|'/C inert'!A0",
        "@SUM(1+1)*cmd|' /C inert'!A0",
        "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c inert'!''",
        "=rundll32|'inert'!A",
        '=DDE("cmd";"/C inert";"x")',
    ],
)
def test_a_cell_that_calls_a_program_is_told(cell: str) -> None:
    for content in (
        (f"a,b\n1,{cell}\n", f'"x"\t2\n{cell}\t3\n')
        if ";" not in cell
        else (f"a,{chr(34)}{cell.replace(chr(34), chr(34) * 2)}{chr(34)}\n",)
    ):
        (found,) = read("list.csv", content)
        assert isinstance(found, OfficeDocument)
        assert (found.application, found.shell, found.fields) == ("excel", "text", (cell,))


@pytest.mark.parametrize("piece", ["=|", "=cmd|'", "@a|b", '"', "=1,", "DDE(", "<script", "\\x"])
def test_long_texts_of_one_piece_are_read(piece: str) -> None:
    for sign in ("", "\n"):
        content = ((piece + sign) * 2_000_000)[: 1 << 20]
        assert all(not isinstance(one, Gap) for one in read("a.csv", content))


def test_binary_is_none() -> None:
    assert not text.recognises(Head.of(blob("x", bytes(range(256)) * 10)))
    assert not text.recognises(Head.of(blob("x", b"\x7fELF" + bytes(100) + b"abc" * 40 + bytes(range(1, 9)) * 3)))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    one = blob("x.csv", data)
    text.recognises(Head.of(one))
    list(text.opened(one, Budget()))


def test_public_macro_texts_are_vba_or_nothing_that_is_run() -> None:
    for name, path in labelled("vba_text_benign").items():
        found = [one for one in text.opened(blob("x.txt", path.read_bytes()), Budget()) if isinstance(one, Script)]
        assert all(one.host == "" for one in found), name


LOGS = {
    "maillog": "Mar  3 09:00:01 mx postfix/smtpd[811]: connect from a.example.com[192.0.2.1]\n" * 3,
    "access.txt": '192.0.2.1 - - [03/Mar/2022:09:00:01 +0900] "GET / HTTP/1.1" 200 5\n' * 3,
    "conn.txt": "#separator \\x09\n#fields\tts\tuid\n",
    "audit.csv": "CreationDate,UserIds,ClientIP\n2022-03-03T09:00:01,a@example.jp,192.0.2.1\n",
    "app.log": "started\n",
    "syslog": "<15>Mar  6 04:07:23 hostname log_tag this is debug",
    "syslog5": "<15>1 2021-03-06T04:07:38.251122+00:00 hostname log_tag - 123 - this",
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_by_itself_is_not_taken_for_a_harmless_text(name: str) -> None:
    found = list(text.opened(Blob(Origin("s", "l"), name, Kept.of(LOGS[name].encode())), Budget()))
    assert [thing.detail for thing in found if isinstance(thing, Gap)] == ["a log, whose entries are not evaluated"]


def test_a_log_in_a_mail_is_a_text_like_any_other() -> None:
    blob = Blob(Origin("s", "l"), "maillog", Kept.of(LOGS["maillog"].encode()), within=("message",))
    assert list(text.opened(blob, Budget())) == []


@pytest.mark.parametrize(
    "honest",
    ["order,date,mail\n1,2022-03-03 09:00:01,a@example.jp\n2,2022-03-04 10:00:00,b@example.jp\n", "See you on 2022-03-03 10:00.\n",
     "Server list\n192.0.2.1 www\n192.0.2.2 mail\n"],
)  # fmt: skip
def test_orders_and_notes_are_no_logs(honest: str) -> None:
    assert list(text.opened(Blob(Origin("s", "l"), "a.csv", Kept.of(honest.encode())), Budget())) == []
