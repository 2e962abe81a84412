"""A repository of updates: what is published, and drafts that are signed by one maintainer after the other.

``metadata/`` and ``targets/`` are what a server gives out, ``draft/`` is what becomes it when enough have signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from securesystemslib.signer import Key, Signer
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, T, TargetFile, Targets, Timestamp, VerificationResult
from tuf.api.serialization import DeserializationError

from mimawari.knowledge import FORMAT, Knowledge
from mimawari.model import Words
from mimawari.updates import durable
from mimawari.updates.offers import name_of, offers
from mimawari.updates.release import packing
from mimawari.updates.trouble import Kind, Trouble
from mimawari.updates.versions import is_version, order

ROLES: tuple[str, ...] = (Root.type, Targets.type, Snapshot.type, Timestamp.type)
DAYS: Mapping[str, int] = {Root.type: 365, Targets.type: 180, Snapshot.type: 30, Timestamp.type: 30}
"""So long is what a role signs valid, if nobody says otherwise."""
_AFTER = {Targets.type: (Snapshot.type, Timestamp.type), Snapshot.type: (Timestamp.type,)}
"""What has to be signed anew when a role is."""
_KINDS: Mapping[str, Any] = {Root.type: Root, Targets.type: Targets, Snapshot.type: Snapshot, Timestamp.type: Timestamp}

_THERE = Words(en="{folder} already holds a repository.", ja="{folder} には、すでにリポジトリがあります。")
_NONE = Words(en="{folder}: no repository, or a damaged one ({why}).", ja="{folder}：リポジトリがないか、壊れています（{why}）。")
_OLD = Words(
    en="version {version} is not newer than {newest}, which is there. Raise the version in about.toml.",
    ja="版 {version} は、公開済みの {newest} より新しくありません。about.toml の版を上げてください。",
)
_NO_VERSION = Words(
    en="about.toml of the folder has to name a version (as 2026.11.4); it names {version}.",
    ja="フォルダーのabout.tomlに、版の番号（2026.11.4 など）が必要です（現在：{version}）。",
)
_UNSIGNED = Words(
    en="not published: signatures are missing ({missing}).",
    ja="署名が足りないため、公開できません（{missing}）。",
)
_NOTHING = Words(en="there is no draft to publish.", ja="公開する下書きがありません。")
_FOREIGN = Words(en="this key may sign none of the drafts.", ja="この鍵で署名できる下書きはありません。")
_THRESHOLD = Words(
    en="{role}: a threshold of {threshold} needs at least as many keys; there are {count}.",
    ja="{role}：必要な署名数は{threshold}ですが、鍵が{count}個しかありません。",
)
_NO_SUCH_KEY = Words(
    en="{role}: the key {keyid} does not sign for it. Those that do: {keys}",
    ja="{role}：鍵 {keyid} は登録されていません。登録されている鍵：{keys}",
)
_NO_FILE = Words(
    en="{name}: the archive is missing or is not what was signed.", ja="{name}：アーカイブがないか、署名された内容と異なります。"
)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who signs for a role, and how many of them have to."""

    keys: tuple[Key, ...]
    threshold: int = 1


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository in *folder*."""

    folder: Path

    @property
    def metadata(self) -> Path:
        """What is published."""
        return self.folder / "metadata"

    @property
    def targets(self) -> Path:
        """The archives, each with its digest before its name."""
        return self.folder / "targets"

    def _draft(self, role: str) -> Path:
        return self.folder / "draft" / f"{role}.json"

    def drafted(self, role: str) -> bool:
        """Whether there is a draft."""
        return self._draft(role).is_file()

    def drafts(self) -> tuple[str, ...]:
        """The roles that there are drafts of."""
        return tuple(role for role in ROLES if self.drafted(role))

    def draft(self, kind: type[T]) -> Metadata[T]:
        """The draft of a role. Raises :class:`Trouble`."""
        return self._read(self._draft(kind.type))

    def published(self, kind: type[T]) -> Metadata[T] | None:
        """What is published of a role."""
        path = self.published_path(kind.type)
        return self._read(path) if path else None

    def published_path(self, role: str) -> Path | None:
        """The newest file of a role."""
        if role == Timestamp.type:
            path = self.metadata / "timestamp.json"
            return path if path.is_file() else None
        found = [path for path in self.metadata.glob(f"*.{role}.json") if path.name.split(".")[0].isdigit()]
        return max(found, key=lambda path: int(path.name.split(".")[0]), default=None)

    def newest(self, kind: type[T]) -> Metadata[T]:
        """The draft of a role, or what is published. Raises :class:`Trouble` where there is neither."""
        if self.drafted(kind.type):
            return self.draft(kind)
        found = self.published(kind)
        if found is None:
            raise Trouble(Kind.ASKED, _NONE, folder=self.folder, why=kind.type)
        return found

    def _read(self, path: Path) -> Metadata[T]:
        try:
            return Metadata[T].from_bytes(path.read_bytes())
        except (OSError, DeserializationError) as error:
            raise Trouble(Kind.ASKED, _NONE, folder=self.folder, why=path.name) from error

    def write(self, signed: Metadata[T]) -> None:
        """Keep a draft."""
        self._draft(signed.signed.type).parent.mkdir(parents=True, exist_ok=True)
        durable.write(self._draft(signed.signed.type), signed.to_bytes())

    def changed(self, kind: type[T], days: int, now: datetime) -> Metadata[T]:
        """A draft to change: signed by nobody, one version above what is published, valid for *days* from *now*."""
        found, before = self.newest(kind), self.published(kind)
        found.signatures.clear()
        found.signed.version = before.signed.version + 1 if before else 1
        found.signed.expires = now.replace(microsecond=0) + timedelta(days=days)
        return found

    def begin(self, crews: Mapping[str, Crew], days: Mapping[str, int], now: datetime) -> None:
        """The drafts of a new repository, each role with its crew. Raises :class:`Trouble`."""
        if self.metadata.exists() or self.drafts():
            raise Trouble(Kind.ASKED, _THERE, folder=self.folder)
        root = Root(expires=_until(days, Root.type, now), consistent_snapshot=True)
        for role, crew in crews.items():
            for key in crew.keys:
                root.add_key(key, role)
            root.roles[role].threshold = crew.threshold
        _check_thresholds(root)
        self.write(Metadata(root))
        self.write(Metadata(Targets(expires=_until(days, Targets.type, now))))
        self.write(Metadata(Snapshot(expires=_until(days, Snapshot.type, now))))
        self.write(Metadata(Timestamp(expires=_until(days, Timestamp.type, now))))

    def add(self, archive: bytes, known: Knowledge, days: Mapping[str, int], now: datetime) -> str:
        """Draft an update with *archive*, the packed folder of *known*; gives its name. Raises :class:`Trouble`."""
        before = offers(self.newest(Targets).signed)
        if not is_version(known.version):
            raise Trouble(Kind.ASKED, _NO_VERSION, version=known.version)
        if before and order(before[-1].version) >= order(known.version):
            raise Trouble(Kind.ASKED, _OLD, version=known.version, newest=before[-1].version)
        name, digest = name_of(known.version), sha256(archive).hexdigest()
        told = {"custom": {"as_of": known.as_of, "format": FORMAT}}
        self.targets.mkdir(parents=True, exist_ok=True)
        durable.write(self.targets / f"{digest}.{name}", archive)
        targets = self.changed(Targets, days[Targets.type], now)
        targets.signed.targets[name] = TargetFile(len(archive), {"sha256": digest}, name, told)
        self.write(targets)
        self._follow(Targets.type, days, now)
        return name

    def renew(self, role: str, days: Mapping[str, int], now: datetime) -> None:
        """Draft a role anew as it is, valid for longer, and all that rests on it."""
        self.write(self.changed(_KINDS[role], days[role], now))
        self._follow(role, days, now)

    def _follow(self, role: str, days: Mapping[str, int], now: datetime) -> None:
        for later in _AFTER.get(role, ()):
            if later == Snapshot.type:
                snapshot = self.changed(Snapshot, days[later], now)
                snapshot.signed.meta["targets.json"] = MetaFile(self.newest(Targets).signed.version)
                self.write(snapshot)
            else:
                timestamp = self.changed(Timestamp, days[later], now)
                timestamp.signed.snapshot_meta = MetaFile(self.newest(Snapshot).signed.version)
                self.write(timestamp)

    def reman(
        self, role: str, added: Iterable[Key], removed: Iterable[str], threshold: int | None, days: Mapping[str, int], now: datetime
    ) -> None:
        """Draft a root in which others sign for *role*;
        what that role has signed has to be signed anew. Raises :class:`Trouble`.
        """
        root = self.changed(Root, days[Root.type], now)
        for keyid in removed:
            if keyid not in (known := root.signed.roles[role].keyids):
                raise Trouble(Kind.ASKED, _NO_SUCH_KEY, role=role, keyid=keyid, keys=", ".join(known))
            root.signed.revoke_key(keyid, role)
        for key in added:
            root.signed.add_key(key, role)
        root.signed.roles[role].threshold = threshold or root.signed.roles[role].threshold
        _check_thresholds(root.signed)
        self.write(root)
        if role != Root.type:
            self.renew(role, days, now)

    def sign(self, signer: Signer) -> tuple[str, ...]:
        """Sign every draft that this key may sign; gives their roles. Raises :class:`Trouble` where there is none."""
        signed = tuple(role for role in self.drafts() if signer.public_key.keyid in self._may(role))
        if not signed:
            raise Trouble(Kind.ASKED, _FOREIGN)
        for role in signed:
            draft = self.draft(_KINDS[role])
            draft.sign(signer, append=True)
            self.write(draft)
        return signed

    def _may(self, role: str) -> set[str]:
        return {keyid for root in self._roots(role) for keyid in root.signed.roles[role].keyids}

    def _roots(self, role: str) -> list[Metadata[Root]]:
        """The roots whose keys sign for a role: a new root needs enough of those before it, too."""
        before = self.published(Root) if role == Root.type and self.drafted(role) else None
        return [self.newest(Root), *([before] if before else [])]

    def signatures(self, role: str) -> list[VerificationResult]:
        """Who of each of those has signed what is the newest of a role, and who has not."""
        found = self.newest(_KINDS[role])
        return [
            root.signed.get_verification_result(role, found.signed_bytes, found.signatures) for root in self._roots(role)
        ]  # fmt: skip

    def is_signed(self, published: Metadata[Any]) -> bool:
        """Whether enough keys of the published root have signed what is published."""
        root, role = self.published(Root), published.signed.type
        return root is not None and root.signed.get_verification_result(role, published.signed_bytes, published.signatures).verified

    def missing(self) -> dict[str, int]:
        """How many signatures each draft lacks, by role."""
        lacks = {role: max(found.missing for found in self.signatures(role)) for role in self.drafts()}
        return {role: count for role, count in lacks.items() if count}

    def publish(self) -> tuple[str, ...]:
        """Make of all drafts what is published, the timestamp last; gives their roles. Raises :class:`Trouble` and ``OSError``."""
        if missing := self.missing():
            raise Trouble(Kind.ASKED, _UNSIGNED, missing=", ".join(f"{role}: {count}" for role, count in missing.items()))
        roles = self.drafts()
        if not roles:
            raise Trouble(Kind.ASKED, _NOTHING)
        self._check_files()
        self.metadata.mkdir(exist_ok=True)
        for role in roles:
            draft = self._draft(role)
            version = self.draft(_KINDS[role]).signed.version
            name = f"{role}.json" if role == Timestamp.type else f"{version}.{role}.json"
            durable.write(self.metadata / name, draft.read_bytes())
        for role in roles:
            self._draft(role).unlink()
        return roles

    def _check_files(self) -> None:
        for name, target in self.newest(Targets).signed.targets.items():
            path = self.targets / f"{target.hashes['sha256']}.{name}"
            if not path.is_file() or sha256(path.read_bytes()).hexdigest() != target.hashes["sha256"]:
                raise Trouble(Kind.ASKED, _NO_FILE, name=name)

    def bundle(self, file: Path) -> str:
        """Write what is published as one file, with the newest archive;
        gives its version. Raises :class:`Trouble`, ``OSError``.
        """
        current = [path for role in ROLES if (path := self.published_path(role))]
        targets = self.published(Targets)
        if targets is None or len(current) != len(ROLES):
            raise Trouble(Kind.ASKED, _NONE, folder=self.folder, why="not published")
        last = list(offers(targets.signed))[-1:]
        archives = [self.targets / f"{one.target.hashes['sha256']}.{one.target.path}" for one in last]
        packing.bundle(self.metadata, archives, (path.name for path in current), file)
        return last[0].version if last else ""


def _until(days: Mapping[str, int], role: str, now: datetime) -> datetime:
    return now.replace(microsecond=0) + timedelta(days=days[role])


def _check_thresholds(root: Root) -> None:
    for role, crew in root.roles.items():
        if not 0 < crew.threshold <= len(crew.keyids):
            raise Trouble(Kind.ASKED, _THRESHOLD, role=role, threshold=crew.threshold, count=len(crew.keyids))


def expiries(repository: Repository) -> Iterator[tuple[str, int, datetime, bool]]:
    """Each role with its version, when it expires, and whether that is a draft."""
    for role in ROLES:
        found = repository.newest(_KINDS[role]).signed
        yield role, found.version, found.expires.astimezone(UTC), repository.drafted(role)
