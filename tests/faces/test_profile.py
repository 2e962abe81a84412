"""The picture of an account's sending: hours in the firm's time, what stands out told without colour, harmless."""

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mimawari.faces import pictures, profile_svg, profile_text
from mimawari.faces.profile import Marks, chart
from mimawari.faces.wrap import width
from mimawari.model import LANGUAGES, ClientNetwork, Origin, SendingHour, SendingProfile

SVG = "{http://www.w3.org/2000/svg}"
OFFICE = ClientNetwork(
    "192.0.2.0/24", "192.0.2.10", 1, 300, "2026-11-02T00:00:00Z", "2026-11-12T09:00:00Z", ("office.sakura.example.jp",)
)
ABROAD = ClientNetwork(
    "203.0.113.0/24", "203.0.113.7", 40, 790, "2026-11-09T16:00:00Z", "2026-11-09T18:59:00Z", ("dsl.example.net",)
)
BURST = "2026-11-09T16:00:00Z"
PROFILE = SendingProfile(
    origin=Origin("log", "case/maillog", ()), account="suzuki@sakura.example.jp", way="login", software="postfix",
    hours=(SendingHour("2026-11-09T01:00:00Z", 3), SendingHour(BURST, 213), SendingHour("2026-11-10T00:00:00Z", 7)),
    networks=(OFFICE, ABROAD), zone=540,
)  # fmt: skip
MARKS = Marks(frozenset({BURST}), frozenset({"203.0.113.0/24"}))
HOSTILE = "\x1b[2J\u202e</text><script>alert(1)</script>]]>&\u0000\ud800"


def rows(text: str) -> dict[str, str]:
    return {line[:10]: line for line in text.splitlines() if re.match(r"\d{4}-\d\d-\d\d [^-]{2}", line) and " to " not in line}


def svg(profile: SendingProfile, marks: Marks, language: str = "en", zone: int | None = None) -> ET.Element:
    return ET.fromstring(profile_svg.picture(profile, marks, language, zone))


def texts(picture: ET.Element) -> list[str]:
    return [node.text or "" for node in picture.iter(f"{SVG}text")]


def test_hours_stand_in_the_firms_time() -> None:
    days = {day.iso: day for day in chart(PROFILE, MARKS).days}
    assert days["2026-11-09"].mails[10] == 3
    assert days["2026-11-10"].mails[1] == 213
    assert days["2026-11-10"].bursts == frozenset({1})
    assert days["2026-11-10"].mails[9] == 7
    assert days["2026-11-10"].weekday == 1, "a Tuesday"


def test_a_log_in_utc_is_drawn_in_the_firms_time_where_it_is_told() -> None:
    in_utc = replace(PROFILE, zone=0)
    assert chart(in_utc, MARKS).days[0].mails[16] == 213
    assert chart(in_utc, MARKS, 540) == chart(PROFILE, MARKS)
    assert chart(PROFILE, MARKS, -210).zone == "UTC-3:30"


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_show_bursts_and_new_networks(language: str) -> None:
    text = profile_text.picture(PROFILE, MARKS, language)
    assert text.count("!") == 2, "the burst, and the legend"
    assert "#! " in rows(text)["2026-11-10"]
    assert {"en": "[NEW]", "ja": "[新規]"}[language] in text
    (new,) = (line for line in text.splitlines() if "203.0.113[.]0/24" in line)
    assert {"en": "[NEW]", "ja": "[新規]"}[language] in new
    (old,) = (line for line in text.splitlines() if "192.0.2[.]0/24" in line)
    assert {"en": "[NEW]", "ja": "[新規]"}[language] not in old


def test_a_sign_stands_below_its_hour() -> None:
    lines = profile_text.picture(PROFILE, MARKS, "en").splitlines()
    (head,) = (line for line in lines if line.startswith("hour"))
    assert rows("\n".join(lines))["2026-11-09"].index(".") == head.index(" 10 ") + 1
    assert rows("\n".join(lines))["2026-11-10"].index("#") == head.index(" 1 ") + 1


def test_letters_fit_the_japanese_code_page_of_windows() -> None:
    profile_text.picture(PROFILE, MARKS, "ja").encode("cp932")


def test_nothing_stands_out_where_nothing_does() -> None:
    text = profile_text.picture(PROFILE, Marks(), "en")
    assert text.count("!") == 1, "the legend alone"
    assert "[NEW]" not in text
    picture = svg(PROFILE, Marks())
    assert not [node for node in picture.iter(f"{SVG}rect") if node.get("class") == "new"]
    assert "!" not in texts(picture)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_svg_says_by_shape_and_words_what_stands_out(language: str) -> None:
    picture = svg(PROFILE, MARKS, language)
    (burst,) = (
        node for node in picture.iter(f"{SVG}rect") if node.get("class") == "burst" and node.find(f"{SVG}title") is not None
    )
    assert "213" in (burst.findtext(f"{SVG}title") or "")
    assert "!" in texts(picture)
    assert len([node for node in picture.iter(f"{SVG}rect") if node.get("class") == "new"]) == 1
    assert {"en": "NEW", "ja": "新規"}[language] in texts(picture)
    assert "fill:url(#stripes)" in (picture.findtext(f"{SVG}style") or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_svg_can_be_read_aloud(language: str) -> None:
    picture = svg(PROFILE, MARKS, language)
    assert picture.get("role") == "img"
    ids = {node.get("id"): node.text or "" for node in picture if node.get("id")}
    title, desc = (ids[name] for name in (picture.get("aria-labelledby") or "").split())
    assert "suzuki[@]sakura[.]example[.]jp" in title
    assert "2026-11-10 01:00" in desc and "203.0.113[.]0/24" in desc and "223" in desc


def test_the_svg_is_for_light_and_dark_and_fetches_nothing() -> None:
    text = profile_svg.picture(PROFILE, MARKS, "en")
    assert "prefers-color-scheme:dark" in text
    assert not re.search(r"<script|href|url\((?!#)|@import|<image|<foreignObject", text)
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]


def test_bars_stay_in_their_row_and_grow_with_the_mails() -> None:
    picture = svg(replace(PROFILE, hours=tuple(SendingHour(f"2026-11-09T0{h}:00:00Z", 10**h) for h in range(5))), Marks())
    bars = [
        float(node.get("height") or 0)
        for node in picture.iter(f"{SVG}rect")
        if node.get("class") == "bar" and node.find(f"{SVG}title") is not None
    ]
    assert bars == sorted(bars) and len(set(bars)) == 5
    assert bars[0] >= 2 and bars[-1] <= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mail_at_all(language: str) -> None:
    empty = replace(PROFILE, hours=(), networks=())
    assert profile_text.picture(empty, Marks(), language).count("\n") == 2
    assert len(texts(svg(empty, Marks(), language))) == 2


def years(days: int) -> tuple[SendingHour, ...]:
    begin = datetime(2025, 1, 1, tzinfo=UTC)
    return tuple(SendingHour(f"{begin + timedelta(days=day):%Y-%m-%dT%H:00:00Z}", 5) for day in range(days))


def test_of_a_long_log_the_days_that_stand_out_are_kept() -> None:
    hours = years(400)
    it = chart(replace(PROFILE, hours=hours, zone=0), Marks(frozenset({hours[3].hour})))
    assert it.days[0].iso == "2025-01-04"
    assert (len(it.days), it.more_days, it.total) == (31, 369, 2000)
    assert (it.first, it.last) == ("2025-01-01", "2026-02-04")
    assert "369" in profile_text.picture(replace(PROFILE, hours=hours), Marks(), "en")


def test_of_many_networks_the_new_ones_are_kept() -> None:
    nets = tuple(replace(OFFICE, network=f"198.51.{number}.0/24", messages=1000) for number in range(100))
    it = chart(replace(PROFILE, networks=(*nets, ABROAD)), MARKS)
    assert it.networks[0].of is ABROAD
    assert (len(it.networks), it.more_networks) == (12, 89)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_and_very_long_values(language: str) -> None:
    net = replace(
        ABROAD, network=HOSTILE, names=(HOSTILE * 50, "x" * 5000, "あ" * 5000), first="no time", last="9999-12-31T23:00:00Z"
    )
    evil = replace(PROFILE, account=HOSTILE + "a" * 5000, networks=(net,), hours=(*PROFILE.hours, SendingHour("no hour", 9**9)))
    marks = Marks(frozenset({BURST, HOSTILE}), frozenset({HOSTILE}))
    text = profile_text.picture(evil, marks, language)
    assert all(width(line) <= 100 for line in text.splitlines())
    drawn = profile_svg.picture(evil, marks, language)
    for one in (text, drawn):
        assert not [char for char in one if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char != "\n"]
    assert "<script" not in drawn
    assert {node.tag.removeprefix(SVG) for node in ET.fromstring(drawn).iter()} <= {
        "svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "text",
    }  # fmt: skip


def test_usual_lines_fit_a_terminal() -> None:
    for language in LANGUAGES:
        assert all(width(line) <= 100 for line in profile_text.picture(PROFILE, MARKS, language).splitlines())
        assert not [line for line in profile_text.picture(PROFILE, MARKS, language).splitlines() if line.endswith("…")]


def test_pictures_are_written_those_first_that_stand_out(tmp_path: Path) -> None:
    quiet = replace(PROFILE, account="a@sakura.example.jp")
    paths = pictures.write(tmp_path / "p", [(quiet, Marks()), (PROFILE, MARKS)], "ja", 540)
    names = [path.name for path in paths]
    assert names == [
        "001_suzuki_sakura_example_jp.svg", "001_suzuki_sakura_example_jp.txt",
        "002_a_sakura_example_jp.svg", "002_a_sakura_example_jp.txt",
    ]  # fmt: skip
    assert paths[0].read_text("utf-8") == profile_svg.picture(PROFILE, MARKS, "ja", 540)
    with pytest.raises(FileExistsError):
        pictures.write(tmp_path / "p", [(PROFILE, MARKS)], "ja")


def test_names_of_files_lead_nowhere(tmp_path: Path) -> None:
    evil = [replace(PROFILE, account=name) for name in ("../../x", "", "CON", "a/b\\c:d", "\x00", "x" * 500, "..")]
    for path in pictures.write(tmp_path / "p", [(one, Marks()) for one in evil], "en"):
        assert path.parent == tmp_path / "p"
        assert re.fullmatch(r"\d{3}_[\w-]{1,63}\.(svg|txt)", path.name)


def test_only_the_hours_of_a_burst_are_marked_not_the_office_hours_around_it() -> None:
    """Twenty days of six mails an hour from the office; in the last night two hundred from abroad, where it never was before."""
    office = [datetime(2026, 10, day, hour, tzinfo=UTC) for day in range(5, 31) for hour in range(9)]
    weekdays = [at for at in office if at.weekday() < 5]
    night = datetime(2026, 10, 29, 17, tzinfo=UTC)
    hours = {**dict.fromkeys(weekdays, 6), night: 200}
    abroad = replace(ABROAD, first=f"{night:%Y-%m-%dT%H:%M:%SZ}", last=f"{night:%Y-%m-%dT%H:59:%SZ}", messages=200)
    profile = replace(
        PROFILE,
        hours=tuple(SendingHour(f"{at:%Y-%m-%dT%H:%M:%SZ}", count, recipients=count) for at, count in sorted(hours.items())),
        networks=(replace(OFFICE, first="2026-10-05T00:00:00Z", last="2026-10-30T08:59:00Z"), abroad),
    )
    assert pictures.marks(profile).bursts == {"2026-10-29T17:00:00Z"}
