"""What a draft would change: files, rules and rows of tables, against what is published or what comes with the program."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from tuf.api.metadata import TargetFile, Targets

from mimawari import knowledge
from mimawari.model import Words
from mimawari.model.os_words import cause
from mimawari.updates import durable
from mimawari.updates.offers import Offer, offers
from mimawari.updates.release.changes import Change, Comparison, Difference, RuleWords
from mimawari.updates.release.packing import own_files
from mimawari.updates.release.repository import Repository
from mimawari.updates.trouble import Kind, Trouble
from mimawari.updates.unpacking import MOST_BYTES, Unsound, contents

_BAD = Words(
    en="{name}: the archive is missing, is not what the metadata name, or would not be unpacked ({why}).",
    ja="{name}：アーカイブがないか、メタデータと一致しないか、展開できません（{why}）。",
)
_UNSIGNED = Words(
    en="what is published in {folder} is not signed by enough of the keys of its root: whoever carried it may have changed it.",
    ja="{folder} の公開済みデータに必要な署名がそろっていません。運ばれる途中で書き換えられた可能性があります。",
)


def difference(repository: Repository, rule_words: RuleWords, with_packed: bool) -> Difference:
    """What the draft changes. Raises :class:`Trouble`, also where what is published is not rightly signed."""
    published = repository.published(Targets)
    if published and not repository.is_signed(published):
        raise Trouble(Kind.UNTRUSTED, _UNSIGNED, folder=repository.folder)
    before, after = published.signed if published else None, repository.newest(Targets).signed
    known = before.targets if before else {}
    brought = {name: target for name, target in after.targets.items() if _id(known.get(name)) != _id(target)}
    offered = {offer.target.path: offer for offer in offers(after)}
    last = None if with_packed or before is None else next(reversed(offers(before)), None)
    base = _Base.of(repository, last)
    return Difference(
        tuple(_compared(repository, offer, base, rule_words) for name, offer in offered.items() if name in brought),
        tuple(sorted(known.keys() - after.targets.keys())),
        tuple(sorted(brought.keys() - offered.keys())),
    )


def _id(target: TargetFile | None) -> object:
    return target and (target.length, target.hashes, target.custom)


@dataclass(frozen=True, slots=True)
class _Base:
    version: str
    sha256: str
    files: Mapping[str, bytes]

    @classmethod
    def of(cls, repository: Repository, offer: Offer | None) -> _Base:
        if offer is None:
            return cls(knowledge.load().version, "", dict(own_files()))
        return cls(offer.version, offer.target.hashes["sha256"], _files(repository, offer))


def _files(repository: Repository, offer: Offer) -> dict[str, bytes]:
    digest, name = offer.target.hashes["sha256"], offer.target.path
    try:
        archive = durable.read(repository.targets / f"{digest}.{name}", MOST_BYTES + 1)
        if sha256(archive).hexdigest() != digest:
            raise Unsound("another content")
        return contents(archive)
    except (OSError, Unsound) as error:
        raise Trouble(Kind.UNTRUSTED, _BAD, name=name, why=cause(error)) from error


def _compared(repository: Repository, offer: Offer, base: _Base, rule_words: RuleWords) -> Comparison:
    after = _files(repository, offer)
    names = sorted(name for name in base.files.keys() | after.keys() if base.files.get(name) != after.get(name))
    changes = (_change(name, base.files.get(name), after.get(name), rule_words) for name in names)
    return Comparison(offer.target.path, offer.target.hashes["sha256"], base.version, base.sha256, tuple(changes))


def _change(name: str, before: bytes | None, after: bytes | None, rule_words: RuleWords) -> Change:
    kind = "new" if before is None else "gone" if after is None else "changed"
    old, new = _text(before), _text(after)
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), f"before/{name}", f"after/{name}", lineterm="", n=1)
    if name.endswith(".yar"):
        return Change(name, kind, *_rules(rule_words(old), rule_words(new)), lines=tuple(lines))
    was, has = _entries(name, old), _entries(name, new)
    return Change(name, kind, tuple((was - has).elements()), tuple((has - was).elements()), lines=tuple(lines))


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8", "backslashreplace")


def _rules(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    changed = (name for name in before.keys() & after.keys() if before[name] != after[name])
    return tuple(sorted(before.keys() - after.keys())), tuple(sorted(after.keys() - before.keys())), tuple(sorted(changed))


def _entries(name: str, text: str) -> Counter[str]:
    """The rows of a table, each as one line; none of what is no table."""
    try:
        return Counter(_rows(tomllib.loads(text), "")) if name.endswith(".toml") else Counter()
    except (ValueError, RecursionError):
        return Counter()


def _rows(value: object, way: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, found in value.items():
            yield from _rows(found, f"{way}.{key}" if way else key)
    elif isinstance(value, list):
        for found in value:
            yield from _rows(found, f"{way}[{_called(found)}]" if isinstance(found, dict) else way)
    else:
        yield f"{way}: {json.dumps(value, ensure_ascii=False, default=str)}"


def _called(row: Mapping[str, object]) -> str:
    """What a row of a table is called: what it says first."""
    return str(next((found for found in row.values() if isinstance(found, str)), ""))
