"""Files that only lead to an address, of every kind; and texts that only speak of such."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises

from mimawari.formats.internet_shortcut import FORMAT
from mimawari.model import InternetShortcut

ADDRESS = "https://example.com/a?b=1&c=2"
ESCAPED = ADDRESS.replace("&", "&amp;")

EVERY = {
    "url": f"[InternetShortcut]\r\nURL={ADDRESS}\r\n",
    "website": f"[{{000214A0-0000-0000-C000-000000000046}}]\r\nProp3=19,2\r\n[InternetShortcut]\r\nIDList=\r\nURL={ADDRESS}\r\n",
    "iqy": f"WEB\r\n1\r\n{ADDRESS}\r\n",
    "library-ms": f'<?xml version="1.0"?><libraryDescription><a><url>{ESCAPED}</url></a></libraryDescription>',
    "searchconnector-ms": f"<searchConnectorDescription><a><url>{ESCAPED}</url></a></searchConnectorDescription>",
    "appinstaller": f'<AppInstaller Version="1"><MainPackage Name="x" Uri="{ESCAPED}"/></AppInstaller>',
    "settingcontent-ms": f"<PCSettings><SearchableContent><DeepLink>{ESCAPED}</DeepLink></SearchableContent></PCSettings>",
    "application": f'<asmv1:assembly><deployment><deploymentProvider codebase="{ESCAPED}"/></deployment></asmv1:assembly>',
    "rdp": f"screen mode id:i:2\r\nfull address:s:{ADDRESS}\r\n",
    "scf": f"[Shell]\r\nCommand=2\r\nIconFile={ADDRESS}\r\n",
}


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_form_in_every_encoding(form: str, encoding: str) -> None:
    data = EVERY[form].encode(encoding)
    assert recognises(FORMAT, data, f"form.{form}")
    found = inside(FORMAT, data, f"form.{form}")
    shortcut = found.one(InternetShortcut)
    assert (shortcut.form, shortcut.target) == (form, ADDRESS)
    assert found.gaps == []


def test_every_address_of_a_shortcut() -> None:
    data = b"[InternetShortcut]\nURL=file://192.0.2.1/a/b.vbs\nIconFile=\\\\192.0.2.1\\a\\i.ico\n"
    assert [one.target for one in inside(FORMAT, data).all(InternetShortcut)] == [
        "file://192.0.2.1/a/b.vbs",
        r"\\192.0.2.1\a\i.ico",
    ]


def test_one_without_an_address_is_there_all_the_same() -> None:
    assert inside(FORMAT, b"[InternetShortcut]\n").one(InternetShortcut).target == ""


def test_a_large_one_is_read_in_part_and_said() -> None:
    found = inside(FORMAT, b"[InternetShortcut]\nURL=x\n" + b"A=1\n" * 400_000)
    assert found.one(InternetShortcut).target == "x"
    assert [reason for reason, _ in found.gaps] == ["too-large"]


@pytest.mark.parametrize(
    "data",
    [
        b"To make a link write [InternetShortcut] and URL=https://example.com/ below.",
        b"[InternetSettings]\nURL=https://example.com/",
        b"WEB\n2\nhttps://example.com/",
        b"<html><body><url>https://example.com/</url></body></html>",
        b"the full address is: a:s:b",
        bytes(100),
        b"",
    ],
)
def test_near_misses(data: bytes) -> None:
    assert not recognises(FORMAT, data, "x.url")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sampled_from(list(EVERY)), st.integers(1, 120), st.integers(0, 255))
def test_damaged(form: str, at: int, byte: int) -> None:
    data = bytearray(EVERY[form].encode())
    data[at % len(data)] = byte
    inside(FORMAT, bytes(data))
