"""The list of machines that ought to be looked at, as people keep it: a line each, or the first column of a CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from mimawari import app
from mimawari.faces.cli.common import refused
from mimawari.faces.safe import shown
from mimawari.faces.streams import note
from mimawari.model import Words

MAX_BYTES, MAX_NAME = 16 << 20, 255
"""More is no list of host names, and no host name: a DNS name has up to 255 bytes (RFC 1035, 2.3.4)."""

_UNREADABLE = Words(en="{path}: cannot be read ({why}).", ja="{path}：読み取れません（{why}）。")
_EMPTY = Words(en="{path}: there is no host name in it.", ja="{path}：ホスト名がありません。")
_NO_LIST = Words(
    en="{path}: not a list of host names, a line each ({why}).",
    ja="{path}：ホスト名を1行に1つ書いたファイルではありません（{why}）。",
)
_HEADING = Words(
    en="mimawari: {path}: the first line, “{name}”, is taken for a heading.",
    ja="mimawari：{path}：1行目の「{name}」は見出しとみなしました。",
)
_HEADINGS = frozenset(
    {"name", "host", "hosts", "hostname", "computer", "computers", "computername", "dnshostname", "ホスト", "ホスト名"}
    | {"コンピューター", "コンピュータ", "コンピューター名", "コンピュータ名", "端末", "端末名", "pc名", "名前"}
)


def read(path: str, tongue: str) -> tuple[str, ...]:
    """The names in a file, as they are written, each machine once. Refuses what is no such list, or an empty one."""
    names = list(_names(_text(path, tongue)))
    if names and _bare(names[0]) in _HEADINGS:
        note(_HEADING.say(tongue).format(path=shown(path), name=shown(names.pop(0))))
    if not names:
        raise refused(_EMPTY, tongue, path=path)
    for name in names:
        if len(name) > MAX_NAME or not name.isprintable():
            raise refused(_NO_LIST, tongue, path=path, why=name[:40])
    return tuple({app.host_key(name): name for name in reversed(names)}.values())


def _bare(name: str) -> str:
    return app.host_key(name).replace(" ", "").replace("_", "").replace("-", "")


def _names(text: str) -> Iterator[str]:
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for cell in _first_cells(lines):
        name = cell.split(" #")[0].strip().removeprefix("\\\\").removesuffix("$")
        if app.host_key(name).strip("-"):
            yield name


def _first_cells(lines: Iterable[str]) -> Iterator[str]:
    """What stands before the first comma, semicolon or tab; in quotes too, as spreadsheets and PowerShell write it.

    A single line is no column: it names them all.
    """
    rows = [next(csv.reader([line.strip().replace(";", ",").replace("\t", ",")]), []) for line in lines if line.strip()]
    for row in rows:
        yield from row if len(rows) == 1 else row[:1]


def _text(path: str, tongue: str) -> str:
    """The text: UTF-16 and UTF-8 by their marks, else UTF-8, else the code page of Japanese Windows."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise refused(_UNREADABLE, tongue, path=path, why=error) from error
    if len(content) > MAX_BYTES:
        raise refused(_NO_LIST, tongue, path=path, why="> 16 MiB")
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(_NO_LIST, tongue, path=path, why="UnicodeDecodeError")
