"""The dated table of odd syntax: lines after the published descriptions hit it, honest Basic does not, and no text slows it."""

from __future__ import annotations

import time

import pytest
from support.looking import HERE

from mimawari import knowledge
from mimawari.detectors.marks.emotet_tastes import is_odd
from mimawari.detectors.marks.vba_code import code_of
from mimawari.model.office import Module, OfficeDocument, VbaProject

TABLE = knowledge.load().marks["emotet-odd-syntax"]
ODD = (
    "x = Array(u, u, Interaction _\n.Shell(cmd, u), u)",
    'y = CreateObject("a").Create#(p, u, s, v)',
    "Set o = CreateObject%(n)",
    "z = Shell%(cmd)",
    "f.ShowWindow# = Len(e)",
    "f.ShowWindow = wdLinkNone",
    "f.ShowWindow = Assistant.AssistWithHelp",
    "With f\n. _\nShowWindow = a + b\nEnd With",
    "y = o. _\n _\nCreate(p, u, s, v)",
    "v = ChrW(wdKeyP) + w",
    "f.XSize = a + b + c",
)
HONEST = (
    'x = Array("a", "b", "c")',
    'Set o = CreateObject("Outlook.Application")',
    'x = Shell("notepad.exe", vbNormalFocus)',
    "startup.ShowWindow = 0",
    "If a > b _\nThen c = d",
    "Selection.Find _\n.Execute",
    "v = ChrW(8212)",
    "chart.XSize = 300",
    'ActiveSheet.Range("A1"). _\nSelect',
)
FLOODS = ("array(", "\n", ". ", ". _\n", " _\n", "sub _ ", "\t", "create#", "showwindow =", "x.xsize = ", "\r\n. _")


def odd(source: str) -> bool:
    vba = VbaProject(modules=(Module(name="Module1", source=source),))
    return is_odd(OfficeDocument(origin=HERE, name="x.doc", vba=vba), code_of(vba), TABLE)


@pytest.mark.parametrize("line", ODD)
def test_odd(line: str) -> None:
    assert odd(f"Sub Go()\n{line}\nEnd Sub")
    assert odd(f"Sub Go()\r\n{line}\r\nEnd Sub".replace("\r\n", "\n").replace("\n", "\r\n"))


def test_a_head_broken_over_lines() -> None:
    assert odd("Sub _\nautoopen( _\n)\nGo\nEnd Sub")


@pytest.mark.parametrize("line", HONEST)
def test_honest(line: str) -> None:
    assert not odd(f"Sub Go()\n{line}\nEnd Sub")


@pytest.mark.parametrize("unit", FLOODS)
def test_a_flood_costs_little(unit: str) -> None:
    source = "Sub Go()\n" + unit * ((1 << 20) // len(unit)) + "\nEnd Sub"
    begun = time.process_time()
    odd(source)
    assert time.process_time() - begun < 6


def test_each_row_has_its_month() -> None:
    assert all(row[:7] >= "2018-04" and row[4] == "-" and row.split(" ", 2)[1] in ("code", "source") for row in TABLE)
