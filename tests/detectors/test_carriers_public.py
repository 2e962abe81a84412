"""Honest public files, read by the formats as the program reads them: none of the carriers' detectors says more than a hint."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.looking import found
from support.public_data import labelled

from mimawari import knowledge
from mimawari.engine.opening import opened
from mimawari.formats.budget import Budget
from mimawari.model import Artifact, Blob, Finding, Origin, Strength
from mimawari.sources.single_file import Lying

CARRIERS = (
    "app-installer-link", "dde-command", "disguised-name", "document-fetch", "embedded-program", "equation-object",
    "html-smuggling", "locked-delivery", "notebook-script", "padded-document", "pdf-lure", "program-delivered",
    "remote-shortcut", "script-dropper", "shortcut-command",
)  # fmt: skip
LABELS = (
    "archive_benign", "html_benign", "lnk_benign", "lnk_parser_samples", "mail_benign", "mail_bounce", "office_benign",
    "ioc_text", "office_inert", "office_macro_benign", "onenote_benign", "script_benign", "vba_text_benign",
)  # fmt: skip


def weighty(path: Path, name: str) -> list[Finding]:
    """What is said above a hint of the file at *path*, which its owner called *name*."""
    budget = Budget(passwords=knowledge.load().marks["common-passwords"])
    blob = Blob(Origin("PC1-0001", name), name.rpartition("/")[2], Lying(path))
    given = [thing for thing in opened([blob], budget) if isinstance(thing, Artifact)]
    return [finding for only in CARRIERS for finding in found(given, only=only) if finding.strength > Strength.HINT]


@pytest.mark.parametrize("label", LABELS)
def test_honest_files_are_at_most_hints(label: str) -> None:
    said = {
        name: {finding.kind for finding in findings} for name, path in labelled(label).items() if (findings := weighty(path, name))
    }
    assert said == {}
