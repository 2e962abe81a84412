"""Real mails of honest people, bounces and Outlook's messages, each as a mail of a mailbox: nothing above a hint is said of any.

Origin and licence of each file are in the index of the public test data.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support.cli import invoke, status
from support.public_data import labelled


def lines(path: Path) -> list[dict[str, Any]]:
    """What ``check --jsonl`` prints of it."""
    result = invoke("check", "--jsonl", "--jobs", "2", str(path))
    assert status(result) in (0, 20), result.output[-2000:]
    return [json.loads(line) for line in result.stdout.splitlines()]


def chosen(label: str, *endings: str) -> list[Path]:
    """The files of a label, always in the same order."""
    return [path for _, path in sorted(labelled(label).items()) if path.suffix in endings]


def weighty(line: dict[str, Any]) -> list[str]:
    """What is said of it that is more than a hint, or names a family."""
    return [finding["words"]["en"] for finding in line["findings"] if finding["strength"] != "hint" or finding["family"]]


def said(line: dict[str, Any]) -> str:
    """All of it but where it lies."""
    gaps = sorted((gap["reason"], gap["detail"]) for gap in line["gaps"])
    return str((line["message"], line["level"], sorted(finding["words"]["en"] for finding in line["findings"]), gaps))


@pytest.mark.parametrize(("label", "hints", "unseen"), [("mail_benign", 0.01, 0.06), ("mail_bounce", 0.0, 0.03)])
def test_nothing_above_a_hint_is_said_of_honest_mails(label: str, hints: float, unseen: float, tmp_path: Path) -> None:
    """Hardly a hint either; and what could not be looked at wholly is a mail that is damaged or in a form that nobody opens."""
    every = chosen(label, ".eml", ".msg", ".mbox", ".oft")
    for path in every:
        shutil.copyfile(path, tmp_path / path.name)
    found = lines(tmp_path)
    assert [words for line in found for words in weighty(line)] == []
    assert {line["level"] for line in found} <= {"no-sign", "undetermined"}
    assert sum(bool(line["findings"]) for line in found) <= hints * len(found)
    undetermined = [line for line in found if line["level"] == "undetermined"]
    assert all(line["gaps"] for line in undetermined)
    assert len(undetermined) <= unseen * len(found), Counter(gap["detail"] for line in undetermined for gap in line["gaps"])
    assert {step for line in found for step in line["path"]} >= {path.name for path in every if path.suffix in (".eml", ".msg")}


@pytest.mark.parametrize("label", ["mail_benign", "mail_bounce"])
def test_real_mails_in_an_mbox_are_judged_as_in_files(label: str, tmp_path: Path) -> None:
    """Each by itself, whatever stands before and behind it."""
    folder, box = tmp_path / "folder", tmp_path / "box"
    folder.mkdir()
    count = 0
    with box.open("wb") as out:
        for number, path in enumerate(chosen(label, ".eml")):
            content = path.read_bytes().replace(b"\r\n", b"\n").lstrip(b"\n")
            if content.startswith(b"From "):
                content = content.partition(b"\n")[2]
            if not re.match(rb"[!-9;-~]+:", content) or b"\nFrom " in content:
                continue  # an mbox itself, or a mail that quotes one
            content += b"" if content.endswith(b"\n") else b"\n"
            (folder / f"{number:04}.eml").write_bytes(content)
            out.write(b"From someone@example.com Thu Mar  3 11:22:33 2022\n" + content + b"\n")
            count += 1
    in_files, in_box = lines(folder), lines(box)
    assert len(in_files) == len(in_box) == count > 20
    assert sorted(map(said, in_box)) == sorted(map(said, in_files))


def test_nothing_is_said_of_what_lies_in_outlooks_data_files(tmp_path: Path) -> None:
    every = chosen("mail_benign", ".pst")
    for path in every:
        shutil.copyfile(path, tmp_path / path.name)
    found = lines(tmp_path)
    assert [words for line in found for words in weighty(line)] == []
    assert {line["path"][0] for line in found if line["kind"] == "outlook-data"} == {path.name for path in every}
