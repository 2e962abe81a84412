"""The release tool as functions of plain data. TUF is imported when one of them is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mimawari import knowledge
from mimawari.knowledge import Knowledge
from mimawari.model import Words
from mimawari.updates import durable
from mimawari.updates.release.changes import Change, Comparison, Difference, RuleWords
from mimawari.updates.release.packing import own_files, packed
from mimawari.updates.translating import translated
from mimawari.updates.trouble import Kind, Trouble

if TYPE_CHECKING:
    from mimawari.updates.release.repository import Repository

__all__ = ["ROLES", "Added", "Archive", "Change", "Comparison", "Difference", "RuleWords", "Standing"]

ROLES = ("root", "targets", "snapshot", "timestamp")

_BROKEN = Words(en="{folder}: the knowledge cannot be loaded ({why}).", ja="{folder}：知識データを読み込めません（{why}）。")
_LACKING = Words(en="{folder} lacks files that this program has: {names}", ja="{folder} に必要なファイルがありません：{names}")
_NO_FOLDER = Words(en="{folder}: no such folder.", ja="{folder}：フォルダーがありません。")
_NO_CASES = Words(en="{folder}: there is no case in it.", ja="{folder}：ケースがありません。")
_LOST = Words(
    en="refused: with this knowledge {count} of {all} regression cases are lost: {names}",
    ja="公開できません。この知識データでは、{all}件の回帰ケースのうち{count}件を満たせません：{names}",
)
_MOST_NAMED = 20

Lost = Callable[[Path, Knowledge], tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Added:
    """What was drafted: the archive's name, and how many cases its knowledge met."""

    name: str
    version: str
    cases: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A role: its version, when it expires (ISO 8601, UTC), whether that is a draft, and how many signatures the draft lacks.

    ``keys``: the ids of those that sign for it, of which ``threshold`` have to; ``signed``: those that have, rightly. A draft of
    the root has to be signed by ``before_threshold`` of ``before``, too, which are those of the root before.
    """

    role: str
    version: int
    expires: str
    is_draft: bool
    missing: int
    keys: tuple[str, ...] = ()
    threshold: int = 0
    signed: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    before_threshold: int = 0


@dataclass(frozen=True, slots=True)
class Archive:
    """What the targets name: an archive with its length in bytes and its digest (hexadecimal)."""

    name: str
    size: int
    sha256: str


def new_key(path: Path, passphrase: str) -> str:
    """Make a key in *path* and its public half beside it; gives its id. Raises :class:`Trouble`."""
    from mimawari.updates.release.keys import make

    with translated():
        return make(path, passphrase).keyid


def passphrase_in(path: Path) -> str:
    """The passphrase in a file that is its owner's alone. Raises :class:`Trouble`."""
    from mimawari.updates.release.keys import passphrase_in as read

    return read(path)


def begin(
    folder: Path, root: Iterable[Path], targets: Iterable[Path], online: Iterable[Path], thresholds: tuple[int, int], days: int = 0
) -> None:
    """Draft a new repository: files with the public keys of each role, *thresholds* of root and targets. Raises :class:`Trouble`.

    *days*: so long is the timestamp valid; 0: as long as is usual.
    """
    from mimawari.updates.release.keys import read_public
    from mimawari.updates.release.repository import Crew

    with translated():
        server = Crew(tuple(map(read_public, online)))
        crews = {
            "root": Crew(tuple(map(read_public, root)), thresholds[0]),
            "targets": Crew(tuple(map(read_public, targets)), thresholds[1]),
            "snapshot": server,
            "timestamp": server,
        }
        _repository(folder).begin(crews, _days("timestamp", days), datetime.now(UTC))


def add(folder: Path, given: Path, cases: Path, lost: Lost) -> Added:
    """Draft an update with the knowledge in *given*, of which *lost* says which of *cases* it does not meet.
    Raises :class:`Trouble`.
    """
    with translated():
        known = _loaded(given)
        count, names = lost(cases, known)
        if not count:
            raise Trouble(Kind.ASKED, _NO_CASES, folder=cases)
        if names:
            more = [] if len(names) <= _MOST_NAMED else [f"… ({len(names) - _MOST_NAMED})"]
            raise Trouble(Kind.UNUSABLE, _LOST, count=len(names), all=count, names=", ".join([*names[:_MOST_NAMED], *more]))
        name = _repository(folder).add(packed(given), known, _days("", 0), datetime.now(UTC))
        return Added(name, known.version, count)


def sign(folder: Path, key: Path, passphrase: str) -> tuple[str, ...]:
    """Sign every draft that the key in a file may sign; gives their roles. Raises :class:`Trouble`."""
    from mimawari.updates.release.keys import FileSigner

    with translated():
        return _repository(folder).sign(FileSigner.read(key, passphrase))


def publish(folder: Path) -> tuple[str, ...]:
    """Publish all drafts; gives their roles. Raises :class:`Trouble`."""
    with translated():
        return _repository(folder).publish()


def renew(folder: Path, role: str, days: int = 0) -> None:
    """Draft a role anew as it is, valid for *days* (0: as long as is usual). Raises :class:`Trouble`."""
    with translated():
        _repository(folder).renew(role, _days(role, days), datetime.now(UTC))


def reman(folder: Path, role: str, added: Iterable[Path], removed: Iterable[str], threshold: int = 0) -> None:
    """Draft a root in which others sign for *role*: files of public keys, ids of keys. *threshold* 0: as before."""
    from mimawari.updates.release.keys import read_public

    with translated():
        keys = [read_public(path) for path in added]
        _repository(folder).reman(role, keys, removed, threshold or None, _days("", 0), datetime.now(UTC))


def bundle(folder: Path, file: Path) -> str:
    """Write what is published, with its newest archive, as one file; gives its version. Raises :class:`Trouble`."""
    with translated():
        return _repository(folder).bundle(file)


def standing(folder: Path) -> tuple[Standing, ...]:
    """How each role stands. Raises :class:`Trouble`."""
    from mimawari.updates.release.repository import expiries

    with translated():
        repository = _repository(folder)
        return tuple(_standing(repository, *found) for found in expiries(repository))


def _standing(repository: Repository, role: str, version: int, until: datetime, is_draft: bool) -> Standing:
    crew, *before = repository.signatures(role)
    signed = [keyid for one in (crew, *before) for keyid in one.signed]
    return Standing(
        role, version, f"{until:%Y-%m-%dT%H:%M:%SZ}", is_draft, max(one.missing for one in (crew, *before)) if is_draft else 0,
        (*crew.signed, *crew.unsigned), crew.threshold, tuple(dict.fromkeys(signed)),
        tuple(keyid for one in before for keyid in (*one.signed, *one.unsigned)), before[0].threshold if before else 0,
    )  # fmt: skip


def compared(folder: Path, rule_words: RuleWords, with_packed: bool = False) -> Difference:
    """What the draft in *folder* changes against what is published there, or (also where nothing is) what comes with the program.

    *rule_words* tells rules apart. Raises :class:`Trouble`.
    """
    from mimawari.updates.release.comparing import difference

    with translated():
        return difference(_repository(folder), rule_words, with_packed)


def archives(folder: Path) -> tuple[Archive, ...]:
    """All that the newest targets name, whether they are a draft or published. Raises :class:`Trouble`."""
    from tuf.api.metadata import Targets

    with translated():
        named = _repository(folder).newest(Targets).signed.targets
        return tuple(Archive(name, one.length, one.hashes.get("sha256", "")) for name, one in sorted(named.items()))


def _repository(folder: Path) -> Repository:
    from mimawari.updates.release.repository import Repository

    return Repository(folder)


def _days(role: str, days: int) -> Mapping[str, int]:
    from mimawari.updates.release.repository import DAYS

    return {**DAYS, role: days} if days else DAYS


def _loaded(folder: Path) -> Knowledge:
    """The knowledge in *folder*, which has to be whole: what it lacks would come from the program of whoever installs it."""
    if not durable.is_folder(folder):
        raise Trouble(Kind.ASKED, _NO_FOLDER, folder=folder)
    lacking = sorted(name for name, _ in own_files() if not (folder / name).is_file())
    if lacking:
        raise Trouble(Kind.UNUSABLE, _LACKING, folder=folder, names=", ".join(lacking[:_MOST_NAMED]))
    try:
        known = knowledge.load(folder)
        if date.fromisoformat(known.as_of) > datetime.now(UTC).date() + timedelta(days=1):
            raise ValueError(f"as_of {known.as_of}")
    except (ValueError, RecursionError) as error:
        raise Trouble(Kind.UNUSABLE, _BROKEN, folder=folder, why=error) from error
    return known
