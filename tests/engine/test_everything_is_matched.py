"""All that is decoded is held against signatures, wherever it lies; what is left out is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.everything import command, everything, only_told
from support.pe_files import pe
from support.rule_sets import ANYWHERE, MARK, blob, fits, rules, seen, written

from mimawari.engine.decoded import is_itself
from mimawari.formats import Head, recognised
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.model import Gap, Looked, Raw
from mimawari.signatures.yara import Rules

FILES = everything()
TOLD = only_told()
LIE = ("stream of a compound file",)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    return rules(written(tmp_path_factory.mktemp("rules"), ANYWHERE))


@pytest.mark.parametrize("what", FILES)
def test_the_mark_is_found(made: Rules, what: str) -> None:
    name, data = FILES[what]
    assert (MARK not in data) == (what not in LIE)
    things = seen(made, blob(Kept.of(data), name))
    assert fits(things)


@pytest.mark.parametrize("what", TOLD)
def test_what_cannot_be_opened_is_told(made: Rules, what: str) -> None:
    name, data = TOLD[what]
    things = seen(made, blob(Kept.of(data), name))
    assert any(isinstance(one, Gap) and one.wanted == "content" and one.detail != name for one in things)


def asked(made: Rules, data: bytes, name: str) -> int:
    return sum(one.count for one in seen(made, blob(Kept.of(data), name)) if isinstance(one, Looked) and one.kind == "signature")


def test_a_script_that_lies_there_as_it_is_is_not_shown_twice(made: Rules) -> None:
    assert asked(made, b"var a = 1;\r\n" * 40, "a.js") == 1
    assert asked(made, b"<html><script>var a = 1;</script><script>var b = 2;</script></html>", "a.html") == 1
    assert asked(made, "var a = 'あ';".encode("cp932"), "a.js") == 2


FIRST = 'rule first { strings: $m = "Inert-Marker-71d0" condition: $m at 0 }'


def test_what_notes_quote_is_not_what_they_begin_with(tmp_path: Path) -> None:
    first = rules(written(tmp_path / "rules", FIRST))
    quoted = command(f"{MARK.decode()} is a command")
    assert fits(seen(first, blob(Kept.of(quoted), "a.bat")))
    assert not fits(seen(first, blob(Kept.of(b"What was seen:\r\n" + quoted), "notes.txt")))


@pytest.mark.parametrize("what", ["rtf picture", "html picture", "pdf page", "mail in base64"])
def test_where_nobody_asks_nothing_is_given(what: str) -> None:
    name, data = FILES[what]
    given = blob(Kept.of(data), name)
    (one,) = recognised(Head.of(given))
    assert not any(isinstance(thing, Raw) for thing in one.open(given, Budget()))


def no_sections() -> bytes:
    data = bytearray(pe(library=False))
    at = data.index(b"PE\0\0")
    data[at + 6 : at + 8] = bytes(2)
    return bytes(data)


SOURCE = (
    b'"""x"""\n\n'
    + b'head = "MIME-Version: 1.0"\n\nshown = "urn:schemas-microsoft-com:office:word"\n\n' * 5
    + b'CreateObject("a")\n\n' * 40
)


@pytest.mark.parametrize(("name", "data"), [("a.exe", no_sections()), ("a.py", SOURCE)])
def test_what_is_not_inside_itself(made: Rules, name: str, data: bytes) -> None:
    things = seen(made, blob(Kept.of(data), name))
    assert [one for one in things if isinstance(one, Gap)] == []
    assert sum(one.count for one in things if isinstance(one, Looked) and one.kind == "content") == 1


def test_a_content_that_is_what_it_came_from_is_not_opened_again() -> None:
    outer = blob(Kept.of(pe()), "a.exe")
    assert is_itself(outer.inner("overlay", Kept.of(pe()), by="x"), outer)
    assert not is_itself(outer.inner("overlay", Kept.of(pe()[:-1] + b"\1"), by="x"), outer)
    assert not is_itself(outer.inner("overlay", Kept.of(pe()[:-1]), by="x"), outer)
    plain = blob(Kept.of(b"inert words"), "a.txt")
    assert not is_itself(plain.inner("a.vbs", Kept.of(b"inert words"), by="x"), plain)
