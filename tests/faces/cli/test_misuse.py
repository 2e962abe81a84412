"""A command line that cannot be taken: in the language that is spoken, whatever click says."""

import click
import pytest
from support.cli import complaint, invoke, status

from mimawari.faces.cli import misuse

WRONG = [
    (("case", "report"), "--out を指定してください。使い方は mimawari case report --help で"),
    (
        ("case", "export", "pdf", "--out", "x"),
        "stix|misp|timesketch-csv|timesketch-jsonl|cacao に指定された値は使えません。使い方は",
    ),
    (("case", "step"), "KEY を指定してください。"),
    (("case", "step", "a", "--dne"), "--dne というオプションはありません。--done ではありませんか。"),
    (("case", "step", "a", "--done=3"), "--done に値は付けられません。使い方は mimawari case step --help で"),
    (("case", "note", "a", "b", "c"), "余分な指定があります：b c。"),
    (("case", "law", "--case"), "--case には値が必要です。使い方は mimawari case law --help で"),
    (("case", "frob"), "frob というコマンドはありません。"),
    (("respond",), "REPORT... を指定してください。"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_in_japanese(words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.faces.cli.spoken.language", lambda asked=None: asked or "ja")
    result = invoke(*words)
    text = complaint(result).replace("root ", "mimawari ").replace("commands ", "mimawari ")
    assert (status(result), text.startswith(said)) == (2, True), text
    for english in ("Missing", "Error", "Usage", "No such", "Got "):
        assert english not in text


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_in_english_click_says_it(words: tuple[str, ...], said: str) -> None:
    result = invoke(*words)
    assert isinstance(result.exception, click.UsageError)
    assert status(result) == 2


def test_what_lang_says_counts_even_where_the_rest_cannot_be_taken() -> None:
    assert "--out を指定してください。" in complaint(invoke("case", "report", "--lang", "ja"))
    assert "--out を指定してください。" in complaint(invoke("case", "report", "--lang=ja"))
    assert misuse.asked_language(["--lang", "fr"]) is None
    assert misuse.asked_language(["--lang"]) is None
