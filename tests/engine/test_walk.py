"""A whole run over kinds of sources made for it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from support.core import gap, kind_of_source, value

from mimawari import app, detectors, sources
from mimawari.engine import Inline, Settings, walk
from mimawari.judge import level_of
from mimawari.model import BadEvidence, Gap, Level, Looked, Reason, Source
from mimawari.sources import Evidence, Piece, SourceKind


class Check(Protocol):
    def __call__(self, kind: SourceKind, locator: str = "") -> Source: ...


ALL = tuple(Looked(kind, 0) for kind in ("file", "host", "registry-value", "service", "task"))


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Check:
    def run(kind: SourceKind, locator: str = "") -> Source:
        monkeypatch.setattr(sources, "load", lambda: {kind.name: kind})
        monkeypatch.setattr(detectors, "load", dict)
        (source,) = app.check([Evidence(locator or str(tmp_path))], Settings(), jobs=0)
        return source

    return run


def test_all_met_is_no_sign(check: Check) -> None:
    assert level_of(check(kind_of_source(*ALL))) is Level.NO_SIGN


def test_what_nobody_spoke_of_is_a_gap_of_its_own(check: Check) -> None:
    source = check(kind_of_source(*ALL[:-1]))
    assert [(g.reason, g.wanted) for g in source.gaps] == [(Reason.MISSING, "task")]
    assert level_of(source) is Level.UNDETERMINED


def test_every_gap_says_what_to_do_in_both_languages(check: Check) -> None:
    (found,) = check(kind_of_source(*ALL, gap("service"))).gaps
    assert found.remedy is not None
    assert found.remedy.en
    assert found.remedy.ja


@pytest.mark.parametrize(
    ("error", "reason"),
    [(BadEvidence(Reason.CORRUPT, "x"), Reason.CORRUPT), (ValueError("bug"), Reason.FAILED), (MemoryError(), Reason.TOO_LARGE)],
)
def test_a_source_that_breaks_off_keeps_what_it_gave_and_says_what_is_lost(
    check: Check, error: BaseException, reason: Reason
) -> None:
    source = check(kind_of_source(*ALL, value("x"), error))  # type: ignore[arg-type]
    assert source.looked_at["registry-value"] == 1
    assert [(g.reason, g.wanted) for g in source.gaps] == [(reason, "registry-value")]
    assert level_of(source) is Level.UNDETERMINED


def test_a_locator_that_is_not_there_is_unopened(check: Check) -> None:
    source = check(kind_of_source(), "no/such/thing")
    assert (source.kind, source.locator) == (app.UNOPENED, "no/such/thing")
    assert [g.reason for g in source.gaps] == [Reason.MISSING]


def test_devices_and_fifos_are_never_opened(check: Check, tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    source = check(kind_of_source(), str(tmp_path / "pipe"))
    assert [(g.reason, g.wanted) for g in source.gaps] == [(Reason.UNSUPPORTED, "content")]


def test_what_no_kind_recognises_is_unsupported(check: Check, tmp_path: Path) -> None:
    source = check(replace(kind_of_source(), recognises=lambda evidence: False))
    assert [(g.reason, g.wanted) for g in source.gaps] == [(Reason.UNSUPPORTED, "content")]
    assert level_of(source) is Level.UNDETERMINED
    assert isinstance(source.gaps[0], Gap)


def test_evidence_that_is_named_twice_is_looked_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kind = kind_of_source(*ALL)
    monkeypatch.setattr(sources, "load", lambda: {kind.name: kind})
    monkeypatch.setattr(detectors, "load", dict)
    twice = [Evidence(str(tmp_path)), Evidence(str(tmp_path))]
    assert [source.locator for source in app.check(twice, Settings(), jobs=0)] == [str(tmp_path)]


def test_an_empty_locator_is_not_the_current_folder() -> None:
    (source,) = app.check([Evidence("")], Settings(), jobs=0)
    assert source.kind == app.UNOPENED


def test_the_executor_is_told_how_much_a_piece_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Noting(Inline):
        def submit(self, tag: object, task: Callable[..., object], *given: object, size: int = 0) -> None:
            sizes.append(size)
            super().submit(tag, task, *given, size=size)

    sizes: list[int] = []
    kind = kind_of_source()
    survey = kind.survey
    pieces = (Piece("small", ()), Piece("large", (), size=20_000_000_000))
    monkeypatch.setattr(
        sources, "load", lambda: {"folder": replace(kind, survey=lambda found: replace(survey(found), pieces=pieces))}
    )
    list(walk([Evidence(str(tmp_path))], Settings(reraise=True), Noting()))
    assert sizes == [0, 0, 20_000_000_000]
