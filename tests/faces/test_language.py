"""The language is that of the locale, unless it is asked for."""

import pytest

from mimawari.faces.language import language


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja"}, "ja"),
        ({"LANG": "Japanese_Japan.932"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "jam_JM"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ({"LC_MESSAGES": "en_US.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ja_JP.UTF-8"}, "ja"),
    ],
)
def test_by_locale(environment: dict[str, str], expected: str) -> None:
    assert language(None, environment) == expected


def test_what_is_asked_for_goes_first() -> None:
    assert language("en", {"LC_ALL": "ja_JP.UTF-8"}) == "en"
    assert language("ja", {"LC_ALL": "C"}) == "ja"
