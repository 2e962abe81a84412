"""What an attacker may have put into a name comes out harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimawari.faces.safe import LIMIT, defanged, file_name, plain, shown

HOSTILE = [
    ("\x1b[2J\x1b]0;pwned\x07", r"\x1b[2J\x1b]0;pwned\x07"),
    ("a\rb\nc\td", r"a\rb\nc\td"),
    ("\x9b31m", r"\x9b31m"),
    ("\x7f\x00", r"\x7f\x00"),
    ("invoice\u202egpj.exe", r"invoice\u202egpj.exe"),
    ("\u2066a\u2069\u200f\u061c", r"\u2066a\u2069\u200f\u061c"),
    ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
    ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
    ("\ud800x\udcff", r"\ud800x\udcff"),
    ("\U000e0041", r"\U000e0041"),
]


@pytest.mark.parametrize(("hostile", "harmless"), HOSTILE)
def test_control_codes_are_written_out(hostile: str, harmless: str) -> None:
    assert plain(hostile) == harmless


@pytest.mark.parametrize("usual", ["C:\\Users\\山田 太郎\\AppData\\Local", "経理　部", "é ü ß", "｢ﾃｽﾄ｣", "😀", ""])
def test_usual_names_stay_as_they_are(usual: str) -> None:
    assert shown(usual) == usual


@pytest.mark.parametrize(
    ("live", "dead"),
    [
        ("http://evil.example/a.php?b=c.d", "hxxp://evil[.]example/a.php?b=c.d"),
        ("see HTTPS://A.B.example:8080/x", "see HxxPS://A[.]B[.]example:8080/x"),
        ("ftp://files.example/a", "fxp://files[.]example/a"),
        ("to 192.0.2.17, port 8080", "to 192.0.2[.]17, port 8080"),
        ("http://192.0.2.17:8080/", "hxxp://192[.]0[.]2[.]17:8080/"),
        ("from taro.yamada@shop.example.jp", "from taro.yamada[@]shop[.]example[.]jp"),
    ],
)
def test_addresses_are_defanged(live: str, dead: str) -> None:
    assert defanged(live) == dead
    assert defanged(dead) == dead


@pytest.mark.parametrize("name", ["10.0.19041.1", "C:\\a.b.dll", "version 1.2.3", "1.2.3.4.5", "999.1.1.1", "a@b"])
def test_what_is_no_address_is_left_alone(name: str) -> None:
    assert defanged(name) == name


def test_a_long_value_does_not_flood_the_page() -> None:
    text = shown("start" + "x" * 1_000_000 + "end")
    assert len(text) <= LIMIT + 1
    assert text.startswith("start")
    assert text.endswith("end")
    assert "…" in text


@pytest.mark.parametrize("before", ["\n", "\r\n", "\t", "\x00", "\u202e", "\u2028"])
def test_what_is_written_out_before_an_address_does_not_hide_it(before: str) -> None:
    for live, dead in (("http://evil.example/", "hxxp://evil[.]example/"), ("ftp://a.example/", "fxp://a[.]example/")):
        assert shown(before + live).endswith(dead)


@given(st.text())
def test_nothing_harmful_is_left_and_doing_it_twice_changes_nothing(text: str) -> None:
    once = plain(text)
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert plain(once) == once
    once.encode("utf-8")


@given(st.text(max_size=200))
def test_a_file_name_leads_nowhere(text: str) -> None:
    name = file_name(text, "UNKNOWN")
    assert name
    assert not set(name) & set('/\\:*?"<>|. \0')


@pytest.mark.parametrize("hostile", ["..\\..\\windows", "../../etc", "", ".", "...", "/"])
def test_a_host_name_of_dots_and_slashes_keeps_no_power(hostile: str) -> None:
    assert set(file_name(hostile, "UNKNOWN")) <= set("_windowsetcUNKNOWN")
