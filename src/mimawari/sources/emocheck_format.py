"""EmoCheck's reports as it writes them: text in Japanese, English and French, and JSON.

Taken from its source up to v2.0 (JPCERTCC/EmoCheck, ``emocheck/main.cpp`` and its README's examples, BSD-3-Clause); v2.1 to
v2.4 are closed, and their reports have the same names, header and sentences as far as published. What is not understood
is *broken*, and never a "no". Up to v1.0 the Japanese text is code page 932; from v2.0 on it is UTF-8 with values (names,
paths) in the PC's OEM code page, so every label and value is decoded for itself. What the console shows, saved to a
file, is read as well.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_PROCESSES = 1000


@dataclass(frozen=True, slots=True)
class Reported:
    """One process that a report names; all as written."""

    process: str = ""
    pid: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says. ``positive`` is None where it does not say, or cannot be believed.

    ``time`` is local time of the PC, ``YYYY-MM-DD hh:mm:ss``, without a zone. ``broken`` says what is wrong with the report,
    ``denied`` that it names something it was not allowed to look at.
    """

    version: str = ""
    time: str = ""
    host: str = ""
    positive: bool | None = None
    processes: tuple[Reported, ...] = ()
    broken: str = ""
    denied: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether mimawari wrote it, in EmoCheck's format: its version says so."""
        return self.version.lower().endswith("-mimawari")


_HEADER = re.compile(r"\[emocheck v([^\]\s]{1,64})\]", re.IGNORECASE)
_BANNER = re.compile(r"emotet detection tool by jpcert/cc", re.IGNORECASE)
_BANNER_VERSION = re.compile(r"^version\s*: *(\S{1,64})", re.IGNORECASE | re.MULTILINE)
_TIME = re.compile(r": *(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$", re.MULTILINE)
_JSON_HEAD = re.compile(r'^\s*\{.*"emocheck_version"', re.DOTALL)
_FIELD = re.compile(r'"(scan_time|hostname|emocheck_version|is_infected)"\s*:\s*"([^"\\]{0,255})"')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_DENIED = re.compile(
    "fail to acquire imagepath|with the administrative user|access is denied|accès refusé|管理者権限|管理者として|アクセスが拒否",
    re.IGNORECASE,
)
_ENDING = re.compile("隔離/削除してください|please remove or isolate|veuillez supprimer", re.IGNORECASE)
_NO = frozenset(
    (
        "検知しませんでした",
        "emotetを検知しませんでした",
        "emotetは検知されませんでした",
        "no detection",
        "emotet was not detected",
        "emotet n'a pas été détecté",
        "aucune détection",
    )
)
_YES = frozenset(
    (
        "emotetを検知しました",
        "emotetのプロセスが見つかりました",
        "[!!] emotet 検知",
        "[!!] detected",
        "[!!] emotet",
        "detected emotet process",
        "emotet was detected",
        "emotet had been detected",
        "emotet had be detected",
        "emotet détecté",
        "emotet a été détecté",
    )
)
_LABELS = {
    "プロセス名": "process", "process name": "process", "nom du processus": "process",
    "プロセスid": "pid", "process id": "pid", "pid": "pid",
    "イメージパス": "image", "image path": "image", "emplacement": "image",
}  # fmt: skip


def is_report(head: bytes) -> bool:
    """Whether *head*, the first few kilobytes of a file, is the beginning of a report."""
    text = "\n".join(decoded(head))
    begins = text.lstrip()[:64]
    return bool(_HEADER.match(begins) or _BANNER.search(text) or _JSON_HEAD.match(text))


def parse(content: bytes) -> Said:
    """What the report says; never raises."""
    lines = decoded(content)
    text = "\n".join(lines)
    return _json(content, text) if text.lstrip().startswith("{") else _text(lines, text)


def decoded(content: bytes) -> list[str]:
    """The lines: by byte order mark, as UTF-8, or label and value for themselves where code pages are mixed."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace").splitlines()
    page = "cp850" if b"Nom du processus" in content else "cp932"
    lines = (line.partition(b":") for line in content.replace(b"\r", b"").split(b"\n"))
    return ["".join(_characters(part, page) for part in line) for line in lines]


def _characters(given: bytes, page: str) -> str:
    try:
        return given.decode("utf-8")
    except UnicodeDecodeError:
        return given.decode(page, "replace")


def _text(lines: list[str], text: str) -> Said:
    sentences = {line.strip().rstrip("。.").strip().casefold() for line in lines}
    header = _HEADER.search(text) or _BANNER_VERSION.search(text)
    time = _TIME.search(text)
    blocks = list(_blocks(lines))
    processes = tuple(Reported(**block) for block in blocks)
    yes, no = bool(sentences & _YES or processes), bool(sentences & _NO)
    denied = bool(_DENIED.search(text))
    broken = _broken_text(text, yes, no, blocks, bool(header and (time or _BANNER.search(text))))
    return Said(
        version=header.group(1) if header else "",
        time=time.group(1) if time else "",
        positive=True if yes else None if broken or denied or not no else False,
        processes=processes[:MAX_PROCESSES],
        broken=broken,
        denied=denied,
    )


def _broken_text(text: str, yes: bool, no: bool, blocks: list[dict[str, str]], headed: bool) -> str:
    if len(_HEADER.findall(text)) > 1:
        return "more than one report in the file"
    if _CONTROL.search(text):
        return "not text"
    if not headed:
        return "no version or no time"
    if yes and no:
        return "says both yes and no"
    # Found by its name alone (scanners v1 and v2), a process has an empty image path: only the name is always there.
    whole = blocks and all(block.get("process") and {"pid", "image"} <= set(block) for block in blocks) and _ENDING.search(text)
    return "" if no or (yes and whole) else "cut short"


def _blocks(lines: list[str]) -> Iterator[dict[str, str]]:
    """The lines on each process, by field: a new one begins with the line that gives its name."""
    found: dict[str, str] = {}
    for line in lines:
        label, colon, value = line.partition(":")
        field = _LABELS.get(label.strip().casefold()) if colon else None
        if field == "process" and found:
            yield found
            found = {}
        if field:
            found[field] = value.strip()
    if found:
        yield found


def _json(content: bytes, text: str) -> Said:
    fields: dict[str, str] = dict(_FIELD.findall(text))
    try:
        given = _parsed(content, text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        yes = fields.get("is_infected", "").lower() == "yes"
        return _said(fields, True if yes else None, (), "not whole, or not JSON", text)
    return _read(given, fields, text)


def _parsed(content: bytes, text: str) -> Any:
    """The JSON. In code page 932 the second byte of a character can be a backslash, and EmoCheck doubled it as
    one: there the bytes are parsed as they are, and each string is decoded afterwards."""
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return json.loads(text)
    try:
        return json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        return json.loads(content.decode("latin-1"), object_hook=_restored)


def _restored(given: dict[str, Any]) -> dict[str, Any]:
    return {key: _reread(value) if isinstance(value, str) else value for key, value in given.items()}


def _reread(value: str) -> str:
    try:
        return _characters(value.encode("latin-1"), "cp932")
    except UnicodeEncodeError:
        return value


def _read(given: dict[str, Any], fields: dict[str, str], text: str) -> Said:
    listed = given.get("emotet_processes", [])
    processes = tuple(_process(item) for item in listed if isinstance(item, dict)) if isinstance(listed, list) else ()
    answer = str(given.get("is_infected", "")).lower()
    for name in ("scan_time", "hostname", "emocheck_version"):
        fields[name] = _value(given.get(name, ""))
    if answer in ("yes", "true"):
        return _said(fields, True, processes, "", text)
    if listed:
        return _said(fields, True if processes else None, processes, "names processes without saying yes", text)
    if answer not in ("no", "false", "unknown"):
        return _said(fields, None, (), "does not say yes or no", text)
    return _said(fields, None if answer == "unknown" or _DENIED.search(text) else False, (), "", text)


def _said(fields: dict[str, str], positive: bool | None, processes: tuple[Reported, ...], broken: str, text: str) -> Said:
    return Said(
        version=fields.get("emocheck_version", ""),
        time=fields.get("scan_time", ""),
        host=fields.get("hostname", ""),
        positive=positive,
        processes=processes[:MAX_PROCESSES],
        broken=broken,
        denied=bool(_DENIED.search(text)),
    )


def _process(item: dict[str, Any]) -> Reported:
    name, pid, image = (_value(item.get(key, "")) for key in ("process_name", "process_id", "image_path"))
    return Reported(name, pid, image)


def _value(value: object) -> str:
    return str(value) if isinstance(value, (str, int)) else ""
