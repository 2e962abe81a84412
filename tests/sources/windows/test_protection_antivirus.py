"""The day of the signatures of antivirus programs, in the forms of published samples (Checkmk, Nessus, remote management)."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from pathlib import Path

import pytest
from support.pc import SID, Pc
from support.sam import sam

from mimawari.engine import Inline, Settings, preparing
from mimawari.examples.hive_writer import Value, build, number, text
from mimawari.model import Reason, Setting
from mimawari.sources import Evidence
from mimawari.sources.windows.installation import Installation

TREND = r"TrendMicro\PC-cillinNTCorp\CurrentVersion\Misc."
ENS, VSE = r"McAfee\AVSolution\DS\DS", r"WOW6432Node\McAfee\AVEngine"
UPDATE_STATUS = r"WOW6432Node\Sophos\AutoUpdate\UpdateStatus"
AVSTATE = r"WOW6432Node\KasperskyLab\Components\34\1103\1.0.0.0\Statistics\AVState"
SEP = r"Symantec\Symantec Endpoint Protection\CurrentVersion\public-opstate"
ESET = r"ESET\ESET Security\CurrentVersion\Info"
SECONDS = calendar.timegm((2021, 12, 21, 14, 46, 41))


def seen(pc: Pc, folder: Path) -> preparing.Defences:
    pc.put("Windows/System32/config/SAM", build(sam(f"{SID}-1001")))
    (found,) = preparing.defences([Evidence(str(pc.write(folder)))], Settings(reraise=True), Inline())
    return found


def told(found: preparing.Defences, program: str) -> Setting | None:
    return next((one for one in found.settings if (one.id, one.program) == ("antivirus-signatures", program)), None)


@pytest.mark.parametrize(
    ("program", "key", "value", "day"),
    [
        ("eset", ESET, text("ScannerVersion", "12936 (20160128)"), "2016-01-28"),
        ("eset", ESET, text("ScannerVersion", "12936"), ""),
        ("mcafee", VSE, text("AVDatDate", "2016/02/25"), "2016-02-25"),
        ("mcafee", ENS, text("szContentCreationDate", "2022-10-24"), "2022-10-24"),
        ("kaspersky", AVSTATE, text("Protection_BasesDate", "05-04-2024 18-00-00"), "2024-04-05"),
        ("kaspersky", r"KasperskyLab\protected\AVP21.3\Data", number("LastSuccessfulUpdate", SECONDS), "2021-12-21"),
        ("symantec", SEP, text("LatestVirusDefsDate", "2015-11-19"), "2015-11-19"),
        ("sophos", r"Sophos\EndpointDefense\Acknowledged", text("VirusDataVersion", "2021122003"), "2021-12-20"),
        ("sophos", UPDATE_STATUS, number("LastUpdateTime", SECONDS), "2021-12-21"),
        ("trendmicro", TREND, number("PatternDate", 20_250_728), "2025-07-28"),
        ("trendmicro", TREND, text("NonCrcPatternDate", "20250728"), "2025-07-28"),
        ("trendmicro", r"TrendMicro\UniClient\1600\Update", number("LastUpdateTime", SECONDS), "2021-12-21"),
        ("symantec", SEP, text("LatestVirusDefsDate", "2015-13-19"), ""),
        ("symantec", SEP, text("LatestVirusDefsDate", "٢٠١٥-11-19"), ""),
        ("mcafee", ENS, text("szContentCreationDate", "\x1b[2Jsoon"), ""),
        ("trendmicro", TREND, Value("PatternDate", 3, b"\xff" * 400), ""),
    ],
)
def test_each_form_gives_its_day(program: str, key: str, value: Value, day: str, tmp_path: Path) -> None:
    pc = Pc()
    pc.software.at(key).put(value)
    one = told(seen(pc, tmp_path), program)
    assert one
    assert (one.date, bool(one.value)) == (day, True)
    assert one.origin.path == (rf"HKLM\SOFTWARE\{key}", value.name)


def test_what_is_not_set_is_told_as_that(tmp_path: Path) -> None:
    """Zero is Trend Micro's word for none."""
    pc = Pc()
    pc.software.at(TREND).put(number("PatternDate", 0))
    found = seen(pc, tmp_path)
    assert not found.gaps
    every = [one for one in found.settings if one.id == "antivirus-signatures"]
    assert {one.program for one in every} == {
        "avast", "avg", "bitdefender", "eset", "f-secure", "kaspersky", "mcafee", "sophos", "symantec", "trendmicro",
    }  # fmt: skip
    assert {(one.value, one.date) for one in every} == {("", "")}


def test_every_word_of_the_table_is_told(tmp_path: Path) -> None:
    from mimawari import knowledge

    known = {one.signatures for one in knowledge.load().protections.antivirus} - {"", "none"}
    assert known == {one.program for one in seen(Pc(), tmp_path).settings if one.id == "antivirus-signatures"}


def test_of_trend_micro_s_two_days_the_newer_one_counts(tmp_path: Path) -> None:
    """The one that the way of scanning does not use stays old (Nessus)."""
    pc = Pc()
    pc.software.at(TREND).put(number("PatternDate", 20_190_101), number("NonCrcPatternDate", 20_250_728))
    one = told(seen(pc, tmp_path), "trendmicro")
    assert one
    assert one.date == "2025-07-28"


def test_of_kaspersky_the_newest_product_counts_and_one_that_was_never_updated_does_not(tmp_path: Path) -> None:
    """0xFFFFFFFF is none (GLPI's agent)."""
    pc = Pc()
    pc.software.at(AVSTATE).put(text("Protection_BasesDate", "05-04-2019 18-00-00"))
    for product, second in (("AVP19", SECONDS - 864_000), ("KES.21", SECONDS), ("Other", 0xFFFFFFFF)):
        pc.software.at(rf"WOW6432Node\KasperskyLab\protected\{product}\Data").put(number("LastSuccessfulUpdate", second))
    one = told(seen(pc, tmp_path / "a"), "kaspersky")
    assert one
    assert (one.date, one.origin.path[0].split("\\")[-2]) == ("2021-12-21", "KES.21")
    pc = Pc()
    pc.software.at(r"KasperskyLab\protected\Other\Data").put(number("LastSuccessfulUpdate", 0xFFFFFFFF))
    one = told(seen(pc, tmp_path / "b"), "kaspersky")
    assert one
    assert (one.value, one.date) == ("", "")


def test_of_mcafee_and_sophos_the_better_place_counts_and_not_the_newer_day(tmp_path: Path) -> None:
    pc = Pc()
    pc.software.at(ENS).put(text("szContentCreationDate", "2022-10-24"))
    pc.software.at(VSE).put(text("AVDatDate", "2023/01/01"))
    pc.software.at(r"Sophos\EndpointDefense\Acknowledged").put(text("VirusDataVersion", "2021122003"))
    pc.software.at(UPDATE_STATUS).put(number("LastUpdateTime", SECONDS))
    found = seen(pc, tmp_path)
    mcafee, sophos = told(found, "mcafee"), told(found, "sophos")
    assert mcafee
    assert sophos
    assert (mcafee.date, sophos.date) == ("2022-10-24", "2021-12-20")


STATISTICS = (
    '<?xml version="1.0"?><UpdateStatistics><Antispam><Update succtime="1900000000" /></Antispam>'
    f'<Antivirus name="x"><Update tried="1" succtime="{SECONDS}" /></Antivirus></UpdateStatistics>'
)


@pytest.mark.parametrize(
    ("program", "path", "content", "day"),
    [
        ("avast", "Avast Software/Avast/defs/aswdefs.ini", b"[Definitions]\r\nLatest=18020506\r\n", "2018-02-05"),
        ("avast", "Avast Software/Avast/defs/aswdefs.ini", "\ufeff[A]\r\nLatest=18020506\r\n".encode("utf-16-le"), "2018-02-05"),
        ("avg", "AVG/Antivirus/defs/aswdefs.ini", b"[Definitions]\nLatest=18020506", "2018-02-05"),
        ("avg", "AVG/Antivirus/defs/aswdefs.ini", b"[Definitions]\n", ""),
        ("avg", "AVG/Antivirus/defs/aswdefs.ini", b"Latest=99999999", ""),
        ("bitdefender", "Bitdefender/Endpoint Security/update_statistics.xml", STATISTICS.encode(), "2021-12-21"),
        ("bitdefender", "Bitdefender/Bitdefender Endpoint Security/update_statistics.xml", STATISTICS.encode(), "2021-12-21"),
        ("bitdefender", "Bitdefender/Endpoint Security/update_statistics.xml", b"<UpdateStatistics/>", ""),
    ],
)  # fmt: skip
def test_files_give_their_day(program: str, path: str, content: bytes, day: str, tmp_path: Path) -> None:
    one = told(seen(Pc().put(f"Program Files/{path}", content), tmp_path), program)
    assert one
    assert (one.date, bool(one.value)) == (day, True)


def test_a_file_that_is_too_large_is_a_gap_and_no_day(tmp_path: Path) -> None:
    found = seen(Pc().put("Program Files/AVG/Antivirus/defs/aswdefs.ini", b"Latest=18020506" + b"x" * (1 << 20)), tmp_path)
    assert told(found, "avg") is None
    assert [(gap.reason, gap.origin.path) for gap in found.gaps] == [
        (Reason.TOO_LARGE, (r"C:\Program Files\AVG\Antivirus\defs\aswdefs.ini",))
    ]


def test_a_file_that_cannot_be_read_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Callable[[Installation, str], object] = Installation.open

    def refuse(self: Installation, path: str) -> object:
        if path.endswith("aswdefs.ini"):
            raise OSError(5, "damaged")
        return asked(self, path)

    monkeypatch.setattr(Installation, "open", refuse)
    found = seen(Pc().put("Program Files/AVG/Antivirus/defs/aswdefs.ini", b"Latest=18020506"), tmp_path)
    assert told(found, "avg") is None
    assert [gap.reason for gap in found.gaps] == [Reason.CORRUPT]


def test_f_secure_s_engines_are_named_by_their_second(tmp_path: Path) -> None:
    """A key for each engine, and in it one for each state; the newest of any engine counts (NinjaOne's script, GLPI's agent)."""
    pc = Pc()
    for engine, second in (("aquarius", SECONDS), ("aquarius", SECONDS - 86_400), ("virgo", SECONDS - 864_000)):
        pc.software.at(rf"F-Secure\Ultralight\Updates\{engine}\{second}").put(text("file_set_visible_version", "2021-12-21_01"))
    one = told(seen(pc, tmp_path), "f-secure")
    assert one
    assert (one.value, one.date) == (str(SECONDS), "2021-12-21")


def test_too_many_states_are_a_gap(tmp_path: Path) -> None:
    pc = Pc()
    for at in range(101):
        pc.software.at(rf"F-Secure\Ultralight\Updates\aquarius\{SECONDS + at}")
    found = seen(pc, tmp_path)
    assert told(found, "f-secure") is None
    assert [gap.reason for gap in found.gaps] == [Reason.TOO_LARGE]


def test_without_the_machine_s_hive_nothing_of_the_registry_is_told(tmp_path: Path) -> None:
    """Nothing may be taken for not set; the hive itself is the gap."""
    pc = Pc()
    pc.write(tmp_path)
    (tmp_path / "C/Windows/System32/config/SOFTWARE").unlink()
    (found,) = preparing.defences([Evidence(str(tmp_path))], Settings(reraise=True), Inline())
    assert {one.program for one in found.settings if one.id == "antivirus-signatures"} == {"avast", "avg", "bitdefender"}
    assert not [gap for gap in found.gaps if "ESET" in str(gap.origin)]
