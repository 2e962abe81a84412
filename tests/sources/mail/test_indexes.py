"""What an index of Thunderbird says of its folder. The forms are those of public indexes; the names and numbers are ours."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.sources.mail import indexes
from mimawari.sources.mail.indexes import Index, parsed

HEAD = """// <!-- <mdb:mork:z v="1.4"/> -->
< <(a=c)> // (f=iso-8859-1)
  (B8=junkscore)(BA=folderName)(80=ns:msg:db:row:scope:msgs:all)
  (81=subject)(88=flags)(9E=ns:msg:db:row:scope:dbfolderinfo:all)
  (9F=ns:msg:db:table:kind:dbfolderinfo)(A0=numMsgs)(A1=numNewMsgs)
  (A8
    =totPendingMsgs)(AB=version){more}>
"""
TABLE = "{{1:^9E {{(k^9F:c)(s=9)}} [1(^AB=1)(^AC=0){cells}]}}\n"


def index(cells: str = "", behind: str = "", more: str = "", before: str = "") -> bytes:
    """An index whose row of the folder has these cells, and what was written *behind* it."""
    return (HEAD.format(more=more) + before + TABLE.format(cells=cells) + behind).encode()


@pytest.mark.parametrize(
    ("data", "mails"),
    [
        (index("(^A0=0)"), 0),
        (index(), 0),  # "it's really not an error for these properties to not exist"
        (index("(^A0=2)(^A1=1)"), 2),
        (index("(^A0=1f)"), 31),
        (index("(^A0^B5)", before="<(B5=2d2)(DA=9)>\n"), 0x2D2),
        (index("(^A0^B5)", before="<(B5\n    =2d2)>\n"), 0x2D2),
        (index("(^A0^B5)", before="<(B5=0)>\n"), 0),
        (index("(^A0^B5)"), 1),  # the value is not there: it is too long to stand in the cell
        (index("(^A0=0)(^A8=3)"), 3),  # known to be on the server, not fetched
        (index("(^A0=0)(^A8=ffffffff)"), 0),  # -1
        (index("(^A0=2)", "@$${20{@\n[1:^9E(^A0=0)]\n@$$}20}@\n"), 0),
        (index("(^A0=0)", "@$${20{@\n[1:^9E(^A3=0)]\n@$$}20}@\n@$${21{@\n[1:^9E(^A0=1)]\n@$$}21}@\n"), 1),
        (index("(^A1=5)(^AC=9)"), 0),
        (index("(^A0=2)", before="<(C0=(^A0=0\\))(C1=<(a=c\\)>(A1=numMsgs\\))>\n"), 2),  # a subject that looks like a cell
        (index("(^A0=2)", "<(C2=x (^A0=0\\))>\n"), 2),
    ],
)
def test_how_many_mails_a_folder_has(data: bytes, mails: int) -> None:
    assert parsed(data) == Index(told=True, mails=mails)


@pytest.mark.parametrize(
    "data", [b"", HEAD.format(more="").encode(), b'// <!-- <mdb:mork:z v="1.4"/> -->\n', b"SQLite", b"(^A0=2)"]
)
def test_what_says_nothing(data: bytes) -> None:
    assert parsed(data) == Index(told=False)


def test_a_search_is_told_by_its_own_cell() -> None:
    found = parsed(index("(^A0=7)(^E7^B5)", more="(E7=searchStr)", before="<(B5=AND \\(unread\\))>\n"))
    assert found == Index(told=True, mails=7, is_search=True)
    assert not parsed(index("(^A0=7)", more="(E7=searchStr)")).is_search
    assert not parsed(index("(^A0=7)(^B8^B5)", before="<(B5=searchStr)(B8=searchStr)>\n")).is_search


def test_an_index_that_is_very_large_is_one_of_mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.msf"
    path.write_bytes(index("(^A0=0)", "\n" * 5000))
    assert indexes.read(path).mails == 0
    monkeypatch.setattr(indexes, "LIMIT", 4000)
    assert indexes.read(path) == Index(told=True, mails=1)


def test_what_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    assert indexes.read(tmp_path / "a.msf") == Index(told=False)
    assert indexes.read(tmp_path) == Index(told=False)
    assert not indexes.is_index(tmp_path / "a.msf")


WHOLE = index("(^A0^B5)", "@$${20{@\n[1:^9E(^A0=1)]\n@$$}20}@\n", before="<(B5=2d2)>\n")


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_damage_is_borne(cut: int, at: int, byte: int) -> None:
    data = bytearray(WHOLE)
    data[at] = byte
    parsed(bytes(data))
    parsed(WHOLE[:cut])


@pytest.mark.parametrize("part", ["(", "(A0", "//" + " " * 50 + "\n", " ", "(A0=x)", "(^A0^B5)", "<(a=c)>", "(^A0=", "(B5 ", "\\"])
def test_no_index_takes_long(part: str) -> None:
    begun = time.monotonic()
    data = (HEAD.format(more="") + part * (1_000_000 // len(part))).encode()
    parsed(data)
    parsed(b"// <!-- <mdb:mork:z <(a=c)>" + part.encode() * (1_000_000 // len(part)))
    assert time.monotonic() - begun < 10
