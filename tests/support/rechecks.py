"""Two looks at a firm with two PCs, for tests of the second check."""

from __future__ import annotations

from dataclasses import replace

from support import reports

from mimawari.model import Recheck, Report, Source

FIRST, WIPED, SECOND, NOW = "2026-11-01T09:00:00Z", "2026-11-05T00:00:00Z", "2026-11-20T09:00:00Z", "2026-11-25T00:00:00Z"
DONE = {
    "reimage@PC1": WIPED, "clean-device": WIPED, "mail-password@a@shop.example": WIPED, "watch-mail": "2026-11-24T00:00:00Z",
}  # fmt: skip


def at(moment: str, *sources: Source) -> Report:
    return Report.of([replace(source, seen_at=moment, id=f"{source.id}-{moment}") for source in sources])


EARLIER = at(FIRST, reports.infected("PC1"), reports.no_sign("PC2"))
LATER = at(SECOND, reports.no_sign("PC1"), reports.no_sign("PC2"))


def met(said: Recheck) -> dict[str, bool | None]:
    return {one.id: one.met for one in said.conditions}


def because(said: Recheck, name: str) -> str:
    return " ".join(words.en for one in said.conditions if one.id == name for words in one.because)
