"""A full scan of the disk on which the program keeps compiled rules and a journal: they fit nothing, and hide nothing."""

from pathlib import Path

from support.rule_sets import ANYWHERE, MARK, rules, written
from support.yara_rules import sources

from mimawari import app
from mimawari.engine import Scan, journal
from mimawari.signatures import Chosen
from mimawari.signatures.masking import masked

NAMED = 'rule named { strings: $n = "Quarterly-Report-4711" condition: $n }'


def scanned(place: Path, folder: Path) -> dict[str, set[object]]:
    """The rules that fit, by the name of the file."""
    state = place / "state"
    settings = app.Settings(
        signatures=Chosen(rules=(folder,), cache=state / "rules"), scan=Scan(journal=state / "scan"), reraise=True
    )
    journal.opened.cache_clear()
    (source,) = app.check([app.evidence(f"all:{place}")], settings, jobs=0)
    assert source.gaps == ()
    found: dict[str, set[object]] = {}
    for one in source.findings:
        found.setdefault(one.origin.path[-1].rsplit("/", 1)[-1], set()).add(one.facts["rule"])
    return found


def test_what_the_program_wrote_itself_fits_nothing(tmp_path: Path) -> None:
    folder, place = written(tmp_path / "rules", ANYWHERE, NAMED), tmp_path / "place"
    (place / "papers").mkdir(parents=True)
    (place / "papers" / "Quarterly-Report-4711.txt").write_bytes(b"A text with an " + MARK)
    expected = {"Quarterly-Report-4711.txt": {"marker"}}
    for _ in range(3):
        assert scanned(place, folder) == expected
    kept = [path for path in (place / "state").rglob("*") if path.is_file()]
    assert {path.suffix for path in kept} >= {".rules", ".sqlite"}
    assert [path.name for path in kept if MARK in path.read_bytes() or b"Quarterly" in path.read_bytes()] == []


def test_what_somebody_else_put_there_is_found(tmp_path: Path) -> None:
    folder, place = written(tmp_path / "rules", ANYWHERE), tmp_path / "place"
    place.mkdir()
    (place / "a.txt").write_bytes(b"an honest text")
    assert scanned(place, folder) == {}
    (kept,) = (place / "state" / "rules").glob("*.rules")
    (kept.parent / "0.rules").write_bytes(kept.read_bytes() + MARK)
    (place / "state" / "scan" / "x.sqlite-wal").write_bytes(MARK)
    assert scanned(place, folder) == {"0.rules": {"marker"}, "x.sqlite-wal": {"marker"}}
    kept.write_bytes(kept.read_bytes() + MARK)
    assert kept.name in scanned(place, folder), "behind what is really ours as well"


def test_the_mask_is_its_own_way_back() -> None:
    for size in (0, 1, 65_535, 65_536, 200_001):
        data = (MARK * (size // len(MARK) + 1))[:size]
        assert masked(masked(data)) == data
        assert MARK not in masked(data)


def test_no_pattern_of_a_kept_set_is_in_the_clear(tmp_path: Path) -> None:
    rules(written(tmp_path / "rules", *sources().values()), cache=tmp_path / "kept")
    (kept,) = (tmp_path / "kept").iterdir()
    data = kept.read_bytes()
    assert data.startswith(b"mimawari ")
    assert [word for word in (b"emotet", b"regsvr32", b"click.wsf") if word in data.lower()] == []
