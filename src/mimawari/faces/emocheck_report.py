"""EmoCheck's report files: the same names, fields and sentences, so that scripts that read them go on working.

The format is that of EmoCheck v2.0 (JPCERTCC/EmoCheck, ``emocheck/main.cpp`` and its README's examples): UTF-8 without a byte
order mark, lines end with CR LF, local time. Where EmoCheck could only say yes or no there is a third answer,
``unknown``. The version is ours, marked so that nobody takes the file for EmoCheck's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from mimawari.faces.safe import file_name, plain
from mimawari.model import Finding, Level, Verdict, Words

_RULER = "_" * 52


class Answer(Enum):
    """EmoCheck's yes and no with their exit status, and what neither is."""

    NO = ("no", 0)
    YES = ("yes", 1)
    UNKNOWN = ("unknown", 2)

    @property
    def word(self) -> str:
        """The value of ``is_infected``."""
        return self.value[0]

    @property
    def status(self) -> int:
        """The exit status."""
        return self.value[1]


def answer(verdict: Verdict) -> Answer:
    """Yes is for an infection with Emotet, no for no sign of any; everything else could not be told."""
    if verdict.level is Level.INFECTED and "emotet" in verdict.families:
        return Answer.YES
    return Answer.NO if verdict.level is Level.NO_SIGN else Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Process:
    """What EmoCheck lists: here the programs behind the findings.

    As in EmoCheck's own reports a value that there is not is empty: the id on a disk image, the path where a name alone was found.
    """

    process_name: str
    process_id: str
    image_path: str
    registry_key: str


@dataclass(frozen=True, slots=True)
class EmoCheckReport:
    """One report. ``time`` is local."""

    host: str
    time: datetime
    version: str
    answer: Answer
    processes: tuple[Process, ...] = ()

    @property
    def _scan_time(self) -> str:
        return f"{self.time:%Y-%m-%d %H:%M:%S}"

    def later(self) -> EmoCheckReport:
        """The same, a second later: its name is another one."""
        return replace(self, time=self.time + timedelta(seconds=1))

    def name(self, extension: str) -> str:
        """The file's name. The host's name comes from the evidence: it may not lead anywhere."""
        return f"{file_name(self.host, 'UNKNOWN')}_{self.time:%Y%m%d%H%M%S}_emocheck.{extension}"

    def as_json(self) -> str:
        """The JSON report, with EmoCheck's indents and line ends; ASCII, so that any reader gets the same."""
        fields = [("scan_time", self._scan_time), ("hostname", self.host), ("emocheck_version", self.version)]
        lines = [f"  {json.dumps(key)}:{json.dumps(value)}" for key, value in (*fields, ("is_infected", self.answer.word))]
        if self.answer is Answer.YES:
            listed = ",\r\n".join(_json_process(process) for process in self.processes)
            lines.append(f'  "emotet_processes":[\r\n{listed}\r\n  ]')
        return "{\r\n" + ",\r\n".join(lines) + "\r\n}\r\n"

    def as_text(self, language: str) -> str:
        """The text report."""
        lines = [f"[EmoCheck v{self.version}]", _TIME.say(language) + self._scan_time, _RULER, "", _RESULT.say(language)]
        lines.append(_SAYS[self.answer].say(language))
        if self.answer is Answer.YES:
            lines += ["", *_blocks(self.processes, language), _RULER, "", _ISOLATE.say(language)]
        return "\r\n".join(plain(line) for line in lines) + "\r\n"


_TIME = Words(en="Scan time: ", ja="プログラム実行時刻: ")
_RESULT = Words(en="[Result] ", ja="[結果]")
_SAYS = {
    Answer.YES: Words(en="Detected Emotet process.", ja="Emotetを検知しました。"),
    Answer.NO: Words(en="Emotet was not detected.", ja="検知しませんでした。"),
    Answer.UNKNOWN: Words(en="Could not tell whether there is Emotet.", ja="Emotetの有無を判断できませんでした。"),
}
_FIELDS = ("process_name", "process_id", "image_path", "registry_key")
_BLOCK = Words(en="[Emotet Process] ", ja="[詳細]")
_LABELS = (
    Words(en="     Process Name  : ", ja="     プロセス名    : "),
    Words(en="     Process ID    : ", ja="     プロセスID    : "),
    Words(en="     Image Path    : ", ja="     イメージパス  : "),
    Words(en="     Registry Key  : ", ja="     レジストリキー: "),
)
_ISOLATE = Words(
    en="Please remove or isolate the suspicious execution file.",
    ja="イメージパスの実行ファイルを隔離/削除してください。",
)


def _json_process(process: Process) -> str:
    inner = ",\r\n".join(f"      {json.dumps(key)}:{json.dumps(getattr(process, key))}" for key in _FIELDS)
    return f"    {{\r\n{inner}\r\n    }}"


def _blocks(processes: Iterable[Process], language: str) -> Iterator[str]:
    for process in processes:
        yield _BLOCK.say(language)
        yield from (label.say(language) + getattr(process, name) for label, name in zip(_LABELS, _FIELDS, strict=True))


_WINDOWS_PATH = re.compile(r"^[A-Za-z]:\\")
_REGISTRY = re.compile(r"^HK(LM|U|CU)\\")


def processes(findings: Iterable[Finding]) -> tuple[Process, ...]:
    """The programs behind *findings*, each file once, with all that the findings say of it."""
    found: dict[str, Process] = {}
    for process in map(_process, findings):
        key = (process.image_path or process.process_name).casefold()
        found[key] = _joined(found[key], process) if key in found else process
    return tuple(found.values())


def _joined(one: Process, other: Process) -> Process:
    """*one*, its empty values taken from *other*."""
    return Process(*(getattr(one, name) or getattr(other, name) for name in _FIELDS))


def _process(finding: Finding) -> Process:
    key = _first(_REGISTRY, _texts(finding))
    if program := finding.facts.get("program"):
        return Process(f"{program}.exe", "", "", key)
    image = _first(_WINDOWS_PATH, _texts(finding))
    name = image.rsplit("\\", 1)[-1] or str(finding.facts.get("process") or finding.facts.get("name") or finding.kind)
    return Process(name, str(finding.facts.get("pid") or ""), image, key)


def _texts(finding: Finding) -> tuple[str, ...]:
    return (*finding.origin.path, *(value for value in finding.facts.values() if isinstance(value, str)))


def _first(shape: re.Pattern[str], texts: Iterable[str]) -> str:
    return next((text for text in texts if shape.match(text)), "")
