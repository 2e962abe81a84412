"""Whole files of every carrier that Emotet came in, of honest people, and of other malware: from the bytes to the level.

The carriers, their years and what is Emotet's own in them are those of the published reports (see ``support.carriers``). A name
is asked for wherever a carrier has it: the grammar of its command, its builder, its list of addresses, its shortcut, the name of
its script.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from support.carriers import links, mails, padded, shortcuts, word
from support.carriers.every import EMOTET, HONEST, OTHERS
from support.carriers.honest_files import admin_link
from support.carriers.sample import Draw, Sample
from support.golden import is_said, told
from support.pe_files import pe

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Finding, Level, Reason, Source, Strength
from mimawari.signatures import WANTED

SEEDS = 20


def checked(folder: Path, sample: Sample) -> Source:
    """What the program says of the file, in this process, a bug let through."""
    path = folder / sample.name
    path.write_bytes(sample.data)
    (source,) = app.check([app.evidence(str(path))], Settings(reraise=True), 0)
    return source


def drawn(draws: tuple[Draw, ...], seed: int) -> Sample:
    """The styles one after the other, each time with other luck."""
    return draws[seed % len(draws)](Random(f"carrier {seed}"))


def weighty(source: Source) -> list[Finding]:
    return [finding for finding in source.findings if finding.strength > Strength.HINT]


def families(source: Source) -> set[str]:
    """Whoever is named, hints included."""
    return {finding.family for finding in source.findings if finding.family}


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("carrier", EMOTET)
def test_each_carrier_is_found(carrier: str, seed: int, tmp_path: Path) -> None:
    sample = drawn(EMOTET[carrier], seed)
    source = checked(tmp_path, sample)
    assert app.level_of(source) is Level.EXPOSED, told(source)
    assert families(source) == ({sample.family} if sample.family else set()), told(source)
    ways = {finding.origin.path for finding in weighty(source) if finding.kind in sample.kinds}
    assert any(way[len(way) - len(sample.way) :] == sample.way for way in ways), (ways, sample.way, told(source))
    assert source.gaps == (), told(source)


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("carrier", HONEST)
def test_honest_files_like_each_carrier_are_passed_over(carrier: str, seed: int, tmp_path: Path) -> None:
    source = checked(tmp_path, drawn(HONEST[carrier], seed))
    assert weighty(source) == [], told(source)
    assert families(source) == set(), told(source)
    assert app.level_of(source) is Level.NO_SIGN, told(source)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("draw", OTHERS, ids=lambda one: one.__name__)
def test_other_malware_is_found_and_never_called_emotet(draw: Draw, seed: int, tmp_path: Path) -> None:
    source = checked(tmp_path, draw(Random(f"other {seed}")))
    assert source.findings, told(source)
    assert families(source) == set(), told(source)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("inner", [word.document_of_2020, shortcuts.itself_as_document, admin_link], ids=lambda one: one.__name__)
def test_an_archive_whose_password_is_not_told_is_never_clean(inner: Draw, seed: int, tmp_path: Path) -> None:
    source = checked(tmp_path, mails.replying(inner, is_told=False)(Random(f"locked {seed}")))
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert Reason.ENCRYPTED in {gap.reason for gap in source.gaps}, told(source)
    assert weighty(source) == []


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_pdf_that_leads_to_the_document_is_a_hint(seed: int, tmp_path: Path) -> None:
    """Nothing of the document is in it, and honest PDFs lead to such sites as well: no more than a hint, but that."""
    source = checked(tmp_path, links_to_document(seed))
    assert app.level_of(source) is Level.NO_SIGN, told(source)
    assert families(source) == set()


def links_to_document(seed: int) -> Sample:
    return word.linking_pdf(Random(f"pdf {seed}"))


def test_most_such_pdfs_are_hinted_at(tmp_path: Path) -> None:
    """Those whose last folder has a digit or capitals strewn in: of 970 addresses 567 had digits with letters, 287 mixed case."""
    hinted = [checked(tmp_path, links_to_document(seed)).findings for seed in range(40)]
    assert sum(bool(findings) for findings in hinted) >= 24


def test_the_document_of_550_mb_is_found_in_its_zip_within_the_memory_of_a_worker(tmp_path: Path) -> None:
    sample = padded.whole(Random("half a gigabyte"))
    assert len(sample.data) < 1 << 20
    path = tmp_path / sample.name
    path.write_bytes(sample.data)
    (source,) = app.check([app.evidence(str(path))], Settings(limits=app.Limits(memory=400 << 20)), 1)
    assert app.level_of(source) is Level.EXPOSED, told(source)
    assert {finding.kind for finding in weighty(source)} >= {"padded-document", "emotet-command"}
    assert [gap for gap in source.gaps if gap.wanted != WANTED] == [], told(source)


def test_the_library_of_550_mb_is_found_in_its_zip_within_the_memory_of_a_worker(tmp_path: Path) -> None:
    """What such a document fetched; no mark of its own names it. 400 MiB of address space, libraries and all."""
    path = tmp_path / "102030.zip"
    path.write_bytes(padded.in_zip("nVqXkzRtP.dll", pe(exports=["DllRegisterServer"]), 550))
    (source,) = app.check([app.evidence(str(path))], Settings(limits=app.Limits(memory=400 << 20)), 1)
    assert app.level_of(source) is Level.EXPOSED, told(source)
    assert ("padded-document", None) in {(finding.kind, finding.family) for finding in weighty(source)}
    assert [gap for gap in source.gaps if gap.wanted != WANTED] == [], told(source)


def test_the_javascript_is_found_by_itself(tmp_path: Path) -> None:
    """As it lies on a disk: without the zip, in UTF-16 without a mark."""
    for seed in range(5):
        text = links.in_array(Random(seed))
        source = checked(tmp_path, Sample(f"INV_{seed}.js", text.encode("utf-16-le")))
        assert (app.level_of(source), families(source)) == (Level.EXPOSED, {"emotet"}), told(source)


@pytest.mark.parametrize("keep", [0.1, 0.4, 0.8, 0.99])
@pytest.mark.parametrize("carrier", [name for name in EMOTET if "AppX" not in name])
def test_a_carrier_cut_off_is_never_clean(carrier: str, keep: float, tmp_path: Path) -> None:
    """A link is no such carrier: a mail that ends within its text is read as it stands, as honest programs write such mails."""
    sample = EMOTET[carrier][0](Random(f"cut {carrier}"))
    source = checked(tmp_path, Sample(sample.name, sample.data[: int(len(sample.data) * keep)]))
    assert app.level_of(source) is not Level.NO_SIGN, told(source)
    assert source.findings or source.gaps


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_carrier_breaks_nothing(seed: int, tmp_path: Path) -> None:
    """A bug is let through, so any would be seen here."""
    draw = Random(f"damaged {seed}")
    sample = drawn(draw.choice(tuple(every for name, every in EMOTET.items() if "padded" not in name)), seed)
    data = bytearray(sample.data)
    for _ in range(draw.choice((1, 5, 50))):
        at = draw.randrange(min(len(data), draw.choice((100, 2000, 1 << 30))))
        data[at] = draw.choice((0, 255, draw.randrange(256)))
    source = checked(tmp_path, Sample(sample.name, bytes(data)))
    assert is_said(source), told(source)
