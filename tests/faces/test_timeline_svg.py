"""The figure: every moment in its lane and column, nothing over another, no value of it markup, no colour that means anything."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from support.dossier_extremes import HOSTILE

from mimawari.faces import timeline_svg
from mimawari.faces.timeline_svg import Marked, alternative, chosen, fitting, picture
from mimawari.faces.wrap import width
from mimawari.model import LANGUAGES, Lane, Moment, Words

SVG = "{http://www.w3.org/2000/svg}"
LANES = list(Lane)


def mark(number: int, day: str, lane: Lane, what: str = "x") -> Marked:
    return Marked(number, day, lane, f"{day} 10:00", what)


def many(days: int, of_day: int) -> tuple[Marked, ...]:
    """So many marks on each of so many days, in every lane in turn."""
    every = ((day, place) for day in range(days) for place in range(of_day))
    return tuple(mark(n, f"2026-11-{1 + day:02}", LANES[place % 4]) for n, (day, place) in enumerate(every, 1))


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """Where each text lies: left, top, right, bottom, by the widths that a terminal gives its letters (half of its size each)."""
    found = []
    for text in ET.fromstring(svg).iter(f"{SVG}text"):
        size, x, y = float(text.get("font-size", 13)), float(text.get("x", 0)), float(text.get("y", 0))
        wide = width(text.text or "") * size * 0.5
        left = {"middle": x - wide / 2, "end": x - wide}.get(text.get("text-anchor", ""), x)
        found.append((left, y - size * 0.8, left + wide, y + size * 0.1))
    return found


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize(("days", "of_day"), [(1, 1), (1, 30), (7, 1), (6, 9), (3, 20)])
def test_no_label_lies_over_another(days: int, of_day: int, tongue: str) -> None:
    svg = picture(many(days, of_day), "2026-11-03", tongue)
    for (a, b, c, d), (e, f, g, h) in combinations(boxes(svg), 2):
        assert c <= e or g <= a or d <= f or h <= b


def test_labels_that_overlap_would_be_seen() -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg">'
    (a, _, c, _), (e, _, g, _) = boxes(f'{head}<text x="0" y="9">ab</text><text x="5" y="9">ab</text></svg>')
    assert not (c <= e or g <= a)


def test_each_lane_has_a_form_of_its_own_and_its_place() -> None:
    svg = picture(tuple(mark(n, "2026-11-01", lane) for n, lane in enumerate(Lane, 1)), "2026-11-01", "en")
    root = ET.fromstring(svg)
    heights = {one.text: float(one.get("y", 0)) for one in root.iter(f"{SVG}text") if (one.text or "") in "1234"}
    assert sorted(heights.values()) == [heights[number] for number in "1234"]
    forms = re.findall(r"<circle[^>]*>|<rect x=\"[1-9][^>]*>|<path d=\"M[\d.]+ [\d.]+L[^>]*>", svg)
    assert len({re.sub(r'(c?[xy]|d)="[^"]*"', "", form) for form in forms}) == 4


def test_grey_is_enough() -> None:
    svg = picture(many(3, 8), "2026-11-02", "ja")
    for colour in re.findall(r"#([0-9a-fA-F]{3,6})\b", svg):
        assert len(set(re.findall("..", colour) if len(colour) == 6 else colour)) == 1
    assert "style" not in svg, "a page's policy would not let it through"


def test_values_are_text() -> None:
    moments = [Moment("2026-11-01T00:00:00Z", Lane.ATTACK, Words(en=text, ja=text), "", text) for text in HOSTILE]
    marks = timeline_svg.marked(moments, ["2026-11-01"] * len(moments), ["then"] * len(moments), "en")
    root = ET.fromstring(picture(marks, "2026-11-01", "en"))
    assert {one.tag for one in root.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "path", "circle", "text")
    }
    assert not [char for one in root.iter() for char in one.text or "" if not char.isprintable() and char != "\n"]


def test_days_between_are_written_out() -> None:
    marks = (mark(1, "2022-06-01", Lane.ATTACK), mark(2, "2026-11-20", Lane.CHECK), mark(3, "2026-11-24", Lane.RESPONSE))
    texts = [one.text for one in ET.fromstring(picture(marks, "2026-11-24", "ja")).iter(f"{SVG}text")]
    assert {"← 4年 →", "← 4日 →", "現在"} <= set(texts)


def test_of_many_those_are_chosen_that_tell_most() -> None:
    marks = many(25, 12)
    kept = chosen(marks, 8)
    assert len(kept) == 8
    assert [one.number for one in kept] == sorted(one.number for one in kept)
    for lane in Lane:
        of_lane = [one for one in marks if one.lane is lane]
        assert {of_lane[0], of_lane[-1]} <= set(kept)
    assert chosen(marks[:3], 8) == marks[:3]


def test_it_is_never_wider_than_can_be_read_on_paper() -> None:
    kept = fitting(many(28, 2), 50)
    assert 1 < len(kept) < 50
    view = re.search(r'viewBox="0 0 (\d+) ', picture(kept, "2026-11-03", "en"))
    assert view
    assert int(view[1]) <= 920


def test_it_is_told_in_words() -> None:
    assert alternative((mark(1, "2026-11-01", Lane.ATTACK), mark(2, "2026-11-02", Lane.DUE)), "en") == (
        "2 moments from 2026-11-01 to 2026-11-02 in the lanes Attack (traces): 1, Checks: 0, Response: 0, Due: 1."
    )
    assert picture((), "2026-11-01", "ja").startswith("<svg")
    assert alternative((), "ja") == "示すことのできる日時がありません。"


@pytest.mark.parametrize(
    ("today", "said"), [("2026-11-27", "← 4年 →"), ("2022-11-20", "← 8日 →"), ("2022-11-13", None), ("2022-11-12", None)]
)
def test_now_does_not_stand_right_behind_what_is_long_past(today: str, said: str | None) -> None:
    svg = picture((mark(1, "2022-11-12", Lane.ATTACK),), today, "ja")
    assert re.findall("← .* →", svg) == ([said] if said else [])
    for (a, b, c, d), (e, f, g, h) in combinations(boxes(svg), 2):
        assert c <= e or g <= a or d <= f or h <= b
