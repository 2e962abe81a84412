"""``mimawari case exposure``: who must be told, as lists and counts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from mimawari import app
from mimawari.app import casework, exposing
from mimawari.faces import lists
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.case import exposure_words as words
from mimawari.faces.cli.common import in_use, refused
from mimawari.faces.cli.us import common as us_file
from mimawari.faces.progress import Progress
from mimawari.faces.safe import own, shown
from mimawari.faces.streams import note, put
from mimawari.model import Deed, ExposureCounts, Firm, Gap, OrderLayout

UNSEEN = 20
"""The exit status where something could not be read; the lists are written all the same."""
_MOST_WHY = 5
_MOST_MAPPING = 1 << 20
_WHOLE = 10_000
"""Characters of a line that must not be cut."""


@click.command(
    cls=spoken.Command,
    words=words.HELP,
)
@click.argument("locators", metavar="EVIDENCE...", nargs=-1)
@spoken.option("--orders", "exports", metavar="FILE", multiple=True, en="An order export (CSV).", ja="注文データ（CSV）。")
@spoken.option(
    "--shop", metavar="ID", en="The shop system that the orders are from.", ja="注文データを書き出したショップシステム。"
)
@spoken.option(
    "--columns", metavar="FILE", en="What the columns of the orders are called (TOML).", ja="注文データの列の対応表（TOML）。"
)
@spoken.option(
    "--us", "us", metavar="FILE", en="The firm's own file (else us.toml).", ja="自社の情報ファイル（省略時は us.toml）。"
)
@spoken.option(
    "--account", "accounts", metavar="ADDRESS", multiple=True,
    en="Only mailboxes of this account (else all that are named).",
    ja="このアカウントのメールボックスだけを対象にします（省略時はすべて）。",
)  # fmt: skip
@spoken.option("--out", "folder", metavar="DIR", required=True, en="Where to write the lists.", ja="一覧の保存先のフォルダー。")
@spoken.option("--force", is_flag=True, en="Replace lists that are there.", ja="すでにある一覧を置き換えます。")
@common.case_option
@common.who_option
@spoken.lang
def command(
    locators: tuple[str, ...], exports: tuple[str, ...], shop: str | None, columns: str | None, us: str | None,
    accounts: tuple[str, ...], folder: str, place: str | None, who: str | None, lang: str | None, *, force: bool,
) -> int:  # fmt: skip
    """Read, write the lists, say the counts and record them."""
    tongue = spoken.speaking(lang)
    common.some_name(folder, tongue)
    if not locators and not exports:
        raise spoken.Refused(words.NOTHING, tongue)
    evidence = tuple(map(app.evidence, locators))
    _all_there(evidence, exports, tongue)
    _free(Path(folder), tongue, force=force)
    with common.at_desk(place, lang, who) as desk:
        asked = exposing.Asked(
            evidence=evidence,
            orders=exports,
            chosen=_layout(shop, columns, desk.known, tongue),
            firm=_firm(us, tongue),
            accounts=_accounts(accounts, tongue),
            lures=exposing.lures_of(desk.opened.report | desk.opened.later),
        )
        return _done(asked, Path(folder), desk)


def _done(asked: exposing.Asked, folder: Path, desk: common.Desk) -> int:
    used = in_use(None, desk.tongue)
    progress = Progress(desk.tongue)
    try:
        with exposing.exposed(asked, app.Settings(knowledge=used.folder), desk.known, progress=progress) as found:
            progress.clear()
            _some(found, desk)
            made = lists.written(found.people(), found.counts, folder, desk.tongue)
            _tell(found, made, desk)
            counts = found.counts
    except exposing.NoRoom as none:
        raise refused(words.NO_ROOM, desk.tongue, why=none) from none
    except lists.Unwritable as error:
        raise spoken.Refused(error.words, desk.tongue) from error
    entry = casework.record(desk.opened, Deed.EXPOSED, desk.who, facts=exposing.facts_of(counts, made.sha256))
    common.said(entry, desk.tongue)
    common.warn_closed(desk.opened, desk.tongue)
    return UNSEEN if counts.gaps else 0


def _some(found: exposing.Exposed, desk: common.Desk) -> None:
    """That nobody was found is only a count where everything was looked at."""
    if found.counts.people or not (found.counts.gaps or found.passed):
        return
    why = [*gap_lines(found.counts, desk.known, desk.tongue)]
    why += [words.OTHERS.fill({"place": place, "owner": owner or "?"}).say(desk.tongue) for place, owner in found.passed]
    raise refused(words.NOBODY, desk.tongue, why=(" / " if desk.tongue == "en" else "／").join(why[:_MOST_WHY]))


def _tell(found: exposing.Exposed, made: lists.Written, desk: common.Desk) -> None:
    for line in lists.lines(found.counts, desk.tongue, gap_lines(found.counts, desk.known, desk.tongue)):
        put(line)
    for line in _to_check(found.counts, desk):
        put(line)
    for path in made.paths:
        put(shown(path))
    _tell_beside(found, made, desk)


def _to_check(counts: ExposureCounts, desk: common.Desk) -> Iterator[str]:
    if counts.notices:
        yield words.CHECK.say(desk.tongue)
    yield from (f"  {notice_line(one, desk.known, desk.tongue)}" for one in counts.notices)


def _tell_beside(found: exposing.Exposed, made: lists.Written, desk: common.Desk) -> None:
    if found.firm.learnt or not (found.firm.domains or found.firm.accounts):
        names = [*found.firm.domains, *(one.address for one in found.firm.accounts)]
        note((words.LEARNT.fill({"own": own(", ".join(names))}) if names else words.NO_OWN).say(desk.tongue))
    for place, owner in found.passed:
        note(words.PASSED.fill({"place": shown(place), "owner": own(owner) or "?"}).say(desk.tongue))
    if made.guarded:
        note(words.SIGNED.fill({"n": made.guarded}).say(desk.tongue))
    if not made.has_workbook:
        note(words.NO_BOOK.say(desk.tongue))
    note(words.PRIVATE.say(desk.tongue))


def gap_lines(counts: ExposureCounts, known: app.Knowledge, tongue: str) -> Iterator[str]:
    """What could not be read, one line each."""
    return (_line(gap, known, tongue) for gap in counts.gaps)


def notice_line(gap: Gap, known: app.Knowledge, tongue: str) -> str:
    """How a column was understood, wholly: it is there to be compared."""
    where = " > ".join(shown(step) for step in (gap.origin.locator, *filter(None, gap.origin.path)))
    return words.GAP.say(tongue).format(where=where, reason=shown(known.detail(gap.detail).say(tongue), _WHOLE))


def _line(gap: Gap, known: app.Knowledge, tongue: str) -> str:
    where = " > ".join(shown(step) for step in (gap.origin.locator, *filter(None, gap.origin.path)))
    line = words.GAP.say(tongue).format(where=where, reason=known.named("reason", gap.reason).say(tongue))
    return (
        words.CLOSER.say(tongue).format(line=line, detail=shown(known.detail(gap.detail).say(tongue), 200)) if gap.detail else line
    )


def _all_there(evidence: Iterable[app.Evidence], exports: Iterable[str], tongue: str) -> None:
    """A name that was mistyped is no evidence without people. What has another way than a path is not asked."""
    paths = [one.path for one in evidence if not one.moment and "://" not in one.locator] + [Path(one) for one in exports]
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110  # unlike its twin it never raises
            raise refused(words.ABSENT, tongue, path=path)


def _free(folder: Path, tongue: str, *, force: bool) -> None:
    for name in (lists.CSV, lists.XLSX, lists.JSON):
        if not force and (folder / name).exists():
            raise refused(words.THERE, tongue, path=folder / name)


def _layout(shop: str | None, columns: str | None, known: app.Knowledge, tongue: str) -> OrderLayout | None:
    if shop and columns:
        raise spoken.Refused(words.ONE_LAYOUT, tongue)
    if columns:
        return _mapping(columns, tongue)
    if not shop:
        return None
    found = exposing.layout_of(shop, known)
    if found is None:
        raise refused(words.NO_SHOP, tongue, given=shop, known=", ".join(one.id for one in known.order_layouts))
    return found


def _mapping(path: str, tongue: str) -> OrderLayout:
    try:
        with Path(path).open(encoding="utf-8") as file:
            return exposing.mapping_of(file.read(_MOST_MAPPING))
    except exposing.MappingTrouble as trouble:
        raise spoken.Refused(common.harmless_words(trouble.words), tongue) from trouble
    except (OSError, ValueError) as error:
        raise refused(words.UNREADABLE, tongue, path=path, why=error) from error


def _firm(us: str | None, tongue: str) -> Firm:
    """The firm's own file; one that was not named is only read where it is there."""
    if us or Path(us_file.FILE).is_file():
        return us_file.read(us or us_file.FILE, tongue)
    return Firm()


def _accounts(given: tuple[str, ...], tongue: str) -> frozenset[str]:
    for one in given:
        if "@" not in one.strip().strip("@"):
            raise refused(words.NO_ACCOUNT, tongue, given=one)
    return frozenset(one.strip().lower() for one in given)
