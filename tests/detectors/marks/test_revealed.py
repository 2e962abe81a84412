"""What scripts hide in their literals is read as the languages themselves define it, and nothing that is fed in breaks it."""

from __future__ import annotations

import base64
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.detectors.marks.acts import Act, acts
from mimawari.detectors.marks.addresses import addresses, is_emotet_list, place_of
from mimawari.detectors.marks.literals import from_base64, joined, unlocked
from mimawari.detectors.marks.revealed import read
from mimawari.detectors.marks.shell_text import decoded, expanded, unveiled

PIECES = (
    '"', "'", "+", "&", "Chr(", "65)", "%a%", "set a=", "\n", "`", "-f", "{0}", "[char]", "\\x41", "-enc ", "QUFB" * 9,
    "fromCharCode(", "replace(", ",", "http://", "\0", "\x85", "é", "日本",
)  # fmt: skip


@pytest.mark.parametrize(
    ("script", "plain"),
    [
        ("'Do' + 'wn'+'load'", "'Download'"),
        ('"WScr" & "ipt." & _\r\n  "Shell"', '"WScript.Shell"'),
        (r'"\x57\u0053cript"', '"WScript"'),
        ("String.fromCharCode(72, 0x69)", '"Hi"'),
        ("Chr(72) & ChrW(&H69)", "Hi"),
        ('"a" & b & "c"', '"a" & b & "c"'),
    ],
)
def test_pieces_are_put_together(script: str, plain: str) -> None:
    assert joined(script) == plain


@pytest.mark.parametrize(
    ("script", "plain"),
    [
        ('"qqWqqScript".split("qq").join("")', "WScript"),
        ('Replace("Wx9Sx9cript", "x9", "")', "WScript"),
        ("'WzzScript'.replace(/zz/g, '')", "WScript"),
        ('StrReverse("tpircSW")', "WScript"),
        ("'tpircSW'.split('').reverse().join('')", "WScript"),
        ("var a=['V1NjcmlwdC5TaGVsbA=='];", "WScript.Shell"),
    ],
)
def test_literals_are_unlocked(script: str, plain: str) -> None:
    assert plain in set(unlocked(script))


def test_base64_of_no_text_says_nothing() -> None:
    assert from_base64(base64.b64encode(bytes(range(128, 200))).decode()) == ""
    assert from_base64("notbase64!") == ""


@pytest.mark.parametrize(
    ("script", "plain"),
    [
        ('p^ow^er""shell', "powershell"),
        ("set a=power\r\n%a%shell", "powershell"),
        ("set a=0123456789\n%a:~3,2%-%a:~-2%-%a:~1,-7%", "34-89-12"),
        ("set a=curl\nset b=%a% -o\n!b! x", "curl -o x"),
        ("echo %unknown%", "echo %unknown%"),
    ],
)
def test_batch_variables_are_put_in_as_cmd_does(script: str, plain: str) -> None:
    assert expanded(script).splitlines()[-1] == plain


@pytest.mark.parametrize(
    ("script", "plain"),
    [
        ("I`E`X", "IEX"),
        ("('{1}{0}' -f 'b','a')", "'ab'"),
        ("'I'+'E'+'X'", "'IEX'"),
        ("[char]73+[char]0x45+'X'", "'IEX'"),
    ],
)
def test_powershell_without_its_veil(script: str, plain: str) -> None:
    assert unveiled(script) == plain


def test_powershell_in_base64_two_deep_and_packed() -> None:
    inner = "Start-Process calc"
    packed = base64.b64encode(gzip.compress((inner + " " * 40).encode())).decode()
    middle = f"FromBase64String('{packed}')"
    outer = "powershell -ec " + base64.b64encode(middle.encode("utf-16-le")).decode()
    assert [text.strip() for text in decoded(outer)] == [middle, inner]


def test_variables_that_name_each_other_stay_small() -> None:
    bomb = "set a=" + "x" * 100 + "\n" + "".join(f"set {chr(98 + n)}={f'%{chr(97 + n)}%' * 50}\n" for n in range(20)) + "%u%" * 1000
    assert len(expanded(bomb)) < 8 << 20


def test_what_is_only_seen_on_the_second_reading_is_hidden() -> None:
    open_text, veiled = 'x.Open "GET"\nCreateObject("MSXML2.XMLHTTP")', 'CreateObject("MSXML2.X" & "MLHTTP")'
    assert Act.FETCH in read(open_text, "vbscript").acts - read(open_text, "vbscript").hidden
    assert Act.FETCH in read(veiled, "vbscript").hidden


@pytest.mark.parametrize("word", ["XMLHttpRequest", "reexecute", "/a/.test(x)", "restart the computer", "downloads", "Startup"])
def test_honest_words_are_no_acts(word: str) -> None:
    assert not acts(word) & {Act.FETCH, Act.RUN, Act.SHELL}


@pytest.mark.parametrize(
    ("target", "host", "is_own", "is_bare"),
    [
        ("http://192.0.2.1/a", "192.0.2.1", False, True),
        ("https://10.1.2.3/a", "10.1.2.3", True, False),
        ("http://intranet/a", "intranet", True, False),
        ("http://user:x@www.example.com:8081/a", "www.example.com", False, False),
        (r"\\files.example.com@SSL\DavWWWRoot\x", "files.example.com", False, False),
        (r"file:///\\filesv01\x", "filesv01", True, False),
        ("file://filesv01/x", "filesv01", True, False),
    ],
)
def test_places(target: str, host: str, is_own: bool, is_bare: bool) -> None:
    place = place_of(target)
    assert place
    assert (place.host, place.is_own, place.is_bare) == (host, is_own, is_bare)


@pytest.mark.parametrize("target", ["file:///C:/x", r"C:\x", "letter.dotx", "", "mailto:a@example.com", "#top"])
def test_what_names_no_machine_is_no_place(target: str) -> None:
    assert place_of(target) is None


def test_emotets_list() -> None:
    hers = ("http://a.example.com/wp-content/aB1c/", "http://b.example.org/cgi-bin/x/", "http://c.example.net/x/?123456&c=1")
    assert is_emotet_list(hers)
    assert not is_emotet_list(hers[:2])
    assert not is_emotet_list(tuple(url + "setup.exe" for url in hers))
    assert not is_emotet_list(("http://a.example.com/", "http://b.example.org/", "http://c.example.net/docs/"))
    assert addresses("x='http://a.example.com/b','https://c.example.org/'") == ("http://a.example.com/b", "https://c.example.org/")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.sampled_from(["javascript", "vbscript", "powershell", "batch", ""]),
)
def test_nothing_breaks_the_reading(text: str, language: str) -> None:
    reading = read(text, language)
    assert reading.hidden <= reading.acts
