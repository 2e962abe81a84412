"""The page for people: what each reader must find on it, level by level, in each language."""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest
from support import reports

from mimawari import app
from mimawari.faces.text import Line, View, page, plain, show
from mimawari.faces.text.explained import explained
from mimawari.faces.text.merged import merged
from mimawari.faces.text.unseen import groups
from mimawari.faces.wrap import width
from mimawari.model import LANGUAGES, Artifact, Finding, Gap, Level, Origin, ReadFinding, Reason, Report, Source, Strength, Words

KNOWN = app.known()


def text_of(report: Report, language: str) -> str:
    """The page with its line breaks taken out, so that phrases can be looked for."""
    return joined(plain(page(report, KNOWN, language)))


def joined(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    return "".join(line if not line.isascii() else f" {line} " for line in lines).replace("  ", " ")


PHRASES = {
    ("ja", Level.INFECTED): "感染しています|Emotet|LANケーブルを抜き|電源は切らないで|削除しないで|スマートフォン|責任者",
    ("en", Level.INFECTED): "is infected with|Emotet|unplug the network cable|Do NOT turn|Do not delete|a phone|in charge",
    ("ja", Level.SUSPECTED): "疑いがあります|LANケーブルを抜き|電源は切らないで|削除しないで",
    ("en", Level.SUSPECTED): "may be infected|unplug the network cable|Do NOT turn|Do not delete",
    ("ja", Level.UNDETERMINED): "判断できませんでした|という意味ではありません|読み取る権限がありません|もう一度",
    ("en", Level.UNDETERMINED): "could not be told|does NOT mean|no permission|again",
    ("ja", Level.NO_SIGN): "調べた範囲では|兆候は見つかりませんでした|保証するものではありません|31,202件",
    ("en", Level.NO_SIGN): "In what was looked at|no sign of an infection was found|no guarantee|31,202",
}


@pytest.mark.parametrize(("language", "level"), PHRASES, ids=str)
def test_what_must_be_said(language: str, level: Level) -> None:
    text = text_of(reports.report(level), language)
    assert [phrase for phrase in PHRASES[language, level].split("|") if phrase not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_the_verdict_comes_first_and_names_the_pc(level: Level, language: str) -> None:
    lines = [line for line in plain(page(reports.report(level), KNOWN, language)).splitlines() if line]
    assert KNOWN.named("level", level).say(language) in lines[0]
    assert "PC1" in lines[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", [Level.INFECTED, Level.SUSPECTED])
def test_what_to_do_first_stands_above_the_reasons(level: Level, language: str) -> None:
    lines = [block.text for block in page(reports.report(level), KNOWN, language) if isinstance(block, Line)]
    first = lines.index(KNOWN.advice[level].first.say(language))
    why = next(place for place, line in enumerate(lines) if line in ("Why", "■ 判断の理由"))
    assert first < why < lines.index(KNOWN.advice[level].steps[0].say(language))


# Words by which a page would promise what nobody can know.
PROMISES = re.compile(
    r"\b(?:is|are|be) (?:clean|safe|free of)|(?<!take this PC as )not infected\b|(?<!that there is )no infection\b"
    "|安全です|安心してください|感染していません|問題ありません"
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_no_page_promises_that_a_machine_is_clean(level: Level, language: str) -> None:
    report = reports.report(level)
    for text in (text_of(report, language), joined(plain(explained(View(report, KNOWN, language))))):
        assert PROMISES.findall(text) == []


def test_a_promise_would_be_seen() -> None:
    assert PROMISES.search("The PC is clean")
    assert PROMISES.search("感染していません。")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_every_line_fits_eighty_columns(level: Level, language: str) -> None:
    report = Report.of([reports.OF_LEVEL[level](), reports.no_sign("とても長い名前の経理部のパソコン-0123456789")])
    for blocks in (page(report, KNOWN, language), merged(View(report, KNOWN, language)), explained(View(report, KNOWN, language))):
        assert [line for line in plain(blocks).splitlines() if width(line) > 80] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_contacts_can_be_used_as_they_stand_and_are_dated(language: str) -> None:
    text = text_of(reports.report(Level.INFECTED), language)
    for desk in KNOWN.first_desks:
        assert desk.contacts[0].value in text
        assert desk.cited.as_of in text
        assert desk.cited.page in text


def hostile() -> Finding:
    return ReadFinding(
        name="run-key",
        origin=Origin("PC1-0001", "case/PC1", ("C:\\\x1b[2J\u202egnp.exe\nRESULT: NO SIGN FOUND",)),
        strength=Strength.STRONG,
        words=Words(en="It calls http://evil.example/\x07", ja="http://evil.example/\x07 に接続します。"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_cannot_draw_on_the_page(language: str) -> None:
    source = replace(reports.source("\x1b]0;PC\x07\nRESULT: NO SIGN FOUND"), parts=(reports.part("PC1", (hostile(),)),))
    report = Report.of([replace(source, locator="a\u2066b\rc"), reports.undetermined("PC2")])
    for blocks in (page(report, KNOWN, language), merged(View(report, KNOWN, language)), explained(View(report, KNOWN, language))):
        text = plain(blocks)
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]
        assert "hxxp://evil[.]example/" in joined(text)
        assert "http://evil" not in text
        assert not [line for line in text.splitlines() if line.startswith("RESULT: NO SIGN")]


def test_three_hundred_equal_gaps_are_one_line_with_their_number() -> None:
    gaps = [reports.gap("registry-value", f"C:\\Users\\u{n:03}\\NTUSER.DAT") for n in range(100)]
    kept = replace(reports.part("PC1", gaps=gaps), gap_counts=(("denied-registry-value", 300),))
    report = Report.of([reports.source("PC1", kept)])
    (group,) = groups(View(report, KNOWN, "en"))
    assert group.count == 300
    assert "registry (settings of Windows): no permission to read it (300 times)" in text_of(report, "en")


def test_one_thing_wanted_for_three_reasons_is_one_thing() -> None:
    (group,) = groups(View(reports.report(Level.UNDETERMINED), KNOWN, "ja"))
    assert group.count == 1
    assert group.hole
    assert set(group.wanted) == {"registry-value", "service", "task"}


def test_holes_come_before_what_the_verdict_does_not_hang_on() -> None:
    gaps = [reports.gap("process", reason=Reason.MISSING), reports.gap("task", "C:\\Windows\\System32\\Tasks")]
    found = groups(View(Report.of([reports.source("PC1", reports.part("PC1", gaps=gaps))]), KNOWN, "ja"))
    assert [group.hole for group in found] == [True, False]


def test_a_hole_that_no_gap_explains_is_shown() -> None:
    looked = tuple(looked for looked in reports.LOOKED if looked.kind != "task")
    report = Report.of([reports.source("PC1", reports.part("PC1", looked=looked))])
    assert app.judge(report).level is Level.UNDETERMINED
    assert "scheduled tasks: not there" in text_of(report, "en")


def test_many_hosts_name_the_undetermined_first_and_count_them() -> None:
    report = Report.of([reports.infected("A"), reports.no_sign("B"), reports.undetermined("Z"), reports.suspected("C")])
    view = View(report, KNOWN, "en")
    assert [host.name for host in view.hosts] == ["Z", "A", "C", "B"]
    text = joined(plain(merged(view)))
    assert "4 in all: INFECTED 1, SUSPECTED 1, COULD NOT TELL 1, NO SIGN FOUND 1" in text
    assert "COULD NOT TELL (1): Z" in text


def test_evidence_of_one_machine_is_one_host() -> None:
    nameless = replace(reports.undetermined("PC1"), id="emo", machine="", host="pc1", kind="emocheck-report")
    view = View(Report.of([reports.infected("PC1"), nameless]), KNOWN, "en")
    assert [host.level for host in view.hosts] == [Level.INFECTED]


def test_two_scans_of_one_stick_are_one_row_that_says_what_the_newer_one_does() -> None:
    old = replace(reports.infected("PC1"), id="a", host="", machine="", kind="all-files", series="stick")
    new = replace(
        reports.no_sign("PC1"), id="b", host="", machine="", kind="all-files", series="stick", seen_at="2026-11-21T09:00:00Z"
    )
    view = View(Report.of([old, new]), KNOWN, "en")
    assert [host.level for host in view.hosts] == [Level.NO_SIGN]
    other = replace(new, series="another")
    assert len(View(Report.of([old, other]), KNOWN, "en").hosts) == 2


def test_what_is_of_no_source_is_told_and_counted_once() -> None:
    lack = Gap(Origin("", "", ("rules/a.yar: bad",)), Reason.UNSUPPORTED, "signature", "does not compile: line 1")
    twin = replace(lack, origin=Origin("", "", ("rules/b.yar: bad",)))
    many = [reports.source(f"PC{number}", reports.part(f"PC{number}", gaps=(lack, twin))) for number in range(5)]
    (group,) = groups(View(Report.of(many), KNOWN, "en"))
    assert (group.count, len(group.sources)) == (2, 5)
    assert joined(text_of(Report.of(many), "en")).count("a.yar: bad") == 1


def test_two_machines_with_one_name_stay_two() -> None:
    twin = replace(reports.no_sign("PC1"), id="other", machine="S-1-5-21-other")
    assert len(View(Report.of([reports.infected("PC1"), twin]), KNOWN, "en").hosts) == 2


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (reports.source("PC1", reports.part("PC1", (reports.loader("PC1", family=None),))), "Which one could not be told"),
        (reports.source("PC1", reports.part("PC1", (reports.loader("PC1", family="icedid"),))), "Icedid"),
        (reports.source("PC1", reports.part("PC1", (reports.loader("PC1", past=True),))), "in the past"),
        (reports.unopened("case/none"), "could not be opened"),
    ],
)
def test_particular_cases_have_their_own_sentence(source: Source, said: str) -> None:
    text = text_of(Report.of([source]), "en")
    assert said in text
    assert "the malware Emotet" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_at_all_is_no_all_clear(language: str) -> None:
    text = text_of(Report(), language)
    assert KNOWN.named("level", Level.UNDETERMINED).say(language) in text


RULES = {
    Level.INFECTED: "strong findings of 2 different kinds",
    Level.SUSPECTED: "of one kind only",
    Level.UNDETERMINED: "was not looked at, or not wholly: registry (settings of Windows), services, scheduled tasks",
    Level.NO_SIGN: "All that has to be looked at was looked at",
}


@pytest.mark.parametrize("level", RULES)
def test_explain_says_the_rule_and_what_would_change_it(level: Level) -> None:
    text = joined(plain(explained(View(reports.report(level), KNOWN, "en"))))
    assert RULES[level] in text
    assert "What would change it" in text


def test_explain_gives_the_marks_of_a_finding() -> None:
    text = joined(plain(explained(View(reports.report(Level.INFECTED), KNOWN, "en"))))
    assert "T1547.001" in text
    assert "loader-autostart" in text
    assert re.search(r"; at 2022-0(6-01|5-31) \d\d:\d\d \(UTC", text), "in the zone of whoever runs this"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    report = reports.report(Level.INFECTED)
    piped, coloured, bare = io.StringIO(), Terminal(), Terminal()
    show(page(report, KNOWN, "en"), piped)
    show(page(report, KNOWN, "en"), coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    show(page(report, KNOWN, "en"), bare)
    assert "\x1b[" not in piped.getvalue()
    assert "\x1b[" in coloured.getvalue()
    assert "\x1b[" not in bare.getvalue()
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.getvalue()) == bare.getvalue()


def test_every_closed_word_has_a_name_for_people() -> None:
    def nameless(table: str, words: object) -> list[str]:
        return [str(word) for word in words if str(word) not in KNOWN.wording[table]]  # type: ignore[attr-defined]

    assert nameless("level", Level) == []
    assert nameless("reason", Reason) == []
    assert nameless("strength", [strength.word for strength in Strength]) == []
    assert nameless("wanted", {word for row in KNOWN.minimum.values() for word in row}) == []
    assert nameless("source-kind", [*app.sources.load(), app.UNOPENED, "unknown"]) == []
    assert nameless("wanted", {kind.kind() for kind in every(Artifact) if not kind.__subclasses__()}) == []
    assert nameless("format", app.formats.load()) == []
    mails = {f"mail-{level}" for level in (Level.SUSPECTED, Level.EXPOSED, Level.UNDETERMINED, Level.NO_SIGN)}
    files = {f"{what}-{level}" for what in ("file", "scan") for level in (Level.EXPOSED, Level.UNDETERMINED, Level.NO_SIGN)}
    assert set(KNOWN.advice) == {
        *Level,
        "past",
        "code",
        "brought",
        "account",
        "script",
        "machine",
        "stolen",
        "open",
        "record-no-sign",
        *files,
        *mails,
    }


def every(kind: type[Artifact]) -> Iterator[type[Artifact]]:
    for below in kind.__subclasses__():
        yield below
        yield from every(below)


def test_only_the_periods_that_fit_best_are_named() -> None:
    later = reports.loader("PC1")
    both = ReadFinding(
        name="x", origin=reports.origin("y"), strength=Strength.STRONG, words=later.words, family="emotet", era=("P3", "P6")
    )
    text = text_of(Report.of([reports.source("PC1", reports.part("PC1", (later, both)))]), "en")
    assert KNOWN.eras["P6"].words.en in text
    assert KNOWN.eras["P3"].words.en not in text
