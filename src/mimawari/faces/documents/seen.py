"""A case as one reader sees it: in one language, with its times by one zone, every value made harmless."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text import View
from mimawari.model import Cited, Dossier, Level, Verdict, Words

CHECK = Words(en="[to be checked]", ja="【要確認】")
"""Stands behind whatever nobody has read in its source."""
LAWYER = Words(en="[ask a lawyer]", ja="［弁護士に確認］")
_LEFT = Words(en="and {count} more", ja="ほか{count}件")
_JAPAN = 540


@dataclass(frozen=True)
class CaseView(View):
    """The report of a case, with the verdict that the case was judged by."""

    judged: Verdict = field(default_factory=lambda: Verdict(Level.UNDETERMINED))

    @cached_property
    def verdict(self) -> Verdict:
        """As the dossier has it."""
        return self.judged


@dataclass(frozen=True)
class Seen:
    """A dossier in the language *tongue*."""

    dossier: Dossier
    tongue: str

    @cached_property
    def view(self) -> CaseView:
        """The report in it."""
        return CaseView(self.dossier.report, app.known(), self.tongue, self.dossier.verdict)

    def say(self, words: Words, **facts: object) -> str:
        """A sentence of ours, its places filled with harmless values."""
        return self.view.say(words, **facts)

    def told(self, words: Words, limit: int = 600) -> str:
        """A sentence from data, which may hold anything; its end is left out where it is longer."""
        text = words.say(self.tongue)
        return shown(text if len(text) <= limit else f"{text[: limit - 1]}…", limit).replace("  ", " ")

    def joined(self, sentences: Iterable[str]) -> str:
        """Sentences in a row, as each language writes them."""
        return ("" if self.tongue == "ja" else " ").join(sentences)

    def more(self, count: int) -> str:
        """So many are left out."""
        return self.say(_LEFT, count=f"{count:,}")

    def marked(self, text: str, cited: Iterable[Cited]) -> str:
        """*text*, with the mark behind it where a source of it is still to be checked."""
        return f"{text} {self.say(CHECK)}" if any(one.certainty.to_check for one in cited) else text

    @property
    def zone(self) -> str:
        """What local times are called."""
        if self.dossier.zone == _JAPAN:
            return "JST"
        hours, minutes = divmod(abs(self.dossier.zone), 60)
        return f"UTC{'-' if self.dossier.zone < 0 else '+'}{hours:02}:{minutes:02}"

    def local(self, iso: str) -> datetime | None:
        """A UTC time by the case's zone; None for what is none."""
        try:
            time = datetime.fromisoformat(iso)
            return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(timezone(timedelta(minutes=self.dossier.zone)))
        except (ValueError, OverflowError):
            return None

    def minute(self, iso: str) -> str:
        """The local date and time to the minute, without the zone; a date alone, and what is no time, as it stands."""
        time = self.local(iso) if len(iso) > len("2026-11-24") else None
        return shown(iso, 25) if time is None else f"{time:%Y-%m-%d %H:%M}"

    def day(self, iso: str) -> str:
        """The local day."""
        return self.minute(iso)[:10]

    def written_day(self, iso: str) -> str:
        """A day as people write it in a letter, with the day of the week."""
        try:
            found = date.fromisoformat(iso[:10])
        except ValueError:
            return shown(iso, 25)
        return (
            f"{found.year}年{found.month}月{found.day}日（{'月火水木金土日'[found.weekday()]}）"
            if self.tongue == "ja"
            else f"{found:%a %d %b %Y}"
        )

    @cached_property
    def today(self) -> date:
        """The local day of writing."""
        time = self.local(self.dossier.now)
        return time.date() if time else date.min

    def utc(self, iso: str) -> str:
        """The same in UTC."""
        return shown(iso, 25).replace("T", " ").removesuffix("Z")[:16] if len(iso) > len("2026-11-24") else ""
