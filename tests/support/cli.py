"""The command line in this process: what it printed and with which status."""

from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli import commands
from mimawari.model import Report, Source


def invoke(*words: str) -> Result:
    """What ``mimawari`` with *words* does, in English unless they say otherwise."""
    return CliRunner(env={"LC_ALL": "C"}).invoke(commands, words, standalone_mode=False)


def status(result: Result) -> int:
    """What the program would end with."""
    if result.exception is not None:
        return int(getattr(result.exception, "exit_code", -1))
    value: Any = result.return_value
    assert isinstance(value, int)
    return value


def complaint(result: Result) -> str:
    """The one line with which it refused."""
    assert type(result.exception).__name__ == "Refused", repr(result.exception)
    message: str = getattr(result.exception, "message", "")
    assert "\n" not in message
    return message


def saved(folder: Path, name: str, *sources: Source) -> Path:
    """A report of *sources* as a file."""
    path = folder / f"{name}.json"
    path.write_text(json_report.text(Report.of(sources), app.known()), "ascii")
    return path
