"""Emotet's periods of mail, and what each carried (DOMAIN.md 2.1): the plan of the lures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from support.carriers import links, notebooks, padded, sheets, shortcuts, word
from support.carriers.sample import Draw

Way = str
"""``attached``, ``zip`` (plain), ``own`` (it is an archive already); ``locked`` (password in the text), ``wide`` (in full-width
signs), ``next`` (in the next mail), ``picture`` (in a picture only); ``link`` (to a page of a CMS), ``pdf`` (a PDF with one),
``app`` (a link to an app for Windows to install)."""


@dataclass(frozen=True)
class Plan:
    """One kind of lure. Without a *draw* there is nothing whose content could tell: it is a lure by its traits alone."""

    carrier: str
    way: Way
    draw: Draw | None = None


@dataclass(frozen=True)
class Period:
    """A stretch of time. *share* is that of the mailbox's mails which fall into it; *spoofs* are the forms of From seen in it."""

    start: datetime
    end: datetime
    share: float
    plans: tuple[Plan, ...] = ()
    spoofs: tuple[str, ...] = ("name",)
    literal_id: float = 0.0
    flipped: float = 0.0


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _plans(carrier: str, ways: tuple[Way, ...], *draws: Callable[[Random], object]) -> tuple[Plan, ...]:
    return tuple(Plan(carrier, way, draw) for draw in draws for way in ways)  # type: ignore[arg-type]


_DOCUMENTS = (word.page_control, word.user_form, word.group_name, word.combo, word.cut_literals, word.page_text, word.shape,
              word.word_xml, word.web_archive, word.in_package)  # fmt: skip
_TRAITS = (Plan("link alone", "link"), Plan("locked archive, password in a picture", "picture"))
_LOCKED = ("locked", "wide", "next")

PERIODS = (
    Period(_day("2018-04-02"), _day("2020-02-07"), 0.16, (
        *_plans("2018 to 2020-01: document", ("attached",), *_DOCUMENTS), *_plans("2018 to 2020-01: document", ("zip",),
        word.user_form),
        *_plans("2018 to 2019: JavaScript in a zip", ("own", "own"), links.javascript), Plan("PDF with a link", "pdf"),
        Plan("link alone", "link"),
        Plan("link alone", "link"),
    ), ("name", "name", "address")),
    Period(_day("2020-02-07"), _day("2020-07-17"), 0.05),
    Period(_day("2020-07-17"), _day("2021-01-25"), 0.15, (
        *_plans("2020-07 to 2021-01: document", ("attached", "attached", "zip"), word.document_of_2020),
        *_plans("2020-09 to 2021-01: locked archive in a mail", _LOCKED, word.document_of_2020), *_TRAITS, Plan("link alone",
        "link"),
    ), ("name", "name", "address")),
    Period(_day("2021-01-25"), _day("2021-11-15"), 0.08),
    Period(_day("2021-11-15"), _day("2022-02-20"), 0.13, (
        *_plans("2021-11 and 12: package with macros", ("attached", "zip", "locked"), word.document_of_2021, word.workbook_of_2021),
        Plan("2021-12: AppX installer", "app"), Plan("2021-12: AppX installer", "app"),
        *_plans("2021-12 to 2022-02: workbook, mshta or scripts", ("attached", "locked", "wide"), sheets.mshta, sheets.scripts),
        *_TRAITS,
    ), ("name", "name", "address"), 0.0, 0.2),
    Period(_day("2022-02-20"), _day("2022-04-21"), 0.14, (
        *_plans("2022-02 to 07: workbook that downloads", ("attached", *_LOCKED), sheets.downloads, sheets.own_folder,
        sheets.written),
        *_TRAITS, _TRAITS[1],
    ), ("doubled", "doubled", "address", "name"), 0.4, 0.4),
    Period(_day("2022-04-22"), _day("2022-06-01"), 0.10, (
        *_plans("2022-04 and 05: shortcut", ("attached", *_LOCKED), shortcuts.itself, shortcuts.in_base64,
        shortcuts.itself_as_document),
        _TRAITS[1],
    ), ("doubled", "address", "name"), 0.3, 0.3),
    Period(_day("2022-06-01"), _day("2022-07-13"), 0.05, (
        *_plans("2022-02 to 07: workbook that downloads", ("attached", "locked"), sheets.downloads, sheets.own_folder,
        sheets.written),
    ), ("doubled", "address", "name"), 0.2, 0.3),
    Period(_day("2022-07-13"), _day("2022-11-02"), 0.02),
    Period(_day("2022-11-02"), _day("2022-11-14"), 0.04, (
        *_plans("2022-11: workbook for the templates", ("attached", "locked", "wide"), sheets.templates), _TRAITS[1],
    ), ("name", "address"), 0.1, 0.2),
    Period(_day("2022-11-14"), _day("2023-03-07"), 0.02),
    Period(_day("2023-03-07"), _day("2023-03-15"), 0.02, _plans("2023-03: padded document", ("own",), padded.small), ("name",
    "address")),
    Period(_day("2023-03-15"), _day("2023-04-05"), 0.04, _plans(
        "2023-03: notebook", ("attached",), notebooks.wsf, notebooks.vbs, notebooks.renamed, notebooks.from_the_web,
        notebooks.veiled,
    ), ("name", "address")),
)  # fmt: skip
