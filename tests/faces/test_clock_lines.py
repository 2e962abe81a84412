"""The legal clock in words: nothing unconfirmed without its mark, nothing hostile on the page, and days in Japan's time."""

from dataclasses import replace

import pytest
from support import reports
from support.responses import state

from mimawari import app, knowledge
from mimawari.faces.text.clock import clock_lines
from mimawari.faces.text.render import plain
from mimawari.faces.wrap import width
from mimawari.model import LANGUAGES, TO_CHECK, Cited, LegalClock, Level, Words
from mimawari.respond.clock import clock

KNOWN = knowledge.load()
MARKS = {"ja": "要確認", "en": "to be checked"}


def told(level: Level = Level.INFECTED, known_at: str = "2026-11-27T01:00:00Z", **replies: str) -> LegalClock:
    report = reports.report(level)
    case = state(known_at, {name.replace("_", "-"): text for name, text in replies.items()})
    return clock(report, app.judge(report), case, KNOWN, now="2026-11-28T01:00:00Z")


def texts(said: LegalClock, tongue: str) -> list[str]:
    return [line.text for line in clock_lines(said, tongue)]


def to_check(cited: tuple[Cited, ...]) -> bool:
    return any(one.certainty.to_check for one in cited)


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_every_consideration_stands_there_and_bears_the_mark_if_it_is_not_read(level: Level, tongue: str) -> None:
    said = told(level, entrusted="yes", encrypted="no", taken="yes")
    lines = texts(said, tongue)
    for one in said.considerations:
        (line,) = (line for line in lines if line.startswith(one.words.say(tongue)[:60]))
        assert (MARKS[tongue] in line) == to_check(one.cited)
        assert ({"ja": "弁護士に確認", "en": "ask a lawyer"}[tongue] in line.removeprefix(one.words.say(tongue))) == one.lawyer


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_way_of_counting_stands_there_with_its_mark(tongue: str) -> None:
    said = told()
    lines = texts(said, tongue)
    for deadline in said.deadlines:
        for way in deadline.countings:
            assert [line for line in lines if way.last_day in line and way.way.say(tongue) in line and MARKS[tongue] in line]
    assert "2026-11-29" in "\n".join(lines)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_source_is_named_once(tongue: str) -> None:
    said = told()
    text = "\n".join(texts(said, tongue))
    cited = {one.title for row in said.considerations for one in row.cited}
    cited |= {way.cited.title for row in said.deadlines for way in row.countings}
    assert [title for title in cited if text.count(title.say(tongue)) != 1] == []


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_what_the_mark_means_is_said_once_before_it_stands_anywhere(tongue: str) -> None:
    lines = texts(told(), tongue)
    first = next(number for number, line in enumerate(lines) if TO_CHECK.say(tongue) in line)
    meaning = {"ja": "出典そのもので確認できていない", "en": "not read in the source itself"}[tongue]
    assert [number for number, line in enumerate(lines) if meaning in line] == [first]


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_evidence_stands_on_a_line_of_its_own(tongue: str) -> None:
    said = told()
    lines = texts(said, tongue)
    for one in said.considerations:
        number = next(number for number, line in enumerate(lines) if line.startswith(one.words.say(tongue)))
        assert not any(name in lines[number] for name in one.evidence)
        assert all(name in lines[number + 1] for name in one.evidence[:5])


def test_the_moment_of_knowledge_is_told_in_japans_time_and_utc() -> None:
    assert "事態を知った時点：2026-11-28 00:30（日本時間。UTCでは 11-27 15:30）" in texts(
        told(known_at="2026-11-27T15:30:00Z"), "ja"
    )


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_question_says_how_to_answer(tongue: str) -> None:
    said = told()
    text = "\n".join(texts(said, tongue))
    for one in said.questions:
        assert one.words.say(tongue) in text
        assert f"mimawari case reply {one.id} yes|no|unknown" in text


def test_days_are_told_as_those_of_a_report_that_may_be_due() -> None:
    """Days past must not read as if there had been a duty."""
    assert "Until when, if a report is due" in texts(told(), "en")
    assert "■ 報告が必要な場合の期限" in texts(told(), "ja")


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_cautions_stand_there_always(tongue: str) -> None:
    for level in reports.OF_LEVEL:
        said = told(level)
        lines = texts(said, tongue)
        assert [one for one in said.cautions if one.say(tongue) not in lines] == []
        assert said.leaning.say(tongue) in lines


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_without_a_moment_of_knowledge_it_says_how_to_record_one(tongue: str) -> None:
    assert [line for line in texts(told(known_at=""), tongue) if "mimawari case known-at" in line]


def test_past_today_and_left() -> None:
    for now, en, ja in (("2026-11-28T01:00:00Z", "1 day left", "残り1日"), ("2026-11-29T01:00:00Z", "is today", "今日が期限"),
                        ("2026-12-02T01:00:00Z", "3 days overdue", "3日過ぎて")):  # fmt: skip
        report = reports.report(Level.INFECTED)
        said = clock(report, app.judge(report), state("2026-11-27T01:00:00Z"), KNOWN, now=now)
        late = {"ja": "過ぎていても、すぐに弁護士", "en": "ask a lawyer at once"}
        for tongue in LANGUAGES:
            assert any(late[tongue] in line for line in texts(said, tongue)) == (now > "2026-12-01")
        assert en in next(line for line in texts(said, "en") if "prompt report" in line)
        assert ja in next(line for line in texts(said, "ja") if line.startswith("速報"))


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_what_people_and_evidence_say_cannot_draw_on_the_page(tongue: str) -> None:
    said = told(executed="no")
    hostile = "x\x1b[2J\u202e\n http://evil.example/"
    considerations = tuple(
        replace(one, by=hostile, words=Words(en=hostile, ja=hostile), evidence=(hostile,)) for one in said.considerations
    )
    text = plain(clock_lines(replace(said, considerations=considerations), tongue))
    assert not any(bad in text for bad in ("\x1b", "\u202e", "http://evil"))


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_line_fits_eighty_columns(tongue: str) -> None:
    assert [line for line in plain(clock_lines(told(), tongue)).splitlines() if width(line) > 80] == []


def test_no_mark_is_torn_at_the_end_of_a_line() -> None:
    lines = [line.strip() for line in plain(clock_lines(told(), "ja")).splitlines() if line.strip()]
    assert [line for line in lines if line[0] in "］】" or line[-1] in "［【"] == []
