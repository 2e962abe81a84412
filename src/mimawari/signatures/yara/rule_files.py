"""Texts of rules: those of the knowledge, and those in the files and folders that the user named."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mimawari.knowledge import Indicators, Knowledge
from mimawari.model import Reason
from mimawari.signatures import Lack
from mimawari.signatures.indicators.rules_of_lists import listed_rules
from mimawari.signatures.indicators.saying import Saying

OURS = "mimawari"
"""The name of the set that comes with the knowledge."""

_JAPANESE = re.compile("[\u3041-\u30fa]|[\u4e00-\u9fff]{2}")
_RULE = re.compile(r"\brule\s+[A-Za-z_]")
ENDINGS = (".yar", ".yara")
MOST_FILES, MOST_BYTES, MOST_TOGETHER, MOST_DEPTH = 10_000, 32 << 20, 128 << 20, 16
"""Of what the user named: files, bytes of one of them and of all together, folders in each other."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A text of rules. ``collection`` is the set that it is of, ``label`` the file in it, ``path`` where it lies, if it does.

    One that stands in a list has what the list says of it (``said``); ``label`` is then the entry, ``listed`` where the list lies.
    """

    collection: str
    label: str
    text: str
    is_ours: bool = False
    path: Path | None = None
    said: Saying | None = None
    listed: Path | None = None


def ours(known: Knowledge) -> list[RuleFile]:
    """The rules of the knowledge."""
    return [RuleFile(OURS, name, text, is_ours=True) for name, text in sorted(known.rules.items())]


def place(file: RuleFile) -> str:
    """Where the set lies that *file* is of: the file itself, or the folder that was named; empty for ours."""
    if file.path is None:
        return str(file.listed or "")
    is_alone = file.collection in (file.label, str(file.path))
    return str(file.path if is_alone else file.path.parents[file.label.count("/")])


def of_lists(paths: tuple[Path, ...], known: Indicators, others: Iterable[RuleFile]) -> tuple[list[RuleFile], list[Lack]]:
    """The rules that stand in the lists at *paths*, but for texts that *others* hold as well."""
    texts = {file.text for file in others}
    files, lacks = [], []
    for one in listed_rules(paths, known):
        files += [
            RuleFile(one.name, rule.label, rule.text, said=rule.said, listed=one.path)
            for rule in one.rules
            if rule.text not in texts
        ]
        if one.left_out:
            lacks.append(Lack(one.name, Reason.TOO_LARGE, f"{one.left_out} entries with rules beyond the most that are used"))
    return files, lacks


@dataclass(slots=True)
class Given:
    """The rules in what was named, each text once, and what of them could not be read. ``digests``: SHA-256 of files with rules."""

    files: list[RuleFile] = field(default_factory=list)
    lacks: list[Lack] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)


def given(paths: Iterable[Path]) -> Given:
    """The rules in *paths*."""
    gathered = _Gathered()
    for path in paths:
        gathered.take(path)
    return gathered


@dataclass(slots=True)
class _Gathered(Given):
    _texts: set[str] = field(default_factory=set)
    _count: int = 0
    _bytes: int = 0

    def take(self, given: Path) -> None:
        """All rules in a file or folder; its own name is that of the set."""
        root = given.resolve()
        name = root.name or str(root)
        if any(file.collection == name for file in self.files):
            name = str(given)
        before = self._count
        if root.is_dir():
            for path in self._below(root, root, name, 0):
                self._read(path, name, path.relative_to(root).as_posix())
        elif root.exists():
            self._read(root, name, root.name)
        else:
            self.lacks.append(Lack(name, Reason.MISSING, "there is no such file or folder"))
            return
        if self._count == before:
            self.lacks.append(Lack(name, Reason.MISSING, "there are no rules in it"))

    def _below(self, folder: Path, root: Path, name: str, depth: int) -> Iterator[Path]:
        """The files of rules below *folder*, sorted. Links are not followed: what they lead to in *root* is met anyway."""
        if depth > MOST_DEPTH:
            self._miss(folder, root, name, Reason.TOO_LARGE, f"more than {MOST_DEPTH} folders inside each other")
            return
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            self._miss(folder, root, name, Reason.DENIED, "the folder cannot be read")
            return
        for entry in listed:
            path = folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(path, root, name, depth + 1)
            elif entry.name.lower().endswith(ENDINGS) and self._is_own(entry, path, root, name):
                yield path

    def _is_own(self, entry: os.DirEntry[str], path: Path, root: Path, name: str) -> bool:
        if not entry.is_symlink():
            return True
        if not path.resolve().is_relative_to(root):
            self._miss(path, root, name, Reason.UNSUPPORTED, "a link to another place, which is not followed")
        return False

    def _miss(self, path: Path, root: Path, name: str, reason: Reason, detail: str) -> None:
        below = path.relative_to(root).as_posix()
        self.lacks.append(Lack(name if below == "." else f"{name}/{below}", reason, detail))

    def _read(self, path: Path, name: str, label: str) -> None:
        what = name if label == name else f"{name}/{label}"
        self._count += 1
        if self._count > MOST_FILES:
            if self._count == MOST_FILES + 1:
                self.lacks.append(Lack(name, Reason.TOO_LARGE, f"more than {MOST_FILES} files of rules, the rest was not read"))
            return
        read = self._text(path)
        if isinstance(read, str):
            if read not in self._texts:
                self._texts.add(read)
                self.files.append(RuleFile(name, label, read, path=path))
        else:
            self.lacks.append(Lack(what, *read))

    def _text(self, path: Path) -> str | tuple[Reason, str]:
        """The text, or why there is none."""
        try:
            if not path.is_file():
                return Reason.UNSUPPORTED, "not a regular file"
            with path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return Reason.CORRUPT, _no_utf_8(data)
        except OSError:
            return Reason.DENIED, "the file cannot be read"
        if _RULE.search(text):
            self.digests.add(hashlib.sha256(data).hexdigest())
        self._bytes += len(data)
        if len(data) > MOST_BYTES or self._bytes > MOST_TOGETHER:
            return Reason.TOO_LARGE, "too large for a file of rules"
        return text


def _no_utf_8(data: bytes) -> str:
    """What a file is instead. It is not read as that: a pattern in it would mean other bytes than its author's."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "written in UTF-16, rules have to be in UTF-8"
    try:
        is_japanese = b"\0" not in data and bool(_JAPANESE.search(data.decode("cp932")))
    except UnicodeDecodeError:
        is_japanese = False
    return "written in Shift_JIS, rules have to be in UTF-8" if is_japanese else "not a text file"
