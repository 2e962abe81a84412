"""What is remembered of mail accounts: the report of the last check of each folder, so that the next reads only what is new."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli import report_files
from mimawari.faces.cli.places import folder as folder
from mimawari.faces.cli.recall import Recalled, recalled
from mimawari.faces.safe import shown
from mimawari.faces.streams import note
from mimawari.model import Part, Reason, Report, Source, Used, Words, digest, uids
from mimawari.model.os_words import cause

_EARLIER = Words(
    en="mimawari: {account}: {count} mails were looked at in an earlier check, with knowledge {knowledge}; only what is new "
    "since is read now. --again reads all of them anew, with today's knowledge.",
    ja="mimawari：{account}：{count}通のメールは、以前のチェックで調査済みです（知識データ {knowledge}）。"
    "今回は、その後に届いたメールだけを調べます。--again を付けると、現在の知識データですべてのメールを調べ直します。",
)
_DAMAGED = Words(
    en="mimawari: {said} This is what was remembered of a mail account; its mails are all read anew.",
    ja="mimawari：{said}メールアカウントの前回のチェック結果を読み取れないため、すべてのメールを調べ直します。",
)
_OTHERWISE = Words(
    en="mimawari: {account}: its mails were not held against the rules and lists that were named; they are all read anew.",
    ja="mimawari：{account}：メールがまだ、指定されたルールやリストと照合されていないため、すべてのメールを調べ直します。",
)
_UNKEPT = Words(
    en="mimawari: {account}: which mails were looked at could not be remembered ({why}). The next check reads all of them anew.",
    ja="mimawari：{account}：調べたメールを記録できませんでした（{why}）。次回のチェックでは、すべてのメールを調べ直します。",
)
_KIND = "imap"


@dataclass(slots=True)
class Memory:
    """``evidence`` is what is to be looked at, each account with what was done before; ``earlier`` are those parts.

    ``used`` is what they were made with, by locator and the way inside.
    """

    evidence: list[app.Evidence]
    earlier: dict[app.Evidence, tuple[Part, ...]] = field(default_factory=dict)
    used: dict[tuple[str, str], tuple[Used, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, evidence: Iterable[app.Evidence], tongue: str, again: bool = False, passwords: bool = False, sets: str = ""
    ) -> Memory:
        """What is remembered of *evidence*, said on stderr. *again*: nothing; *passwords*: what stayed locked is tried again.

        *sets* is the digest of the user's own sets of signatures: what was not held against them is not remembered.
        """
        memory = cls([])
        for one in evidence:
            known = {} if again or one.forced != _KIND else dict(_recalled(one, tongue, passwords, sets))
            memory.evidence.append(replace(one, done=tuple(_done(known))))
            memory.earlier |= {replace(one, inside=inside): found.parts for inside, found in known.items()}
            memory.used |= {(one.locator, inside): found.used for inside, found in known.items()}
            _say(one, known.values(), tongue)
        return memory

    def joined(self, source: Source) -> Source:
        """*source* with what its earlier parts were made with."""
        made = {part.knowledge for part in source.parts}
        earlier = (one for one in self.used.get((source.locator, source.inside), ()) if one.knowledge in made)
        return replace(source, used=tuple(sorted({*source.used, *earlier})))

    def keep(self, sources: Iterable[Source], known: app.Knowledge, tongue: str) -> None:
        """Remember the accounts among *sources*; one that could not be opened changes nothing of what is remembered."""
        for source in sources:
            if source.kind == _KIND and _was_opened(source):
                _keep(source, known, tongue)


_SHUT = (Reason.DENIED, Reason.MISSING, Reason.FAILED, Reason.TIMED_OUT, Reason.UNSUPPORTED)


def _was_opened(source: Source) -> bool:
    """Whether its mails could be listed: else it has nothing but the reason why not."""
    survey = [gap for part in source.parts if part.key == "survey" for gap in part.gaps if gap.origin.source]
    if any(gap.reason in _SHUT and len(gap.origin.path) < 2 for gap in survey):
        return False
    return not survey or any(map(uids.read_key, _keys(source)))


def _keys(source: Source) -> list[str]:
    return [part.key for part in source.parts]


def _done(known: Mapping[str, Recalled]) -> Iterator[str]:
    """Keys of pieces; of the folders of a whole account each with its name before it, as the source takes them apart."""
    for inside, found in known.items():
        yield from (f"{inside}\0{key}" if inside else key for key in found.done)


def _say(one: app.Evidence, known: Iterable[Recalled], tongue: str) -> None:
    known = list(known)
    count = sum(found.mails for found in known)
    if count:
        versions = ", ".join(sorted({part.knowledge for found in known for part in found.parts}))
        note(_EARLIER.say(tongue).format(account=shown(one.locator), count=count, knowledge=shown(versions)))


def _name(locator: str, inside: str) -> str:
    return f"{_KIND}-{digest(locator)}-{digest(inside)}.json"


def _recalled(one: app.Evidence, tongue: str, passwords: bool, sets: str) -> Iterator[tuple[str, Recalled]]:
    """By the name of a folder in a whole account (empty: the locator itself) what stands."""
    for path in sorted(folder().glob(f"{_KIND}-{digest(one.locator)}-*.json")):
        try:
            report = report_files.load(str(path))
        except report_files.Unusable as damaged:
            note(_DAMAGED.say(tongue).format(said=damaged.said.say(tongue)))
            continue
        for source in report.sources:
            if source.locator != one.locator or source.kind != _KIND or path.name != _name(source.locator, source.inside):
                continue
            if sets and not all(part.knowledge.endswith(f"+{sets}") for part in source.parts):
                note(_OTHERWISE.say(tongue).format(account=shown(source.place)))
            else:
                yield source.inside, recalled(source, passwords)


def _keep(source: Source, known: app.Knowledge, tongue: str) -> None:
    text = json_report.text(Report((source,)), known)
    try:
        _write(folder() / _name(source.locator, source.inside), text)
    except OSError as error:
        note(_UNKEPT.say(tongue).format(account=shown(source.place), why=shown(cause(error).say(tongue))))


def _write(path: Path, text: str) -> None:
    """All of it or nothing, and readable by nobody else."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
