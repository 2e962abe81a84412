"""Carriers three deep and deeper in mails, archives, discs, pages and documents: found where they lie, never passed for clean."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from support.carriers import honest_documents, honest_files, links, nests, notebooks, sheets, shortcuts, word
from support.carriers.nests import Nest, nested
from support.carriers.sample import Draw, Sample
from support.golden import told

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Level, Reason, Source, Strength

CHAINS: dict[str, tuple[Draw, Draw, tuple[Nest, ...]]] = {
    "shortcut, locked zip, iso, zip": (
        shortcuts.itself, honest_files.admin_link, (nests.in_locked_zip, nests.in_iso, nests.in_zip, nests.in_telling_mail),
    ),
    "shortcut, locked by a common password, udf, zip": (
        shortcuts.in_base64, honest_files.admin_link, (nests.in_common_zip, nests.in_udf, nests.in_zip),
    ),
    "document, zip, mail, zip": (word.page_control, honest_documents.template, (nests.in_zip, nests.in_mail, nests.in_zip)),
    "workbook, 7z, iso, zip": (sheets.downloads, honest_documents.old_macros, (nests.in_7z, nests.in_iso, nests.in_zip)),
    "workbook, locked zip, mail, mail": (
        sheets.mshta, honest_documents.old_tools, (nests.in_locked_zip, nests.in_telling_mail, nests.in_mail),
    ),
    "shortcut, locked zip, Outlook's message, mail": (
        shortcuts.itself_as_document, honest_files.admin_link, (nests.in_locked_zip, nests.in_outlook, nests.in_mail),
    ),
    "document, iso, Outlook's message, zip": (
        word.group_name, honest_documents.form, (nests.in_iso, nests.in_outlook, nests.in_zip),
    ),
    "notebook, mail, mail, zip": (notebooks.wsf, honest_files.notebook, (nests.in_mail, nests.in_mail, nests.in_zip)),
    "script, stored rar, zip, mail": (
        links.javascript, honest_files.node_project, (nests.in_stored_rar, nests.in_zip, nests.in_mail),
    ),
    "document, tar.gz, zip, mail": (word.user_form, honest_documents.form, (nests.in_tar_gz, nests.in_zip, nests.in_mail)),
    "shortcut, gz, 7z, gz": (shortcuts.itself, honest_files.admin_link, (nests.in_gz, nests.in_7z, nests.in_gz)),
    "document, cab, zip, iso": (word.document_of_2020, honest_documents.report, (nests.in_cab, nests.in_zip, nests.in_iso)),
    "shortcut, zip, page, mail": (shortcuts.in_base64, honest_files.admin_link, (nests.in_zip, nests.in_page, nests.in_mail)),
    "script in a document, zip, mail": (notebooks.vbs, honest_files.notebook, (nests.in_document, nests.in_zip, nests.in_mail)),
    "workbook, vhd, zip, mail": (sheets.written, honest_documents.old_macros, (nests.in_vhd, nests.in_zip, nests.in_mail)),
    "padded by nests alone": (
        word.page_control, honest_documents.template,
        (nests.in_zip, nests.in_7z, nests.in_zip, nests.in_iso, nests.in_gz, nests.in_zip, nests.in_mail),
    ),
}  # fmt: skip
SEEDS = range(3)


def checked(folder: Path, sample: Sample, name: str = "") -> Source:
    path = folder / (name or sample.name)
    path.write_bytes(sample.data)
    (source,) = app.check([app.evidence(str(path))], Settings(reraise=True), 0)
    return source


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("chain", CHAINS)
def test_a_nested_carrier_is_found_where_it_lies(chain: str, seed: int, tmp_path: Path) -> None:
    inner, _, ways = CHAINS[chain]
    draw = Random(f"{chain} {seed}")
    sample = nested(inner(draw), draw, *ways)
    source = checked(tmp_path, sample)
    assert app.level_of(source) is Level.EXPOSED, told(source)
    strong = [finding for finding in source.findings if finding.strength > Strength.HINT]
    assert {finding.family for finding in strong} >= {"emotet"}, told(source)
    ways_in = {finding.origin.path for finding in strong if finding.kind in sample.kinds}
    assert any(way[len(way) - len(sample.way) :] == sample.way for way in ways_in), (sample.way, ways_in)
    assert source.gaps == (), told(source)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("chain", CHAINS)
def test_honest_things_as_deep_are_passed_over(chain: str, seed: int, tmp_path: Path) -> None:
    _, inner, ways = CHAINS[chain]
    draw = Random(f"{chain} {seed}")
    source = checked(tmp_path, nested(inner(draw), draw, *ways))
    assert [finding for finding in source.findings if finding.strength > Strength.HINT] == [], told(source)
    assert app.level_of(source) is Level.NO_SIGN, told(source)


@pytest.mark.parametrize("inner", [links.javascript, honest_files.node_project], ids=["dropper", "project"])
def test_what_a_rar_packs_is_not_looked_at_and_never_clean(inner: Draw, tmp_path: Path) -> None:
    draw = Random("rar")
    source = checked(tmp_path, nested(inner(draw), draw, nests.in_zip, nests.in_rar, nests.in_mail))
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert [gap.reason for gap in source.gaps] == [Reason.UNSUPPORTED], told(source)


@pytest.mark.parametrize("inner", [shortcuts.itself, honest_files.admin_link], ids=["emotet", "honest"])
def test_a_locked_archive_deep_inside_without_its_password_is_never_clean(inner: Draw, tmp_path: Path) -> None:
    draw = Random("locked")
    source = checked(tmp_path, nested(inner(draw), draw, nests.in_locked_zip, nests.in_iso, nests.in_zip, nests.in_mail))
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert Reason.ENCRYPTED in {gap.reason for gap in source.gaps}


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_a_mailbox_is_never_clean(first: bool, tmp_path: Path) -> None:
    """Each of its mails is opened, the notebook found wherever it is."""
    draw = Random("mailbox")
    bad, good = nested(notebooks.wsf(draw), draw, nests.in_mail), honest_files.attached(draw)
    both = [bad.data, good.data] if first else [good.data, bad.data]
    box = b"".join(b"From someone@example.com Thu Mar  3 11:22:33 2022\n" + one.rstrip(b"\n") + b"\n\n" for one in both)
    source = checked(tmp_path, Sample("box", box))
    assert app.level_of(source) is Level.EXPOSED, told(source)


def test_deeper_than_is_looked_is_told(tmp_path: Path) -> None:
    draw = Random("deep")
    source = checked(tmp_path, nested(shortcuts.itself(draw), draw, *[nests.in_zip] * 18))
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert Reason.TOO_LARGE in {gap.reason for gap in source.gaps}


@pytest.mark.parametrize("seed", range(5))
def test_a_file_of_an_attachments_folder_is_found_under_any_name(seed: int, tmp_path: Path) -> None:
    """Files are known by what they begin with: without an extension, or under another."""
    for inner in (word.page_control, sheets.downloads, shortcuts.itself, notebooks.wsf):
        sample = inner(Random(f"name {seed}"))
        for name in ("attachment", "photo.jpg", "請求書"):
            assert app.level_of(checked(tmp_path, sample, name)) is Level.EXPOSED, (sample.name, name)
