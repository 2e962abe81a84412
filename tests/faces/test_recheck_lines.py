"""The second check in words."""

import pytest

from mimawari.faces.text.recheck import MOST, recheck_lines
from mimawari.faces.text.render import plain
from mimawari.faces.wrap import width
from mimawari.model import LANGUAGES, Condition, HostLook, Level, Recheck, Words

NAMES = ("wiped", "reset", "others-quiet", "watched")


def said(text: str = "a sentence") -> Words:
    return Words(en=text, ja=text)


def conditions(*met: bool | None) -> tuple[Condition, ...]:
    return tuple(Condition(name, said(name), one, (said(f"because {name}"),)) for name, one in zip(NAMES, met, strict=True))


def recheck(*met: bool | None, **more: object) -> Recheck:
    fields: dict[str, object] = {
        "looked": (HostLook("PC1", "2026-11-20T09:00:00Z", Level.NO_SIGN, whole=True),),
        "unchecked": (), "new": (), "gone": (), "still": (), "reinfected": (), "conditions": conditions(*met),
    }  # fmt: skip
    return Recheck(**(fields | more))  # type: ignore[arg-type]


def texts(one: Recheck, tongue: str) -> list[str]:
    return [line.text for line in recheck_lines(one, tongue)]


@pytest.mark.parametrize(
    ("met", "lift"),
    [((True,) * 4, True), ((True, True, True, None), False), ((True, True, True, False), False), ((None,) * 4, False)],
)
def test_only_four_met_conditions_may_lift_and_a_person_decides(met: tuple[bool | None, ...], lift: bool) -> None:
    ja, en = texts(recheck(*met), "ja"), texts(recheck(*met), "en")
    assert any("責任者が判断" in line and "保証するものではありません" in line for line in ja) is lift
    assert any("ネットワークから切り離したまま" in line for line in ja) is not lift
    assert any("nothing here promises" in line for line in en) is lift
    assert any("Keep the PC off the network" in line for line in en) is not lift


def test_each_condition_says_whether_it_is_met_and_why() -> None:
    ja = texts(recheck(True, False, None, True), "ja")
    assert [line for line in ja if line.startswith("【") and not line.startswith("【要確認】")] == [
        "【済】wiped",
        "【未】reset",
        "【不明】others-quiet",
        "【済】watched",
    ]
    assert {f"because {name}" for name in NAMES} <= set(ja)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_conditions_are_told_as_a_proposal_to_be_checked(tongue: str) -> None:
    assert [line for line in texts(recheck(*(True,) * 4), tongue) if {"ja": "要確認", "en": "to be checked"}[tongue] in line]


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_unchecked_and_returned_are_named_first(tongue: str) -> None:
    lines = texts(recheck(*(None,) * 4, unchecked=("PC7",), reinfected=("PC8",)), tongue)
    assert "PC8" in lines[1]
    assert "PC7" in lines[3]


@pytest.mark.parametrize("level", Level)
def test_no_level_is_worded_as_a_promise(level: Level) -> None:
    look = HostLook("PC1", "2026-11-20T09:00:00Z", level, whole=False)
    ja = "\n".join(texts(recheck(*(None,) * 4, looked=(look,)), "ja"))
    assert "感染していません" not in ja
    assert "2026-11-20 18:00（日本時間。UTCでは 09:00）" in ja
    assert "一部は調べられていません" in ja


def test_what_is_too_much_is_counted() -> None:
    many = tuple(said(f"sentence {number}") for number in range(MOST + 5))
    lines = texts(recheck(*(None,) * 4, new=many, unchecked=tuple(f"PC{number}" for number in range(MOST + 2))), "en")
    assert len([line for line in lines if line.startswith("sentence")]) == MOST
    assert "and 5 more" in lines
    assert any("and 2 more" in line for line in lines)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_hostile_names_cannot_draw_on_the_page(tongue: str) -> None:
    bad = "PC\x1b[2J\u202e\n http://evil.example/"
    one = recheck(
        *(None,) * 4, unchecked=(bad,), reinfected=(bad,), new=(said(bad),), gone=(said(bad),), still=(said(bad),),
        looked=(HostLook(bad, bad, Level.SUSPECTED, whole=True),),
    )  # fmt: skip
    text = plain(recheck_lines(one, tongue))
    assert not any(part in text for part in ("\x1b", "\u202e", "http://evil"))
    assert [line for line in text.splitlines() if width(line) > 80] == []
