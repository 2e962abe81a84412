"""The list of all PCs as people keep it: from a text editor, a spreadsheet or PowerShell, on a Japanese Windows too."""

from pathlib import Path

import pytest
from support.cli import complaint, invoke, status

from mimawari.faces.cli import host_list

LISTS = {
    "lines": (b"PC1\nPC2\n", ["PC1", "PC2"]),
    "crlf-and-blank-lines": (b"PC1\r\n\r\n  PC2  \r\n", ["PC1", "PC2"]),
    "comments": ("# 本社\nPC1 # 受付\n#PC9\nPC2\n".encode(), ["PC1", "PC2"]),
    "comments-on-japanese-windows": ("# 本社\nPC1\n経理PC\n".encode("cp932"), ["PC1", "経理PC"]),
    "notepad": ("PC1\r\n経理PC".encode("utf-8-sig"), ["PC1", "経理PC"]),
    "powershell": ("PC1\r\nPC2\r\n".encode("utf-16"), ["PC1", "PC2"]),
    "big-endian": (b"\xfe\xff" + "PC1\nPC2".encode("utf-16-be"), ["PC1", "PC2"]),
    "csv": (b"PC1,reception,2nd floor\nPC2,,\n", ["PC1", "PC2"]),
    "export-csv": (b'#TYPE Selected.ADComputer\r\n"Name","Enabled"\r\n"PC1","True"\r\n"PC2","True"\r\n', ["PC1", "PC2"]),
    "semicolons": ("ホスト名;場所\nPC1;1階\n".encode("cp932"), ["PC1"]),
    "tabs": (b"PC1\treception\nPC2\t\n", ["PC1", "PC2"]),
    "select-name": ("\r\nName\r\n----\r\nPC1 \r\nPC2 \r\n\r\n".encode("utf-16"), ["PC1", "PC2"]),
    "accounts-and-shares": (b"PC1$\n\\\\PC2\n", ["PC1", "PC2"]),
    "domains-and-twice": (b"pc1.shop.example\nPC1\nPC2\n", ["PC2", "pc1.shop.example"]),
    "addresses": (b"192.0.2.7\n192.0.2.8\n", ["192.0.2.7", "192.0.2.8"]),
}


@pytest.mark.parametrize("form", LISTS)
def test_the_names(tmp_path: Path, form: str) -> None:
    content, names = LISTS[form]
    path = tmp_path / "hosts"
    path.write_bytes(content)
    assert sorted(host_list.read(str(path), "en")) == names


def test_a_heading_that_is_passed_over_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hosts.csv"
    path.write_text("Computer Name,Floor\nNAME-1,2\n", "utf-8")
    assert host_list.read(str(path), "en") == ("NAME-1",)
    assert "“Computer Name”, is taken for a heading" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no host name"),
        (b"# all of them\n\n,\n", "no host name"),
        (b"Name\n", "no host name"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a list"),
        (b"PK\x03\x04\x14\x00\x08\x00", "not a list"),
        (b"x" * 300, "not a list"),
    ],
)
def test_what_is_no_list_is_refused_and_never_taken_for_nobody_missing(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "hosts"
    path.write_bytes(content)
    result = invoke("merge", str(tmp_path), "--hosts", str(path))
    assert status(result) == 2
    assert said in complaint(result)


@pytest.mark.parametrize("path", ["no/such", ".", "a\0b"])
def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path, path: str) -> None:
    result = invoke("merge", str(tmp_path), "--hosts", path)
    assert status(result) == 2
    assert "cannot be read" in complaint(result)


def test_names_in_a_single_line_are_all_taken(tmp_path: Path) -> None:
    (tmp_path / "hosts").write_text("PC1,PC2;PC3\n", "utf-8")
    assert set(host_list.read(str(tmp_path / "hosts"), "en")) == {"PC1", "PC2", "PC3"}
