"""Where a marker is found: at the first byte and the last, over the border of two pieces, in what goes by only once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.rule_sets import ANYWHERE, MARK, blob, faults, fits, rules, seen, written

from mimawari.formats.slices import Held
from mimawari.model import Content, Match, Reason, Strength
from mimawari.signatures.yara import Rules, scanning, streams
from mimawari.signatures.yara.streams import Stream, streamed
from mimawari.sources.single_file import Lying

WHOLE, WINDOW, OVERLAP = 4096, 1024, 128
OTHER = b"Second-Inert-Marker"
BOTH = (
    ANYWHERE.replace("marker", "both")
    .replace("condition: $m", "strings_: ")
    .replace("strings_: ", "condition: $m and $n")
    .replace("condition", f'$n = "{OTHER.decode()}" condition')
)
PIECES = ("too-large", streams.IN_PIECES)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of some kilobytes, so that all that is done with what is large is done with what is small."""
    for name, value in (("WHOLE", WHOLE), ("WINDOW", WINDOW), ("OVERLAP", OVERLAP)):
        monkeypatch.setattr(streams, name, value)
    monkeypatch.setattr("mimawari.signatures.yara.WHOLE", WHOLE)


@pytest.fixture
def made(tmp_path: Path) -> Rules:
    return rules(written(tmp_path / "s", ANYWHERE))


def around(offset: int, size: int, mark: bytes = MARK) -> bytes:
    return bytes(offset) + mark + bytes(size - offset - len(mark))


@pytest.mark.usefixtures("small")
class TestPieces:
    """Content that is larger than what is matched as a whole and lies nowhere."""

    @pytest.mark.parametrize("size", [WHOLE - 1, WHOLE, WHOLE + 1, 3 * WHOLE + 77, 10 * WINDOW])
    @pytest.mark.parametrize("back", [False, True])
    def test_at_the_first_and_at_the_last_byte(self, made: Rules, size: int, back: bool) -> None:
        offset = size - len(MARK) if back else 0
        assert fits(made.matches(blob(Held(around(offset, size))))) == [("marker", "", offset)]

    def test_over_every_border(self, made: Rules) -> None:
        step = WINDOW - OVERLAP
        for border in range(step, 12 * step, step):
            for offset in (border - len(MARK), border - 5, border, border + OVERLAP - 5, border + OVERLAP):
                content = Held(around(offset, 13 * WINDOW))
                assert fits(made.matches(blob(content))) == [("marker", "", offset)], offset

    def test_one_hit_of_many_is_told_once_and_it_is_the_first(self, made: Rules) -> None:
        data = bytes(3000) + (MARK + bytes(100)) * 100
        assert fits(made.matches(blob(Held(data)))) == [("marker", "", 3000)]

    @pytest.mark.parametrize("length", [1, 7, 64, 1000, 5000])
    def test_whatever_the_blocks(self, made: Rules, length: int) -> None:
        data = around(7777, 20_000)
        stream = streamed(made.scanning, (data[at : at + length] for at in range(0, len(data), length)))
        assert [hit.offset for hit in stream.hits.values()] == [7777]

    def test_where_a_piece_decides_nothing_is_lacking(self, made: Rules) -> None:
        assert faults(made.matches(blob(Held(around(9000, 20_000))))) == []

    def test_where_it_does_not_that_is_told_once(self, tmp_path: Path) -> None:
        made = rules(written(tmp_path / "s", BOTH, ANYWHERE))
        apart = MARK + bytes(20_000) + OTHER
        found = list(made.matches(blob(Held(apart))))
        assert (fits(found), faults(found)) == ([("marker", "", 0)], [PIECES])
        near = bytes(20_000) + MARK + OTHER
        found = list(made.matches(blob(Held(near))))
        assert (fits(found), faults(found)) == ([("both", "", 20_000), ("marker", "", 20_000)], [])
        assert faults(made.matches(blob(Held(apart[: WHOLE - 1])))) == []

    def test_what_needs_a_pattern_of_which_there_is_none_is_decided(self, tmp_path: Path) -> None:
        made = rules(written(tmp_path / "s", BOTH, "rule x { strings: $a = { 90 91 [2-4] 92 } condition: filesize < 9MB and $a }"))
        assert faults(made.matches(blob(Held(bytes(20_000))))) == []
        assert faults(made.matches(blob(Held(bytes(9_000) + OTHER + bytes(9_000))))) == [PIECES]
        assert faults(made.matches(blob(Held(bytes(9_000) + MARK + OTHER + bytes(9_000))))) == []

    def test_what_only_programs_fit_is_decided_for_all_others(self, tmp_path: Path) -> None:
        made = rules(written(tmp_path / "s", "rule x { condition: uint16(0) == 0x5A4D and filesize > 900MB }"))
        assert faults(made.matches(blob(Held(b"PK" + bytes(20_000))))) == []
        assert faults(made.matches(blob(Held(b"MZ" + bytes(20_000))))) == [PIECES]

    def test_what_needs_none_is_not(self, tmp_path: Path) -> None:
        made = rules(written(tmp_path / "s", "rule x { condition: filesize > 1GB }".replace("1GB", "900MB")))
        assert faults(made.matches(blob(Held(bytes(20_000))))) == [PIECES]

    def test_what_fits_a_piece_by_what_it_lacks_is_a_hint(self, tmp_path: Path) -> None:
        text = BOTH.replace("both", "only").replace("$m and $n", "$m and not $n")
        made = rules(written(tmp_path / "s", text))
        (large,) = [one for one in made.matches(blob(Held(MARK + bytes(20_000) + OTHER))) if isinstance(one, Match)]
        (little,) = [one for one in made.matches(blob(Held(MARK))) if isinstance(one, Match)]
        assert (large.row.strength, little.row.strength) == (Strength.HINT, Strength.STRONG)
        assert faults(made.matches(blob(Held(MARK + bytes(20_000) + OTHER)))) == [PIECES], "a hint decides nothing"

    def test_what_asks_for_a_smaller_whole_does_not_fit(self, tmp_path: Path) -> None:
        made = rules(written(tmp_path / "s", ANYWHERE.replace("condition:", "condition: filesize < 18000 and")))
        content = around(9000, 20_000)
        assert list(made.matches(blob(Held(content)))) == []
        assert fits(made.matches(blob(Held(content[:17_999])))) == [("marker", "", 9000)]

    def test_what_asks_for_the_start_is_not_asked_of_a_piece(self, tmp_path: Path) -> None:
        text = ANYWHERE.replace("condition:", "condition: uint16(0) == 0x5A4D and")
        made = rules(written(tmp_path / "s", text))
        step = WINDOW - OVERLAP
        piece = bytearray(around(9 * step + 50, 20_000))
        piece[9 * step : 9 * step + 2] = b"MZ"
        assert list(made.matches(blob(Held(bytes(piece))))) == []
        piece[:2] = b"MZ"
        found = list(made.matches(blob(Held(bytes(piece)))))
        assert [(one.row.name, one.row.strength) for one in found if isinstance(one, Match)] == [("marker", Strength.STRONG)]

    def test_a_place_is_one_of_the_first_piece(self, tmp_path: Path) -> None:
        made = rules(written(tmp_path / "s", ANYWHERE.replace("$m }", "$m at 0 }")))
        step = WINDOW - OVERLAP
        for offset, strength, told in ((0, Strength.STRONG, []), (9 * step, Strength.HINT, [PIECES])):
            found = list(made.matches(blob(Held(around(offset, 20_000)))))
            assert [one.row.strength for one in found if isinstance(one, Match)] == [strength]
            assert faults(found) == told

    @pytest.mark.parametrize(
        "pattern", ["{ 61 62 63 64 [-] 65 66 67 68 }", "/abcd.*efgh/s", "{ 61 62 63 64 [0-2000000] 65 66 67 68 }"]
    )
    def test_what_reaches_over_more_than_pieces_have_in_common(self, tmp_path: Path, pattern: str) -> None:
        made = rules(written(tmp_path / "s", f"rule far {{ strings: $a = {pattern} condition: $a }}"))
        apart = bytes(3000) + b"abcd" + bytes(10_000) + b"efgh" + bytes(3000)
        assert faults(made.matches(blob(Held(apart)))) == [PIECES]
        found = list(made.matches(blob(Held(bytes(9000) + b"abcd efgh" + bytes(9000)))))
        assert (fits(found), faults(found)) == ([("far", "", 9000)], [])

    def test_it_need_not_be_looked_for_where_it_asks_for_another_start(self, tmp_path: Path) -> None:
        text = "rule far { strings: $a = { 61 62 63 64 [-] 65 } condition: uint16(0) == 0x5A4D and $a }"
        assert faults(rules(written(tmp_path / "s", text)).matches(blob(Held(bytes(20_000))))) == []

    def test_marks_of_all_pieces(self, tmp_path: Path) -> None:
        text = BOTH.replace("$m and $n", "any of them")
        (hit,) = [
            one
            for one in rules(written(tmp_path / "s", text)).matches(blob(Held(MARK + bytes(20_000) + OTHER)))
            if isinstance(one, Match)
        ]
        assert (hit.marks, hit.offset) == (("$m", "$n"), 0)

    def test_a_fault_in_the_middle_keeps_what_came_before(self, made: Rules) -> None:
        def blocks() -> Iterator[bytes]:
            from mimawari.model import BadEvidence

            yield around(100, 9000)
            raise BadEvidence(Reason.CORRUPT, "it ends early")

        stream = streamed(made.scanning, blocks())
        assert [hit.offset for hit in stream.hits.values()] == [100]
        assert stream.faults == [(Reason.CORRUPT, "it ends early")]

    def test_no_more_is_held_than_two_pieces(self, made: Rules) -> None:
        stream = Stream(made.scanning)
        for _ in range(1000):
            stream.take(bytes(100))
            assert stream._held <= WHOLE + 100
        assert stream._held <= WINDOW + 100

    def test_what_can_be_read_again_is_left_until_then(self, made: Rules) -> None:
        stream = Stream(made.scanning)
        stream.take(MARK)
        stream.end(is_kept=True)
        assert (stream.is_done, stream.hits) == (False, {})
        stream = Stream(made.scanning)
        stream.take(MARK)
        stream.end(is_kept=False)
        assert stream.is_done and len(stream.hits) == 1


class TestLying:
    """Content that is a file of this machine, in a worker."""

    @pytest.fixture(autouse=True)
    def in_a_worker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mimawari.signatures.yara.parent_process", object)

    @pytest.mark.usefixtures("small")
    def test_a_large_file_is_matched_as_a_whole(self, tmp_path: Path) -> None:
        made = rules(written(tmp_path / "s", BOTH, "rule large { condition: filesize == 20036 and uint8(20035) == 0x72 }"))
        (tmp_path / "f").write_bytes(MARK + bytes(20_000) + OTHER)
        found = list(made.matches(blob(Lying(tmp_path / "f"))))
        assert (fits(found), faults(found)) == ([("both", "", 0), ("large", "", None)], [])

    @pytest.mark.usefixtures("small")
    def test_without_names_of_open_files_its_path_does(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mimawari.signatures.yara._NAMED", tmp_path / "nowhere")
        (tmp_path / "f").write_bytes(MARK + bytes(20_000) + OTHER)
        assert fits(rules(written(tmp_path / "s", BOTH)).matches(blob(Lying(tmp_path / "f")))) == [("both", "", 0)]

    @pytest.mark.usefixtures("small")
    def test_one_that_cannot_be_mapped_is_matched_in_pieces(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = rules(written(tmp_path / "s", BOTH, ANYWHERE))
        (tmp_path / "f").write_bytes(MARK + bytes(20_000) + OTHER)
        monkeypatch.setattr("mimawari.signatures.yara._NAMED", tmp_path / "nowhere")
        monkeypatch.setattr(Lying, "lies_at", tmp_path / "gone")
        found = list(made.matches(blob(Lying(tmp_path / "f"))))
        assert (fits(found), faults(found)) == ([("marker", "", 0)], [PIECES])


def test_a_part_of_a_file_is_not_taken_for_all_of_it(tmp_path: Path, made: Rules) -> None:
    from mimawari.sources.mail.stretch import Stretch

    (tmp_path / "f").write_bytes(MARK + bytes(100))
    content: Content = Stretch(tmp_path / "f", 1, 100)
    assert not hasattr(content, "lies_at")
    assert fits(made.matches(blob(content))) == []


def test_out_of_time_is_told(made: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    import yara_x

    class Slow:
        def scan(self, data: bytes) -> None:
            raise yara_x.TimeoutError("timeout")

        scan_file = scan

        def set_global(self, name: str, value: str) -> None:
            pass

        def set_timeout(self, seconds: int) -> None:
            assert seconds in (20, 14)

    monkeypatch.setattr(scanning, "scanner", lambda rules: Slow())
    found = seen(made, blob(Held(MARK), "a.txt"))
    assert faults(found) == [("timed-out", "the rules took more than 20 seconds")]
    assert not any(isinstance(one, Match) for one in found)
    stream = streamed(made.scanning, [bytes(1 << 20)] * 64)
    assert stream.faults[0] == (Reason.TIMED_OUT, "the rules took more than 14 seconds")
    assert len(stream.faults) == 1, "the rest is not tried as well"


def test_a_flood_of_fits_is_borne(tmp_path: Path) -> None:
    made = rules(written(tmp_path / "s", 'rule many { strings: $a = "ab" $b = /[a-z]b/ condition: $a and $b }'))
    (hit,) = [one for one in made.matches(blob(Held(b"x" + b"ab" * 4_000_000))) if isinstance(one, Match)]
    assert (hit.offset, hit.marks) == (1, ("$a", "$b"))


@pytest.mark.parametrize("lies", [False, True])
def test_decoys_hide_nothing(tmp_path: Path, lies: bool) -> None:
    """Who puts more of it there than is counted makes it undetermined."""
    text = 'rule last { strings: $a = "ab" condition: uint16(0) == 0x6261 and $a in (filesize - 20 .. filesize) }'
    made = rules(written(tmp_path / "s", text))

    def content(data: bytes) -> Content:
        (tmp_path / "f").write_bytes(data)
        return Lying(tmp_path / "f") if lies else Held(data)

    few, many = b"ab" * 50_000, b"ab" * (17 << 20)
    assert fits(made.matches(blob(content(few)))) == [("last", "", 0)]
    assert faults(made.matches(blob(content(few)))) == []
    if lies:
        assert faults(made.matches(blob(content(many)))) == [("too-large", scanning.TOO_MANY)]
    assert faults(made.matches(blob(content(few * 5)))) == [("too-large", scanning.TOO_MANY)]
    assert faults(made.matches(blob(content(b"x" + few * 5)))) == [], "it asks for another start"


def test_what_is_matched_as_it_goes_by_is_counted_as_well(tmp_path: Path) -> None:
    made = rules(written(tmp_path / "s", 'rule last { strings: $a = "ab" condition: #a == 200000 }'))
    stream = streamed(made.scanning, [b"ab" * 200_000])
    assert (stream.hits, stream.faults) == ({}, [(Reason.TOO_LARGE, scanning.TOO_MANY)])


def test_nothing_of_the_last_content_is_left_in_the_next(made: Rules) -> None:
    assert fits(made.matches(blob(Held(MARK)))) == [("marker", "", 0)]
    assert fits(made.matches(blob(Held(b"x")))) == []
    assert fits(made.matches(blob(Held(b"")))) == []


def test_without_room_for_a_scanner_it_is_told(made: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(handle: int, size: int) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("mimawari.signatures.yara.room.mmap.mmap", no_room)
    assert faults(seen(made, blob(Held(MARK), "a.txt"))) == [("too-large", "signatures")]
    monkeypatch.undo()
    assert fits(seen(made, blob(Held(MARK), "a.txt"))) == [("marker", "", 0)]
