"""What authors write in ``meta``: dates in their forms, scores, names of malware; and never a sentence of ours."""

import pytest

from mimawari import knowledge
from mimawari.model import About, Strength, Words
from mimawari.signatures.yara import metadata

KNOWN = knowledge.load()


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("MAL_Emotet_Jan20_1", "emotet"), ("malware_Emotet", "emotet"), ("EmotetLoader", "emotet"),
        ("Win32.EMOTET.Packed", "emotet"),
        ("crime_emotet2", "emotet"), ("HKTL_CobaltStrike_Beacon", "cobalt-strike"), ("Cobalt_Strike_x64", "cobalt-strike"),
        ("IcedID_core", "icedid"), ("malware_cobaltstrike_v4", "cobalt-strike"),
        ("Unemotetic", None), ("Demotetris", None), ("emo_tet", None), ("MAL_Emotet_drops_Qakbot", None), ("SUSP_Office", None),
    ],
)  # fmt: skip
def test_a_family_is_a_whole_word_of_the_name(name: str, family: str | None) -> None:
    assert metadata.family(name, (), {}, KNOWN.families) == family


def test_a_family_may_be_a_tag_or_named_as_such_but_no_word_of_a_description() -> None:
    assert metadata.family("x1", ("crimeware", "Emotet"), {}, KNOWN.families) == "emotet"
    assert metadata.family("x1", (), {"malware_family": "Emotet"}, KNOWN.families) == "emotet"
    assert metadata.family("x1", (), {"description": "not Emotet, but like Emotet"}, KNOWN.families) is None


@pytest.mark.parametrize(
    ("meta", "date"),
    [
        ({"date": "2020-01-29"}, "2020-01-29"), ({"date": "2020/01/29"}, "2020-01-29"), ({"date": "20200129"}, "2020-01-29"),
        ({"date": "2020-01-29", "modified": "2023-12-21"}, "2023-12-21"), ({"created_date": "2022-02-26 10:00"}, "2022-02-26"),
        ({"date": "01/02/2020"}, ""), ({"date": "January 2020"}, "2020-01"), ({"date": "2020-13-01"}, ""),
            ({"date": "{0}"}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_dates_are_read_without_a_guess(meta: dict[str, str], date: str) -> None:
    assert metadata.date(meta) == date


@pytest.mark.parametrize(
    ("name", "tags", "meta", "weak"),
    [
        ("MAL_x", (), {}, False), ("MAL_x", (), {"score": "75"}, False), ("MAL_x", (), {"score": "74"}, True),
        ("SUSP_x", (), {}, True), ("susp_x", (), {"score": "90"}, True), ("Suspicious_x", (), {}, True),
        ("x", ("hunting",), {}, True), ("x", ("INFO",), {}, True), ("INDICATOR_x", (), {}, True), ("Suspender_x", (), {}, False),
        ("x", (), {"score": "high"}, False), ("x", (), {"score": "9" * 5000}, False),
    ],
)  # fmt: skip
def test_what_the_author_only_calls_suspicious_is_a_hint(
    name: str, tags: tuple[str, ...], meta: dict[str, str], weak: bool
) -> None:
    assert metadata.is_weak(name, tags, meta) is weak
    row = metadata.others_row(name, tags, meta, "set", KNOWN)
    assert row.strength is (Strength.HINT if weak else Strength.STRONG)


def test_others_have_no_sentence_no_era_and_are_never_conclusive() -> None:
    pairs = [
        ("strength", "conclusive"),
        ("en", "{x}"),
        ("ja", "{x}"),
        ("era", "P8"),
        ("about", "host"),
        ("author", "a\n b"),
        ("n", 5),
    ]
    row = metadata.others_row("MAL_Emotet", (), metadata.read(pairs), "set", KNOWN)
    assert (row.strength, row.words, row.era, row.about, row.author) == (Strength.STRONG, None, (), About.DELIVERY, "a b")


def test_our_own_rows_are_as_their_meta_says() -> None:
    meta = {
        "description": "d", "en": "“{file}” fits {rule} ({age}).", "ja": "「{file}」は{rule}（{age}）に一致", "author": "mimawari",
        "license": "BSD-3-Clause", "reference": "r", "date": "2026-11-26", "era": "P6, P8", "family": "emotet",
        "strength": "conclusive", "about": "host", "attack": "T1573.002, T1027",
    }  # fmt: skip
    row = metadata.own_row("key", meta, "mimawari")
    assert (row.strength, row.about, row.family) == (Strength.CONCLUSIVE, About.HOST, "emotet")
    assert (row.era, row.attack, row.licence) == (("P6", "P8"), ("T1573.002", "T1027"), "BSD-3-Clause")
    assert row.words == Words(en=meta["en"], ja=meta["ja"])
    assert metadata.own_row("key", meta | {"family": ""}, "mimawari").family is None


@pytest.mark.parametrize(
    "text", ["", "{secret}", "{file.__class__}", "{file!r}", "{file:>99999999}", "{0}", "{", "}", "{}", "{file"]
)
def test_a_sentence_that_could_say_something_else_is_none(text: str) -> None:
    assert metadata.words({"en": text, "ja": "良い"}) is None
    assert metadata.words({"en": "good {file}", "ja": text}) is None


def test_texts_are_cut() -> None:
    meta = {"description": "x" * 10_000, "author": "y" * 10_000, "reference": "z" * 10_000, "license": "l" * 10_000}
    row = metadata.others_row("n", (), meta, "set", KNOWN)
    assert {len(text) for text in (row.note, row.author, row.reference, row.licence)} == {metadata.MOST_TEXT}


@pytest.mark.parametrize(
    ("name", "tags", "meta", "strength"),
    [
        ("plain", (), {}, Strength.STRONG),
        ("upx", ("packer",), {}, Strength.HINT),
        ("upx", (), {"category": "TOOL"}, Strength.HINT),
        ("putty", (), {"category": "INFO", "description": "PuTTY"}, Strength.HINT),
        ("emotet_packed", ("packer",), {}, Strength.STRONG),
        ("loader", (), {"category": "MALWARE"}, Strength.STRONG),
        ("loader", (), {"severity": "low"}, Strength.HINT),
        ("loader", (), {"severity": "high"}, Strength.STRONG),
        ("loader", (), {"severity": "100"}, Strength.STRONG),
        ("loader", (), {"status": "TESTING"}, Strength.HINT),
        ("loader", (), {"score": "74"}, Strength.HINT),
        ("toolbox_emulated", (), {}, Strength.STRONG),
    ],
)
def test_what_the_author_says_beside_the_name(name: str, tags: tuple[str, ...], meta: dict[str, str], strength: Strength) -> None:
    assert metadata.others_row(name, tags, meta, "set", KNOWN).strength is strength


def test_a_rule_of_which_its_author_says_nothing_is_known_for_it() -> None:
    bare, told = (metadata.others_row("mark", (), meta, "set", KNOWN) for meta in ({}, {"description": "a loader"}))
    assert (bare.described, bare.is_ours, bare.family) == (False, False, None)
    assert told.described
    assert metadata.own_row("x", {}, "mimawari").is_ours


def test_a_date_that_cannot_be_read_is_shown_as_it_stands() -> None:
    row = metadata.others_row("mark", (), {"date": "03/04/2022"}, "set", KNOWN)
    assert (row.date, row.unread_date) == ("", "03/04/2022")
    row = metadata.others_row("mark", (), {"date": "03/04/2022", "modified": "2023-01-02"}, "set", KNOWN)
    assert (row.date, row.unread_date) == ("2023-01-02", "")
