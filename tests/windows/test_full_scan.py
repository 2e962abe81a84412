"""Every file of a drive of the running Windows, through its own interfaces."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from support.lnk_files import LURE
from support.pc import Pc
from support.wine_host import Host, hosted

DEEP = "/".join(["とても長い名前のフォルダー" * 4] * 8)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    pc = Pc(name="KEIRI-7", users=("経理",)).put("Users/経理/Downloads/invoice.pdf.lnk", LURE)
    pc.put(f"Users/経理/Documents/{DEEP}/invoice.pdf.lnk", LURE).put("Users/経理/Documents/note.txt", b"a note")
    with hosted(pc) as one:
        yield one


def scanned(host: Host, *words: str) -> tuple[int, Any, str]:
    status, printed, complaints = host.python("-m", "mimawari", "check", *words, "--json", "--jobs", "1", "--lang", "en")
    return status, json.loads(printed), complaints


def paths(report: Any) -> set[str]:
    """Where something was found; Wine writes the folder of users small."""
    return {finding["origin"]["path"][0].lower() for finding in report["findings"]}


def test_a_folder_of_the_drive_file_by_file_and_then_only_what_has_changed(host: Host) -> None:
    status, report, complaints = scanned(host, r"all:C:\Users\経理")
    (source,) = report["sources"]
    deep = DEEP.replace("/", "\\")
    assert {r"c:\users\経理\downloads\invoice.pdf.lnk", rf"c:\users\経理\documents\{deep}\invoice.pdf.lnk"} <= paths(report)
    assert status == 12
    assert "found so far" in complaints
    files = source["looked_at"]["file"]
    assert files >= 3
    _, again, _ = scanned(host, r"all:C:\Users\経理")
    (source,) = again["sources"]
    assert source["looked_at"]["unchanged-file"] >= 3, "the rest are hives and the journal itself, which change"
    assert paths(again) == paths(report)


OWNER = (
    "import dataclasses, json, pathlib, mimawari.app as app, mimawari.sources.scan.owner as owner; "
    r"found = [owner.of_drive(app.evidence(rf'all:{drive}:\\'), pathlib.Path(rf'{drive}:\\')) for drive in 'CCQ']; "
    "print(json.dumps([dataclasses.asdict(one) for one in found]))"
)


def test_a_drive_is_of_the_pc_that_the_usual_check_names(host: Host) -> None:
    _, printed, _ = host.python("-m", "mimawari", "check", "--json", "--jobs", "1", "--lang", "en")
    (usual,) = json.loads(printed)["sources"]
    _, printed, _ = host.python("-c", OWNER)
    first, again, none = json.loads(printed)
    assert (first["host"], first["machine"]) == (usual["host"], usual["machine"])
    assert first["machine"].startswith("keiri-7|")
    assert first["series"] == again["series"] != ""
    assert first["seen_at"] == "", "the moment of looking"
    assert set(none.values()) == {""}, "no drive that is built in"
