"""Drafts: every fact has a source, nothing is promised, what is suspected is called so. Walked over the five worked cases."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from support.drafted import COUNTS, SITUATIONS, Worked, flat, worked

from mimawari import app
from mimawari.model import (
    LANGUAGES,
    Deed,
    Dossier,
    Entry,
    Notice,
    NoticeKind,
    Plain,
    Told,
)
from mimawari.respond.notices import notices

EVERY = tuple(NoticeKind)
PROMISES = re.compile(
    "安全です|安全が確認|漏えいはありません|漏えいはございません|流出はありません|流出はございません|感染していません|感染はありません"
    "|問題ありません|問題ございません|ご安心|絶対に|完全に|"
    r"\b(is|are) (now )?(safe|clean|secure)\b|no data (was|were) (leaked|stolen)|nothing (was )?(leaked|stolen)|rest assured|"
    "guarantee",
    re.IGNORECASE,
)
NUMBERS = (
    {str(one) for one in range(1, 10)}
    | {f"{one}." for one in range(1, 10)}
    | {"4-1.", "4-2.", "10", "30", "30.", "60", "110", "2008", "2023", "2024"}
)
"""Of items of forms, of days and rules that a source names, of emergency calls, of the years of sources."""
OUTSIDE = {NoticeKind.PARTNER, NoticeKind.CUSTOMER, NoticeKind.WEB, NoticeKind.REPORTER}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worked]:
    return worked(tmp_path_factory.mktemp("drafted"))


def kinds_of(every: tuple[Notice, ...]) -> set[NoticeKind]:
    return {one.kind for one in every}


def sources_of(dossier: Dossier) -> set[str]:
    """Everything that a fact of the case may name as its source."""
    verdict = dossier.verdict
    found = {one.id for source in dossier.report.sources for one in source.findings}
    found |= {one.id for source in dossier.report.sources for one in source.gaps} | {one.id for one in verdict.unseen}
    found |= {one.id for one in (*verdict.because, *(verdict.us.because if verdict.us else ()))}
    return found | {f"entry {one.number}" for one in dossier.entries} | {"us.toml", "report"}


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("kind", EVERY)
def test_nothing_but_told_facts_and_blanks_speaks_of_the_case(
    cases: dict[str, Worked], name: str, kind: NoticeKind, tongue: str
) -> None:
    """What is plain is a constant of the tables, whatever the case; every fact names a source that there is."""
    (draft,) = cases[name].drafts(kind, tongues=(tongue,))
    constant = {piece for text in app.known().notices.literals() for piece in (text,)} | {"\n", " "}
    assert [one.text for one in draft.texts if isinstance(one, Plain) and one.text not in constant] == []
    sources = sources_of(cases[name].dossier)
    assert [one for one in draft.told if one.source not in sources] == []
    assert all(one.text.strip() for one in draft.texts if not isinstance(one, Plain))


def test_the_constant_words_hold_no_fact_of_any_case(cases: dict[str, Worked]) -> None:
    """Names and addresses of the cases stand in none of the tables, and no number but those of forms, rules and systems."""
    text = "\n".join(app.known().notices.literals())
    for case in cases.values():
        named = {*case.dossier.plan.hosts, *case.dossier.plan.accounts, *case.firm.domains, case.firm.name, case.firm.name_ja}
        named |= {one.address for one in case.firm.accounts} | set(case.dossier.plan.partners)
        assert [name for name in named if name in text] == []
    numbers = {one.rstrip(":") for one in re.findall(r"(?<![{\w-])\d[\d.,:-]*", text)}
    assert numbers <= NUMBERS, sorted(numbers - NUMBERS)
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+|https?://|\d+\.\d+\.\d+\.\d+", text) == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_told_is_what_the_evidence_has(cases: dict[str, Worked], name: str) -> None:
    """A fact whose source is one finding: names of files and addresses on the net in it stand in that finding."""
    known = {one.id: one for source in cases[name].dossier.report.sources for one in source.findings}
    verdict = cases[name].dossier.verdict
    known |= {one.id: one for one in (*verdict.because, *(verdict.us.because if verdict.us else ()))}
    seen = 0
    for draft in cases[name].drafts(*EVERY):
        for one in draft.told:
            if one.source in known:
                told = repr(known[one.source].record) + repr(known[one.source].origin)
                for piece in re.findall(r"\d+\.\d+\.\d+\.\d+|[\w.+-]+@[\w.-]+\.\w+|\w+\.(?:dll|xlsm|exe)", one.text):
                    seen += 1
                    assert piece in told, (draft.kind, one)
    assert seen or name == "undetermined"


@pytest.mark.parametrize("name", SITUATIONS)
def test_nothing_is_promised(cases: dict[str, Worked], name: str) -> None:
    for draft in cases[name].drafts(*EVERY):
        assert PROMISES.findall(flat(draft)) == []


def test_a_promise_would_be_seen() -> None:
    assert PROMISES.search("当社からの漏えいはありません。")
    assert PROMISES.search("Your data is safe.")


DEFAULT = {
    "our-device": set(NoticeKind),
    "our-account": set(NoticeKind) - {NoticeKind.CARD_COMPANY, NoticeKind.IPA_VIRUS},
    "address-only": {NoticeKind.PARTNER, NoticeKind.WEB, NoticeKind.STAFF, NoticeKind.REPORTER},
    "exposed": {NoticeKind.STAFF},
    "undetermined": {NoticeKind.STAFF, NoticeKind.REPORTER, NoticeKind.MAIL_PROVIDER},
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_situation_asks_for_its_own_kinds(cases: dict[str, Worked], name: str) -> None:
    assert kinds_of(cases[name].drafts()) == DEFAULT[name]


def test_the_truth_of_the_worked_case_stands_in_the_drafts(cases: dict[str, Worked]) -> None:
    """PC-YAMA, its account, three reports of 10 November 2022 (a Thursday): as the example was made."""
    police, partner = (
        flat(cases["our-device"].drafts(kind, tongues=("ja",))[0]) for kind in (NoticeKind.POLICE, NoticeKind.PARTNER)
    )
    assert "PC-YAMA" in police and "yama@midori.example.jp" in police and "2022年11月10日（木）9時30分" in police
    assert "調べたもの3件" in police
    assert "みどり雑貨店" in partner and "@midori.example.jp" in partner and "Emotet" in partner
    english = flat(cases["our-device"].drafts(NoticeKind.POLICE, tongues=("en",))[0])
    assert "10 November 2022, 09:30 JST" in english


def test_the_abuse_is_told_in_japans_time(cases: dict[str, Worked]) -> None:
    """The account was abused from 1 to 4 o'clock in the night of 10 November, with more than 240 mails (the guide says so)."""
    draft = flat(cases["our-account"].drafts(NoticeKind.JPCERT_REQUEST, tongues=("ja",))[0])
    assert re.search(r"2022年11月10日（木）1時00分から\d時\d\d分までに、24\d通", draft)
    assert "203.0.113." in draft


def test_counts_are_those_of_the_record_and_at_least_where_something_could_not_be_read(cases: dict[str, Worked]) -> None:
    (draft,) = cases["our-device"].drafts(NoticeKind.PPC_FIRST, tongues=("ja",))
    number = next(one.number for one in cases["our-device"].dossier.entries if one.deed is Deed.EXPOSED)
    told = {one.text: one.source for one in draft.told}
    assert told["少なくとも1,234人"] == f"entry {number}" == told["少なくとも1,200人"]
    (people,) = (block for block in draft.blocks if block.label.startswith("③"))
    assert [one.text for one in people.texts if isinstance(one, Told)] == ["少なくとも1,234人", "少なくとも1,200人"]
    assert COUNTS["gaps"] == 2
    whole = replace(cases["our-device"].dossier, entries=tuple(without_gaps(one) for one in cases["our-device"].dossier.entries))
    (draft,) = notices(whole, cases["our-device"].firm, app.known(), kinds=(NoticeKind.PPC_FIRST,), tongues=("ja",))
    assert "1,234人" in {one.text for one in draft.told} and "少なくとも" not in flat(draft)


def without_gaps(entry: Entry) -> Entry:
    return replace(entry, facts=tuple((name, 0 if name == "gaps" else value) for name, value in entry.facts))


def test_what_nobody_counted_is_a_blank(cases: dict[str, Worked]) -> None:
    bare = replace(
        cases["our-device"].dossier, entries=(), state=replace(cases["our-device"].dossier.state, known_at=None, steps=())
    )
    (draft,) = notices(bare, None, app.known(), kinds=(NoticeKind.PPC_FIRST,), tongues=("ja",))
    assert {"people", "data", "known-at", "own-name"} <= {one.id for one in draft.blanks}
    assert "1,234" not in flat(draft) and "みどり雑貨店" not in flat(draft)


def test_steps_that_are_done_stand_there_with_their_entry(cases: dict[str, Worked]) -> None:
    (draft,) = cases["our-device"].drafts(NoticeKind.WEB, tongues=("ja",))
    (entry,) = (one for one in cases["our-device"].dossier.entries if one.deed is Deed.STEP_DONE)
    assert Told("該当するパソコンをネットワークから隔離", f"entry {entry.number}") in draft.told
    assert "did" not in {one.id for one in draft.blanks}
    (other,) = cases["exposed"].drafts(NoticeKind.WEB, tongues=("ja",))
    assert "did" in {one.id for one in other.blanks}


def test_what_the_situation_does_not_ask_for_says_so(cases: dict[str, Worked]) -> None:
    (draft,) = cases["address-only"].drafts(NoticeKind.PPC_FIRST, tongues=("ja",))
    assert draft.wait and "必要ありません" in draft.wait.ja


def test_the_time_of_recording_is_never_told_to_the_outside_as_that_of_doing(cases: dict[str, Worked]) -> None:
    """A step is often recorded hours later; reports to authorities call the time what it is."""
    (entry,) = (one for one in cases["our-device"].dossier.entries if one.deed is Deed.STEP_DONE)
    year = f"{entry.at[:4]}年"
    assert year != "2022年"
    for draft in cases["our-device"].drafts(*OUTSIDE, NoticeKind.CUSTOMER, NoticeKind.CARD_COMPANY, tongues=("ja",)):
        assert year not in flat(draft)
    (police,) = cases["our-device"].drafts(NoticeKind.POLICE, tongues=("ja",))
    assert any("記録した日時" in block.label for block in police.blocks if year in "".join(one.text for one in block.texts))


@pytest.mark.parametrize("name", SITUATIONS)
def test_nobody_is_told_of_a_leak_where_none_is_suspected(cases: dict[str, Worked], name: str) -> None:
    text = flat(cases[name].drafts(NoticeKind.PARTNER, tongues=("ja",))[0])
    assert ("流出したおそれ" in text) == (name in ("our-device", "our-account"))


def test_the_address_case_is_only_probable(cases: dict[str, Worked]) -> None:
    text = flat(cases["address-only"].drafts(NoticeKind.WEB, tongues=("ja",))[0])
    assert "可能性が高い" in text and "でした。" not in text.split("特徴")[0]


def test_every_blank_of_the_tables_is_said_in_both_languages() -> None:
    for (name, tongue), blank in app.known().notices.blanks.items():
        assert blank.id == name
        if tongue == "ja":
            assert re.search(r"[ぁ-んァ-ン一-龥]", blank.text)


def test_every_step_of_the_playbook_is_spoken_of_or_left_out_on_purpose() -> None:
    known = app.known()
    ids = {one.id for one in known.playbook.steps}
    # "change" is the step of each password in the plan of passwords, which is no playbook.
    assert ids | {"change"} == set(known.notices.steps) | known.notices.silent
    assert not set(known.notices.steps) & known.notices.silent


def test_a_desk_that_is_named_is_there() -> None:
    ids = {one.id for one in app.known().help_desks}
    assert {form.desk for form in app.known().notices.forms.values()} - {""} <= ids


def test_an_own_table_with_a_place_in_one_language_only_is_refused(tmp_path: Path) -> None:
    from importlib.resources import files

    from mimawari import knowledge

    text = (Path(str(files(knowledge))) / "data" / "notices" / "web.toml").read_text("utf-8")
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "web.toml").write_text(text.replace("{own-name}", "us", 1), "utf-8")
    with pytest.raises(ValueError, match="not the same places"):
        knowledge.load(tmp_path)
