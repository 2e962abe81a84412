"""Lists that PowerShell and certutil wrote: what stands around the hashes is no row of another kind."""

from pathlib import Path

import pytest
from support.listing import SHA256, brought, faults, hits, tally


def _table(*paths: str) -> str:
    """What PowerShell writes by itself, ``Get-FileHash ... > list.txt``."""
    rows = "".join(f"SHA256          {SHA256.upper()}       {path}\r\n" for path in paths)
    return f"\r\nAlgorithm       Hash{' ' * 67}Path\r\n---------       ----{' ' * 67}----\r\n{rows}\r\n\r\n"


def _properties(path: str) -> str:
    return f"\r\n\r\nAlgorithm : SHA256\r\nHash      : {SHA256.upper()}\r\nPath      : {path}\r\n\r\n\r\n\r\n"


PRINTED = {
    "table": _table(r"C:\Users\hanako\a.exe", r"C:\Users\hanako\Documents\a very lo..."),
    "list": _properties(r"C:\Users\花子\a.exe"),
    "two": _properties(r"C:\Users\hanako\a.exe") + _properties(r"\\server\share\b.dll"),
    "wrapped": _properties("C:\\Users\\hanako\\a long folder's name\\an\r\n            other.exe"),
    "csv": f'"Algorithm","Hash","Path"\r\n"SHA256","{SHA256.upper()}","C:\\Users\\a, b.exe"\r\n',
    "typed csv": f'#TYPE Microsoft.Powershell.Utility.FileHash\r\n"Algorithm","Hash","Path"\r\n"SHA256","{SHA256}","a.exe"\r\n',
    "hash alone": f"\r\nHash\r\n----\r\n{SHA256.upper()}\r\n\r\n",
    "certutil": f"SHA256 hash of a.exe:\r\n{SHA256}\r\nCertUtil: -hashfile command completed successfully.\r\n",
    "certutil in Japanese": f"SHA256 ハッシュ (対象 a.exe):\r\n{SHA256}\r\nCertUtil: -hashfile コマンドは正常に完了しました。\r\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("form", PRINTED)
def test_what_windows_prints_beside_a_hash_is_no_row(tmp_path: Path, form: str, encoding: str) -> None:
    found = brought(tmp_path, PRINTED[form].encode(encoding))
    assert {one.row.name for one in hits(found)} == {SHA256}
    assert tally(found).lacks == ()


@pytest.mark.parametrize(
    "line",
    [
        "Path      : C:\\ProgramData\\a.exe",  # with no hash before it, it may be meant as a row
        "Algorithm : C:\\ProgramData\\a.exe",
        "Hash      : C:\\ProgramData\\a.exe",
    ],
)
def test_what_only_looks_so_is_told(tmp_path: Path, line: str) -> None:
    found = brought(tmp_path, f"{SHA256}\n\n{line}\n")
    assert faults(found) == {"lines that are neither hashes nor file names": (1, 3)}


def test_a_hash_of_another_kind_in_a_list_of_powershell_is_told_as_one(tmp_path: Path) -> None:
    rows = f'"Algorithm","Hash","Path"\n"SHA512","{SHA256 * 2}","a.exe"\n"SHA256","{SHA256}","b.exe"\n'
    found = brought(tmp_path, rows)
    assert (dict(tally(found).unmatched), faults(found)) == ({"sha512": 1}, {})
