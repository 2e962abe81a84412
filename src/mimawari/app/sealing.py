"""What goes into a case's bag of evidence, and the sealing of it: the only place that knows both the case and the bag."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from mimawari import sealing
from mimawari.app import casework
from mimawari.app.case_opening import OpenedCase, Reader
from mimawari.casebook import CaseTrouble, Kind, copying, reports_of
from mimawari.engine.holding import hold
from mimawari.knowledge import Knowledge
from mimawari.model import BagItem, Deed, Entry, Fact, Firm, Report, Source, Words
from mimawari.model.japan_time import both
from mimawari.sealing import Sealed, Sealing, SealTrouble, custody, inputs, keys, staging
from mimawari.sealing.checking import checked
from mimawari.sealing.program import program
from mimawari.sealing.readme import readme
from mimawari.sealing.redacting import Mask, addresses

__all__ = [
    "Mask",
    "SealTrouble",
    "Sealed",
    "Wanted",
    "bag_of",
    "checked",
    "free",
    "mask_of",
    "needs_password",
    "new_key_files",
    "recorded",
]

_PLACE = re.compile(r"(?:[\w-]+/)*(?:[0-9]{3,}-)?")
_REPORT = Words(en="A report of mimawari, as it lies in the case", ja="mimawariのレポート（記録にあるもの）")
_ALTERED = Words(
    en="A report of the case whose digest is no longer what the record says", ja="識別値が記録と一致しなくなったレポート"
)
_REDACTED = Words(en="A report of mimawari, with people masked", ja="mimawariのレポート（個人情報を伏せたもの）")
_LINES = Words(en="The record: every entry with its hash, for programs", ja="対応の記録（プログラム向け。ハッシュ値つき）")
_TEXT = Words(en="The record, to read", ja="対応の記録（読むためのもの）")
_PAGE = Words(en="A page of the case, to read", ja="報告書（読むためのもの）")
_FILE = Words(en="The file of the case", ja="対応の記録のファイル")
_CUSTODY = Words(en="Chain of custody", ja="証拠の管理記録")
_INPUTS = Words(en="What the reports looked at", ja="レポートで調べたもの")
_INPUT_FILES = Words(
    en="SHA-256 of what the reports looked at, at the moment of sealing", ja="レポートで調べたもののSHA-256（封印した時点）"
)
_TOOL = Words(en="The program that made this bag", ja="作成に使ったプログラム")
_TOOL_FILES = Words(en="Digests of the program's own files", ja="プログラム自身のファイルの識別値")
_ORIGINALS = Words(en="SHA-256 of the reports before people were masked", ja="個人情報を伏せる前のレポートのSHA-256")
_COPY = Words(en="A copy of a chosen file", ja="担当者が選んだファイルの写し")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person asked for. ``pages`` are those of the case by their path in the bag; ``read`` reads a report that is kept.

    ``mask`` hides people outside the firm in everything, where the bag is to be redacted; its pages are masked already.
    """

    out: str
    who: str
    at: str
    pages: Mapping[str, bytes]
    read: Reader
    firm: str = ""
    key: str = ""
    password: str = ""
    copies: tuple[str, ...] = ()
    mask: Mask | None = None
    to: tuple[str, ...] = ()

    @property
    def hand(self) -> sealing.Hand:
        """Who seals, when and where."""
        return sealing.Hand(who=self.who, at=self.at, host=platform.node())


def needs_password(key: str) -> bool:
    """Whether a secret key is protected by a password. Raises :class:`SealTrouble`."""
    return keys.needs_password(key)


def free(path: str) -> None:
    """Refuse where one of the files of a new pair of keys is there already. Raises :class:`SealTrouble`."""
    keys.free(path)


def new_key_files(path: str, password: str) -> tuple[str, str, str]:
    """A new pair of keys in two files, and their id. Raises :class:`SealTrouble`; then there is neither."""
    return keys.written(path, password)


def bag_of(opened: OpenedCase, known: Knowledge, wanted: Wanted) -> Sealed:
    """Seal the case. The record is as it was. Raises :class:`SealTrouble` and :class:`CaseTrouble`; nothing is left then."""
    if opened.behind:
        raise CaseTrouble(Kind.OLD_COPY, place=opened.place.shown, why=opened.behind.words)
    with staging.private(hold) as folder:
        how = _how(opened, wanted)
        items = _items(opened, known, wanted, folder)
        return sealing.seal(Path(wanted.out), _masked(items, wanted.mask) if wanted.mask else items, _copies(wanted), how)


def recorded(opened: OpenedCase, who: str, made: Sealed, wanted: Wanted) -> Entry:
    """Record that the bag is there. Raises :class:`CaseTrouble`."""
    facts: dict[str, Fact] = {
        "sha256": made.sha256, "tag_manifest": made.tag_manifest, "files": made.files, "bytes": made.bytes, "key": made.key,
        "copies": len(wanted.copies), "encrypted": bool(wanted.to),
        "redacted": wanted.mask is not None, "head": opened.state.head,
    }  # fmt: skip
    return casework.record(opened, Deed.SEALED, who, about=made.path.name, facts=facts)


def _how(opened: OpenedCase, wanted: Wanted) -> Sealing:
    from mimawari.app import version

    head, moment, mask = opened.state.head, both(wanted.at), wanted.mask
    info = (
        ("Source-Organization", wanted.firm), ("Bagging-Date", custody.jst(wanted.at)[:10] or wanted.at[:10]),
        ("External-Identifier", opened.case), ("External-Description", mask.text(opened.name) if mask else opened.name),
        ("Bag-Software-Agent", f"mimawari {version()}"),
        ("Mimawari-Record-Head", head), ("Mimawari-Record-Entries", str(opened.state.count)), ("Mimawari-Sealed-At", wanted.at),
        ("Mimawari-Sealed-By", wanted.who), ("Mimawari-Redacted", "yes" if mask else ""),
    )  # fmt: skip
    return Sealing(
        readme=lambda key: readme(case=opened.case, version=version(), at=moment, key=key, is_redacted=mask is not None),
        info=info, key=wanted.key, password=wanted.password, to=wanted.to, hold=hold,
        comment=f"mimawari case {opened.case} record {head} sealed {wanted.at}",
    )  # fmt: skip


def _items(opened: OpenedCase, known: Knowledge, wanted: Wanted, folder: Path) -> Iterator[BagItem]:
    from mimawari.app import version

    yield from _reports(opened)
    yield from _record(opened, wanted)
    if not (wanted.mask or opened.place.is_server) and len(opened.book.cases()) == 1:
        path = folder / "case"
        copying.copied(opened.place, path)
        yield BagItem(name="case/mimawari.case", about=_FILE, path=str(path))
    yield BagItem(name="inputs.tsv", about=_INPUTS, data=custody.inputs(_sources(opened, wanted)))
    places = (one.locator for _, sources in _sources(opened, wanted) for one in sources)
    yield BagItem(name="input-files.tsv", about=_INPUT_FILES, data=inputs.digests(places))
    for name, data in sorted(wanted.pages.items()):
        yield BagItem(name=f"pages/{name}", about=_PAGE, data=data)
    made = program(version(), known.version, known.as_of)
    yield BagItem(name="tool.json", about=_TOOL, data=made.said)
    yield BagItem(name="tool-files.txt", about=_TOOL_FILES, data=made.files)


def _kept(opened: OpenedCase) -> Iterator[tuple[str, str, bytes]]:
    """Every report of the case once: its digest in the record, what its file was called, and its content."""
    seen: set[str] = set()
    for entry in opened.entries:
        for name in reports_of(entry):
            if name not in seen and (content := opened.book.report(name)) is not None:
                yield name, entry.text if entry.deed is Deed.REPORT_ADDED else "", content
            seen.add(name)


def _reports(opened: OpenedCase) -> Iterator[BagItem]:
    for number, (sha256, called, content) in enumerate(_kept(opened), 1):
        name = sealing.file_name(called, f"{sealing.file_name(sha256)[:16]}.json")
        is_whole = casework.Given("", content, Report()).sha256 == sha256
        yield BagItem(name=f"report/{number:03}-{name}", about=_REPORT if is_whole else _ALTERED, data=content, origin=sha256)


def _sources(opened: OpenedCase, wanted: Wanted) -> Iterator[tuple[str, tuple[Source, ...]]]:
    for sha256, _, content in _kept(opened):
        if casework.Given("", content, Report()).sha256 == sha256:
            yield sha256, wanted.read(content).sources


def _record(opened: OpenedCase, wanted: Wanted) -> Iterator[BagItem]:
    rows, wrong, hand = (
        [(row.number, row.hash, row.entry) for row in opened.rows],
        [one.words for one in opened.faults],
        wanted.hand,
    )
    yield BagItem(name="case/record.jsonl", about=_LINES, data=custody.jsonl(rows))
    told = custody.readable(rows, opened.case, opened.name, hand, wrong)
    yield BagItem(name="case/record.txt", about=_TEXT, data=told)
    yield BagItem(name="custody.txt", about=_CUSTODY, data=told)
    yield BagItem(name="custody.tsv", about=_CUSTODY, data=custody.custody(rows, hand))


def _masked(items: Iterable[BagItem], mask: Mask) -> Iterator[BagItem]:
    """The same with people masked; of a report that cannot be read only its digest is left."""
    originals = []
    for item in items:
        if item.name.startswith("report/"):
            originals.append(f"{hashlib.sha256(item.data).hexdigest()}  {_name(item.name, mask)}\n")
        with suppress(ValueError):
            about = _REDACTED if item.name.startswith("report/") else item.about
            yield replace(item, name=_name(item.name, mask), about=about, data=_hidden(item, mask))
    yield BagItem(name="originals.txt", about=_ORIGINALS, data="".join(originals).encode())


def _name(name: str, mask: Mask) -> str:
    """A path in the bag with people masked: its folders and its number stay, so that no two become one."""
    head = _PLACE.match(name)
    at = head.end() if head else 0
    return name[:at] + mask.text(name[at:])


def _hidden(item: BagItem, mask: Mask) -> bytes:
    kind = item.name.rpartition(".")[2]
    if item.name.startswith("report/"):
        return mask.json(item.data)
    if item.name.startswith(("tool", "pages/")):
        return mask.page(item.data) if kind == "html" else item.data
    return mask.lines(item.data) if kind == "jsonl" else mask.text(item.data.decode()).encode()


def mask_of(opened: OpenedCase, known: Knowledge, firm: Firm | None) -> Mask:
    """What hides everybody whom the case names and who is neither of the *firm* nor a desk that helps."""
    desks = addresses(repr(known.help_desks).replace("=", " "))
    persons = (one.person for one in firm.accounts) if firm else ()
    names = (firm.name, firm.name_ja) if firm else ()
    words = (*(step.id for step in known.playbook.steps), "change")
    mask = Mask(lambda address: address in desks or (firm is not None and firm.owns(address)), (*persons, *names), words)
    mask.learn(_said(opened))
    return mask


def _said(opened: OpenedCase) -> Iterator[object]:
    """All that the case holds, as JSON can hold it."""
    yield opened.name
    for _, _, content in _kept(opened):
        with suppress(ValueError, RecursionError):
            yield json.loads(content)
    for one in opened.entries:
        yield [one.about, one.text, one.who, dict(one.facts)]


def _copies(wanted: Wanted) -> list[BagItem]:
    return [
        BagItem(name=f"copies/{number:03}-{sealing.file_name(path)}", about=_COPY, path=path, origin=path)
        for number, path in enumerate(wanted.copies, 1)
    ]
