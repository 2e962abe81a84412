"""The order that gives the earliest answer."""

import pytest

from mimawari.sources.scan import Stage
from mimawari.sources.scan.order import begins, staged

PC = {
    "": ["Windows", "Users", "ProgramData", "Data"],
    "Users": ["Shop", "Public"],
    "Users/Shop": ["AppData", "Downloads"],
    "Users/Shop/AppData": ["Local", "Roaming"],
    "Users/Shop/AppData/Local": ["Temp"],
    "Windows": ["System32", "Temp"],
}


def test_what_comes_in_is_first_and_the_root_is_last() -> None:
    found = list(begins(lambda way: PC.get(way, [])))
    assert found[0] == (Stage.INCOMING, "Users/Shop/Downloads")
    assert found[-1] == (Stage.REST, "")
    assert (Stage.INCOMING, "Users/Shop/AppData/Local/Temp") in found
    assert (Stage.PROFILES, "Users") in found
    assert [stage for stage, way in found if way == "Windows/System32"] == [Stage.SYSTEM]


@pytest.mark.parametrize(
    ("way", "stage"),
    [
        ("Users/a/Downloads", Stage.INCOMING),
        ("USERS/A/APPDATA/LOCAL/TEMP", Stage.INCOMING),
        ("Users/a/Downloads/b", None),
        ("Users/a/b/Downloads", None),
        ("Users/a/AppData/Local/Microsoft/Outlook", Stage.MAIL),
        ("home/a/.thunderbird", Stage.MAIL),
        ("var/tmp", Stage.INCOMING),
        ("Data", None),
        ("", None),
    ],
)
def test_where_a_stage_begins(way: str, stage: Stage | None) -> None:
    assert staged(way) is stage


def test_all_that_is_listed_as_a_beginning_is_known_as_one() -> None:
    for stage, way in begins(lambda way: PC.get(way, [])):
        assert not way or staged(way) is stage
