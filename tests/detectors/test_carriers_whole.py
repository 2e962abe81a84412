"""From the bytes of a file, as a mail brings it, to what is said of it: inert files of every carrier, written here."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from support import dropper_draws as draws
from support.lnk_files import lnk
from support.looking import found
from support.onenote_files import one
from support.pe_files import pe

from mimawari.engine.opening import opened
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.model import Artifact, Blob, Origin, Strength

CMD = r"C:\Windows\System32\cmd.exe"


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def said(name: str, content: bytes) -> set[tuple[str, str, str | None]]:
    """Kind, strength and family of all that is said of a file of that *name*."""
    seen = opened([Blob(Origin("PC1-0001", name), name, Kept.of(content))], Budget(), True)
    given = [thing for thing in seen if isinstance(thing, Artifact)]
    return {(finding.kind, finding.strength.word, finding.family) for finding in found(given)}


def wsf() -> bytes:
    draw = random.Random(7)
    script = draws.vbscript(draw, draws.sites(draw), draws.vbs_added, "regsvr32 /s ")
    return f'<job id="a"><script language="VBScript">\n{script}\n</script></job>'.encode()


def findstr(name: str) -> bytes:
    arguments = f'/v:on /c findstr "qmxkwvzrtplhgyd.*" "{name}" > "%tmp%\\abc.vbs" & "%tmp%\\abc.vbs"'
    return lnk(CMD, arguments) + b'qmxkwvzrtplhgyd = 1\r\nSet a = CreateObject("WScript.Shell")\r\n' * 20


def test_emotets_shortcut_in_an_archive() -> None:
    assert ("shortcut-command", "strong", "emotet") in said("INF.zip", zipped("INF_15823367.lnk", findstr("INF_15823367.lnk")))


def test_emotets_notebook_and_the_script_in_it() -> None:
    seen = said("invoice.one", one([("click.wsf", wsf())], ["Double-click the View button"]))
    assert {("notebook-script", "strong", "emotet"), ("script-dropper", "strong", "emotet")} <= seen


def test_emotets_script_alone() -> None:
    assert ("script-dropper", "strong", "emotet") in said("form.wsf", wsf())


def test_emotets_javascript_in_utf_16() -> None:
    draw = random.Random(3)
    script = draws.javascript(draw, draws.sites(draw), draws.js_base64)
    assert ("script-dropper", "strong", "emotet") in said("INV_0042.js", script.encode("utf-16-le"))


def test_a_padded_library_in_a_small_archive() -> None:
    packed = zipped("a1B2c3.dll", pe(library=True) + bytes(120 << 20))
    assert len(packed) < 1 << 20
    assert ("padded-document", "strong", None) in said("x.zip", packed)


def test_a_program_in_disguise() -> None:
    assert ("disguised-name", "strong", None) in said("docs.zip", zipped("契約書.pdf.exe", pe(library=False)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("見積.zip", zipped("setup.exe", pe(library=False))),
        ("手順.one", one([("restart.bat", b"@echo off\r\nnet stop spooler\r\nnet start spooler\r\n")], ["印刷が止まったとき"])),
        ("logon.vbs", b'Set n = CreateObject("WScript.Network")\r\nn.MapNetworkDrive "S:", "\\\\filesv01\\share"\r\n'),
        ("Tools.lnk", lnk(CMD, r"/k \\filesv01\tools\menu.bat")),
        ("会社.url", b"[InternetShortcut]\r\nURL=https://www.example.co.jp/\r\n"),
    ],
)
def test_honest_files(name: str, content: bytes) -> None:
    assert {kind for kind, strength, _ in said(name, content) if strength != Strength.HINT.word} == set()


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_file_cut_short_breaks_nothing(keep: float) -> None:
    for name, content in (("a.lnk", findstr("a.lnk")), ("a.one", one([("click.wsf", wsf())])), ("a.wsf", wsf())):
        for kind, strength, _ in said(name, content[: int(len(content) * keep)]):
            assert kind
            assert strength
