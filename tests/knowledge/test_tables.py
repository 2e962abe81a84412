"""The knowledge: every table says where it is from, every word that is shown stands in both languages."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from mimawari import knowledge
from mimawari.model import Gap, Origin, Reason

TABLES = sorted(Path(str(files(knowledge) / "data")).rglob("*.toml"))
HERE = Origin("s", "l")


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", [path for path in TABLES if path.stem != "about"], ids=lambda path: path.stem)
def test_every_table_says_where_it_is_from(path: Path) -> None:
    table = read(path)
    assert len(table["source"]) > 10
    assert table["licence"]
    assert date.fromisoformat(table["as_of"]) <= date.fromisoformat(knowledge.load().as_of)


def test_the_version_is_dated() -> None:
    known = knowledge.load()
    assert re.fullmatch(r"20\d\d\.\d{1,2}\.\d+", known.version)
    assert known.version.startswith(date.fromisoformat(known.as_of).strftime("%Y.") + str(date.fromisoformat(known.as_of).month))


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_advice_in_both_languages(reason: Reason) -> None:
    words = knowledge.load().remedy(Gap(HERE, reason, "something nobody thought of"))
    assert len(words.en) > 20
    assert re.search(r"[ぁ-ん].*(ください|ます)。$", words.ja)


def test_advice_for_what_was_wanted_goes_before_that_for_the_reason() -> None:
    known = knowledge.load()
    assert known.remedy(Gap(HERE, Reason.MISSING, "times-not-kept")) != known.remedy(Gap(HERE, Reason.MISSING, "host"))


def test_all_advice_is_for_a_reason_that_there_is() -> None:
    known, reasons = knowledge.load(), tuple(str(reason) for reason in Reason)
    kinds = tuple(f"{kind}-{reason}" for kind in {*known.minimum, *known.like.values()} for reason in reasons)
    assert [key for key in known.remedies if key not in known.apart and not key.startswith((*reasons, *kinds))] == []


def test_kinds_that_are_spoken_of_alike_are_kinds_of_sources() -> None:
    known = knowledge.load()
    assert set(known.like) <= set(known.minimum)
    assert set(known.like.values()) == {"mail"}


def test_families_are_a_closed_list_of_plain_names() -> None:
    families = knowledge.load().families
    assert {"emotet", "trickbot", "qakbot"} <= families
    assert [name for name in families if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_eras_follow_each_other() -> None:
    eras = list(knowledge.load().eras.values())
    days = [(date.fromisoformat(era.first), date.fromisoformat(era.last)) for era in eras]
    assert all(first <= last for first, last in days)
    assert days == sorted(days)
    assert days[-1][1] == date(2023, 4, 30), "no Emotet has been seen on a PC since"
    assert [era.name for era in eras if not (era.words.en and re.search(r"[ぁ-んァ-ン]", era.words.ja))] == []


def test_the_word_list_is_the_published_one() -> None:
    words = knowledge.load().word_list.split(",")
    assert len(words) == len(set(words)) == 64
    assert (words[0], words[-1]) == ("duck", "thunk")


def test_minimums_hold_nothing_that_a_kind_can_never_have() -> None:
    minimum = knowledge.load().minimum
    assert all(minimum.values())
    assert [kind for kind in ("folder", "triage", "disk-image") if "process" in minimum[kind]] == []
    assert {"file", "process", "registry-value", "service", "task"} <= set(minimum["emocheck-report"])


def test_a_folder_overrides_single_tables(tmp_path: Path) -> None:
    own = "[minimum]\nfolder = ['file']\n"
    (tmp_path / "coverage.toml").write_text(own, "utf-8")
    ours, theirs = knowledge.load(), knowledge.load(tmp_path)
    assert theirs.minimum == {"folder": ("file",)}
    assert theirs.eras == ours.eras
    assert knowledge.load().minimum == ours.minimum != theirs.minimum


def test_a_folder_that_is_not_there_is_not_what_is_packed(tmp_path: Path) -> None:
    with pytest.raises(knowledge.Gone):
        knowledge.load(tmp_path / "gone")
    (tmp_path / "a file").write_text("x")
    with pytest.raises(knowledge.Gone):
        knowledge.load(tmp_path / "a file")
