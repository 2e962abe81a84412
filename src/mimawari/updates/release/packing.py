"""A folder of knowledge as an archive, the same bytes for the same files; and a repository as one file to be carried."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path

from mimawari import knowledge
from mimawari.model import Words
from mimawari.updates import durable, unpacking
from mimawari.updates.trouble import Kind, Trouble

_MOMENT = (2020, 1, 1, 0, 0, 0)
_REFUSED = Words(
    en="{folder}: its archive would not be unpacked anywhere ({why}).",
    ja="{folder}：このフォルダーから作ったアーカイブは展開できません（{why}）。",
)
_ROOT = re.compile(r"[0-9]+\.root\.json")


def packed(folder: Path) -> bytes:
    """The files below *folder*. Raises :class:`Trouble` where the result is not what the other side unpacks."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file()]
    content = _zipped((path.relative_to(folder).as_posix(), _content(path, folder)) for path in files)
    try:
        unpacking.check(content)
    except unpacking.Unsound as error:
        raise Trouble(Kind.UNUSABLE, _REFUSED, folder=folder, why=error) from error
    return content


def _content(path: Path, folder: Path) -> bytes:
    if path.is_symlink():
        raise Trouble(Kind.UNUSABLE, _REFUSED, folder=folder, why="a link or no file")
    return path.read_bytes()


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            member = zipfile.ZipInfo(name, _MOMENT)
            member.compress_type, member.external_attr, member.create_system = zipfile.ZIP_DEFLATED, 0o100644 << 16, 3
            archive.writestr(member, content)
    return out.getvalue()


def bundle(metadata: Path, targets: Iterable[Path], current: Iterable[str], file: Path) -> None:
    """Write *file*: every root, the *current* metadata by name, and the archives *targets*. Raises ``OSError``."""
    names = sorted({*current, *(path.name for path in metadata.iterdir() if _ROOT.fullmatch(path.name))})
    rows = [(f"metadata/{name}", (metadata / name).read_bytes()) for name in names]
    rows += [(f"targets/{path.name}", path.read_bytes()) for path in targets]
    durable.write(file, _zipped(rows))


def own_files() -> Iterator[tuple[str, bytes]]:
    """The files of the program's own knowledge by name; its root of trust is none of it."""
    return ((name, found.read_bytes()) for name, found in _below(files(knowledge) / "data") if name != "root.json")


def _below(place: Traversable, way: str = "") -> Iterator[tuple[str, Traversable]]:
    for found in place.iterdir():
        if found.is_dir():
            yield from _below(found, f"{way}{found.name}/")
        else:
            yield f"{way}{found.name}", found
