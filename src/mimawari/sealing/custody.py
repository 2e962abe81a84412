"""The chain of custody and the record of a case, as files of a bag that need no program of ours to be read."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mimawari.model.case_record import DEED_WORDS, Entry
from mimawari.model.japan_time import FORM, JAPAN, both
from mimawari.model.report import Source
from mimawari.model.words import LANGUAGES, Words

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CUSTODY = ("number", "at_utc", "at_jst", "who", "deed", "about", "text", "facts", "hash")
_INPUTS = ("source", "locator", "inside", "host", "kind", "seen_at_utc", "runs_utc", "report_sha256")
_TITLE = Words(en="Record of the case {case} “{name}”", ja="対応の記録　{case}「{name}」")
_ENTRY = Words(en="{number}. {at}  {who}: {deed}", ja="{number}. {at}　{who}：{deed}")
_UNREADABLE = Words(en="{number}. (cannot be read)", ja="{number}. （読み取れません）")
_HEAD = Words(en="Digest of the newest entry: {head}", ja="最新の記録の識別値：{head}")
_BY = Words(en="Sealed {at} by {who} on the PC {host}", ja="封印：{at}　封印した人：{who}　使用したPC：{host}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who seals a bag, when (UTC, ISO 8601 with ``Z``) and on which PC."""

    who: str
    at: str
    host: str


def jst(iso: str) -> str:
    """A moment by Japan's time, with its offset; empty for what is none."""
    try:
        return datetime.strptime(iso, FORM).replace(tzinfo=UTC).astimezone(JAPAN).isoformat()
    except (ValueError, OverflowError):
        return ""


Row = tuple[int, str, Entry | None]
"""An entry as it lies in a case: its number, the hash that was written beside it, and None where it cannot be read."""


def jsonl(rows: Iterable[Row]) -> bytes:
    """Every entry with the hash that was written beside it, one a line."""
    return "".join(json.dumps(_fields(*row), sort_keys=True, ensure_ascii=False) + "\n" for row in rows).encode()


def _fields(number: int, written: str, entry: Entry | None) -> dict[str, object]:
    if entry is None:
        return {"number": number, "hash": written, "unreadable": True}
    return {
        "case": entry.case, "number": entry.number, "at": entry.at, "who": entry.who, "deed": entry.deed.value,
        "about": entry.about, "text": entry.text, "facts": dict(entry.facts), "previous": entry.previous, "hash": written,
    }  # fmt: skip


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Values apart by tabs, in UTF-8; none of them ends a line or is a formula for a spreadsheet."""
    return "".join("\t".join(_cell(value) for value in row) + "\n" for row in (heads, *rows)).encode()


def _cell(value: object) -> str:
    text = plain(str(value))
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def plain(text: str) -> str:
    """*text* on one line, without what moves a cursor or turns the direction of writing."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else _escape(c) for c in text)


def _escape(char: str) -> str:
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char) or f"\\u{{{ord(char):x}}}"


def custody(rows: Iterable[Row], hand: Hand) -> bytes:
    """Who did what when, from the record, and this sealing as the last."""
    told = [
        (one.number, one.at, jst(one.at), one.who, one.deed.value, one.about, one.text, _json(dict(one.facts)), written)
        if one
        else (number, "", "", "", "unreadable", "", "", "", written)
        for number, written, one in rows
    ]
    return table(_CUSTODY, [*told, ("", hand.at, jst(hand.at), hand.who, "sealed", "", "", _json({"pc": hand.host}), "")])


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def readable(rows: Sequence[Row], case: str, name: str, hand: Hand, wrong: Sequence[Words] = ()) -> bytes:
    """The same to read, in both languages, with all that is *wrong* with the record."""
    return "\n".join(_told(rows, case, name, hand, wrong, tongue) for tongue in LANGUAGES[::-1]).encode()


def _told(rows: Sequence[Row], case: str, name: str, hand: Hand, wrong: Sequence[Words], tongue: str) -> str:
    lines = [_TITLE.fill({"case": case, "name": plain(name)}).say(tongue), ""]
    lines += [f"! {plain(one.say(tongue))}" for one in wrong]
    lines += [line for number, _, one in rows for line in _lines(number, one, tongue)]
    lines.append("")
    if rows:
        lines.append(_HEAD.fill({"head": plain(rows[-1][1])}).say(tongue))
    lines.append(_BY.fill({"at": both(hand.at), "who": plain(hand.who), "host": plain(hand.host)}).say(tongue))
    return "".join(f"{line}\n" for line in lines)


def _lines(number: int, one: Entry | None, tongue: str) -> list[str]:
    if one is None:
        return [_UNREADABLE.fill({"number": number}).say(tongue)]
    facts = {"number": number, "at": both(one.at), "who": plain(one.who), "deed": DEED_WORDS[one.deed]}
    said = (one.about, *one.text.splitlines(), *(f"{key}: {value}" for key, value in one.facts))
    return [_ENTRY.fill(facts).say(tongue), *(f"     {plain(line)}" for line in said if line)]


def inputs(reports: Iterable[tuple[str, Sequence[Source]]]) -> bytes:
    """What each report says that it looked at. ``source`` is the id that it gave the evidence."""
    rows = [
        (one.id, one.locator, one.inside, one.host, one.kind, one.seen_at, _runs(one), sha256)
        for sha256, sources in reports
        for one in sources
    ]
    return table(_INPUTS, rows)


def _runs(source: Source) -> str:
    return " ".join(f"{run.started}/{run.ended}" for run in source.runs)
