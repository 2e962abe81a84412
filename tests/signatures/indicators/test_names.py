"""How names are compared."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimawari import knowledge
from mimawari.signatures.indicators.names import MOST_NAME, Globs, fits, is_general, is_name, listed, normal

KNOWN = knowledge.load().indicators


@pytest.mark.parametrize("name", ["Scan 1.DOC", "ＳＣＡＮ　１．ｄｏｃ", "scan 1.doc.", "scan 1.doc  ", " scan 1.doc", "ſcan 1.doc"])
def test_one_name_in_many_shapes(name: str) -> None:
    assert normal(name) == "scan 1.doc"


@pytest.mark.parametrize("name", ["scan1.doc", "scan 1.docx", "scan_1.doc", "sc an 1.doc", "şcan 1.doc"])
def test_other_names(name: str) -> None:
    assert normal(name) != "scan 1.doc"


def test_japanese_names() -> None:
    assert normal("ﾌｧｲﾙ.XLS") == normal("ファイル.xls")
    assert listed("「請求書 2022.xls」") == "請求書 2022.xls"


@given(st.text("ab.", max_size=12), st.text("ab.*?", max_size=8))
def test_globs_fit_as_the_standard_library_says(name: str, glob: str) -> None:
    assert fits(name, glob) == fnmatchcase(name, glob)


@pytest.mark.parametrize("glob", ["*a" * 120 + "b", "*" * 250, "?*" * 120, "*aaaaaaaaaaaaaaaaaaaaaaaab*"])
def test_a_thousand_bad_globs_end(glob: str) -> None:
    globs = Globs()
    for _ in range(100):
        globs.add(glob)
    assert globs.is_full is False
    list(globs.fitting("a" * 100_000))


def test_globs_by_their_end() -> None:
    globs = Globs()
    for glob in ("in*.doc", "in*.x*", "*voice.doc", "in?.doc"):
        globs.add(glob)
    assert sorted(globs.fitting("invoice.doc")) == ["*voice.doc", "in*.doc"]
    assert list(globs.fitting("invoice.xls")) == ["in*.x*"]
    assert list(globs.fitting("invoice.pdf")) == []


@pytest.mark.parametrize("text", ["a.doc", "a b.docm", "請求書.lnk", "x.y.zip", "elv1.ooocccxxx"])
def test_what_looks_like_a_name(text: str) -> None:
    assert is_name(text, KNOWN.extensions)


@pytest.mark.parametrize(
    "text", ["", "doc", ".doc", "example.com", "a/b.doc", "a\\b.doc", "c:a.doc", "a\0.doc", "192.0.2.1", "x" * MOST_NAME + ".doc"]
)
def test_what_does_not(text: str) -> None:
    assert not is_name(text, KNOWN.extensions)


def test_every_everyday_name_is_written_as_it_is_compared() -> None:
    assert [name for name in KNOWN.everyday if normal(name) != name or not is_general(name, KNOWN.everyday)] == []
