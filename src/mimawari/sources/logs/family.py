"""Which files are a mail server's log, by content, and in which order the files of a rotation follow each other."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from mimawari.model import BadEvidence, Reason
from mimawari.model.os_words import cause
from mimawari.sources.logs.opening import head
from mimawari.trees.streams import open_plain

MOST = 5000
_PACKED = re.compile(r"\.(?:gz|bz2|xz|zst)$", re.IGNORECASE)
_NUMBER = re.compile(r"\.(\d{1,4})$")
_DATE = re.compile(r"[-._](20\d{2})-?([01]\d)-?([0-3]\d)(?:[-_.]?\d{1,6})?$")
_TWINS = frozenset({"mail.info", "mail.warn", "mail.err", "syslog", "messages"})
"""Debian's rsyslog writes the same lines into these as well as into mail.log (its rsyslog.conf)."""
_MAIN = frozenset({"mail.log", "maillog"})
_CALLED = re.compile(
    r"mail\.(?:log|info|warn|err)|maillog|(?:exim[_-]?)?mainlog|(?:dovecot(?:-info)?|postfix|sendmail)\.log", re.IGNORECASE
)
"""What Debian, Red Hat, Exim and Dovecot call the log of mail by default."""
_STAMP = (
    rb"(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d(?:\.\d+)?(?: <[\w.]+>)?"
    rb"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*(?: [+-]\d{4})?|@4[0-9a-f]{15,23})"
)
_MAIL = re.compile(
    rb"^" + _STAMP + rb"(?: \S+)? (?:"
    rb"postfix[\w./-]*/\w+\[\d+\]: \S"
    rb"|dovecot(?:\[\d+\])?: (?:imap|pop3|submission|managesieve|auth|auth-worker|lmtp|lda|master)\b"
    rb"|(?:imap|pop3|submission|managesieve)-login: (?:Info: )?\S|auth(?:-worker)?\([^)]*\)\S*: (?:Info: )?\S"
    rb"|(?:sendmail|sm-mta|sm-msp-queue|sm-acceptingconnections)\[\d+\]: (?:[0-9A-Za-z]{8,20}: |AUTH=|ruleset=)"
    rb"|qmail(?:-send)?(?:\[\d+\])?: (?:\d+\.\d+ )?(?:new msg|info msg|end msg|starting delivery|delivery "
    rb"\d|status:|qmail-smtpd|rblsmtpd)"
    rb"|(?:new msg \d|info msg \d|end msg \d|starting delivery \d|delivery \d+: )"
    rb"|(?:exim4?(?:\[\d+\])?: )?(?:\[\d+\] )?(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:\[\d+\] )?)?"
    rb"(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} (?:<=|=>|->|\*\*|==|Completed|SA: |F=|H=)"
    rb"|\S+ authenticator failed for .*535|H=.{0,200} (?:rejected RCPT|sender verify fail|F=<[^>]*> rejected))"
    rb")", re.MULTILINE)  # fmt: skip
_LINE = re.compile(rb"^(?:" + _STAMP + rb" |#|-- |\s*$)")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a log. ``number`` is that of a rotated one, 0 that of the one that is written, None where dates are used."""

    name: str
    path: Path
    number: int | None
    modified: float
    order: tuple[str, int, int]


def is_called_log(name: str) -> bool:
    """Whether a file is named as the log of a mail server is, rotated and packed ones too: it ought to be one."""
    return _CALLED.fullmatch(_order(name)[0]) is not None


def is_log(path: Path) -> bool:
    """Whether a file is a mail server's log: most of its first lines bear a stamp, and some are a mail server's."""
    try:
        samples = [head(path), *_elsewhere(path)]
    except BadEvidence:
        return False
    return any(_fits(sample) for sample in samples)


def _elsewhere(path: Path) -> Iterator[bytes]:
    """Of a large log of a whole machine also the middle and the end."""
    with open_plain(path) as stream:
        size = stream.seek(0, os.SEEK_END)
        if size > 1 << 20:
            for at in (size // 3, 2 * size // 3, size - (1 << 18)):
                stream.seek(at)
                yield stream.read(1 << 18).partition(b"\n")[2]


def mail_lines(path: Path) -> list[bytes]:
    """Whole lines of a mail server from the same parts of a file. Raises ``BadEvidence``."""
    samples = [head(path), *_elsewhere(path)]
    return [line for sample in samples for line in sample.split(b"\n")[:-1] if _MAIL.match(line)]


def _fits(sample: bytes) -> bool:
    if b"\0" in sample[:4096]:
        return False
    lines = [line[:2000] for line in islice(sample.split(b"\n"), 3000)]
    stamped = sum(1 for line in lines if _LINE.match(line))
    return 2 * stamped > len(lines) and any(_MAIL.match(line) for line in lines)


def files(path: Path) -> list[File]:
    """The file, or those of the folder, the oldest first. Raises ``BadEvidence``."""
    if not path.is_dir():
        return [_file(path.resolve(), path.name)]
    found = [_file(one, one.name) for one in entries(path) if one.stat().st_size and is_log(one)]
    return sorted(found, key=_sorted)


def parted(found: list[File]) -> tuple[list[File], list[File]]:
    """The files of the log itself, and those that by their names repeat lines of it."""
    if any(one.order[0] in _MAIN for one in found):
        return [one for one in found if one.order[0] not in _TWINS], [one for one in found if one.order[0] in _TWINS]
    return found, []


def _sorted(file: File) -> tuple[object, ...]:
    return (*file.order, file.modified, file.name)


def together(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by the log that they would be files of: a rotation, and what Debian writes beside it."""
    stems = {name: _order(name)[0] for name in names}
    main = next((one for one in sorted(_MAIN) if one in stems.values()), "")
    found: dict[str, list[str]] = {}
    for name, stem in stems.items():
        found.setdefault(main if main and stem in _TWINS else stem, []).append(name)
    return found


def rotations(folder: Path, names: Iterable[str]) -> list[list[File]]:
    """The logs of more than one file among *names*, the oldest file of each first: by their names, then by their content."""
    likely = [group for group in together(names).values() if len(group) > 1]
    found = [[_file(folder / name, name) for name in group if _is_full_log(folder / name)] for group in likely]
    return [sorted(group, key=_sorted) for group in found if len(group) > 1]


def beside(path: Path) -> list[File]:
    """The file and the others of its rotation in the same folder, the oldest first. Raises ``BadEvidence``."""
    try:
        names = os.listdir(path.parent)
    except OSError as error:
        raise BadEvidence(Reason.CORRUPT, cause(error).en) from error
    group = next(group for group in together({*names, path.name}).values() if path.name in group)
    found = [_file(path.parent / name, name) for name in group if _is_full_log(path.parent / name)]
    return sorted(found, key=_sorted)


def _is_full_log(path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size > 0 and is_log(path)


def entries(path: Path) -> list[Path]:
    """The regular files of a folder. Raises ``BadEvidence``."""
    try:
        with os.scandir(path) as listing:
            found = list(islice(listing, MOST + 1))
    except PermissionError as error:
        raise BadEvidence(Reason.DENIED) from error
    except OSError as error:
        raise BadEvidence(Reason.CORRUPT, cause(error).en) from error
    if len(found) > MOST:
        raise BadEvidence(Reason.TOO_LARGE, f"more than {MOST} files")
    return sorted(Path(one.path) for one in found if one.is_file(follow_symlinks=False))


def is_folder_of_logs(path: Path) -> bool:
    """Whether a folder holds logs of mail servers, and else only empty files."""
    try:
        with os.scandir(path) as listing:
            found = list(islice(listing, MOST + 1))
    except OSError:
        return False
    if not found or len(found) > MOST or not all(one.is_file(follow_symlinks=False) for one in found):
        return False
    full = [Path(one.path) for one in found if one.stat(follow_symlinks=False).st_size]
    return bool(full) and all(is_log(one) for one in full)


def _file(path: Path, name: str) -> File:
    try:
        modified = path.stat().st_mtime
    except OSError as error:
        raise BadEvidence(Reason.CORRUPT, cause(error).en) from error
    order = _order(name)
    return File(name, path, (None, -order[2], 0)[order[1]], modified, order)


def _order(name: str) -> tuple[str, int, int]:
    """What a rotation is called, and the place of the file in it: by date, by number, and last the one that is written."""
    stem = _PACKED.sub("", name)
    if dated := _DATE.search(stem):
        return stem[: dated.start()], 0, int("".join(dated.groups()))
    if numbered := _NUMBER.search(stem):
        return stem[: numbered.start()], 1, -int(numbered[1])
    return stem, 2, 0


def newest(found: list[File]) -> datetime:
    """When the last file was changed, or the day in its name: the log goes no further."""
    last = max(found, key=lambda one: one.modified)
    return datetime.fromtimestamp(last.modified, UTC)
