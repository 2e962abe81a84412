"""A mail account on a server, over IMAP: read as it stands, nothing marked as read, nothing changed."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mimawari.model import BadEvidence, Blob, Gap, Looked, Origin, Reason, digest, uids
from mimawari.model.account import DEFAULT_PORTS, Account, NoAccount
from mimawari.sources import Evidence, Seen, SourceKind, Survey
from mimawari.sources.imap_account import names, utf7
from mimawari.sources.imap_account.letters import Letter, Reader
from mimawari.sources.imap_account.line import Line, connected
from mimawari.sources.imap_account.session import UNLISTED, Dropped, Folder, Session
from mimawari.sources.mail import sharing, telling

NAME = "imap"
BYTES = 16 << 20
"""Bytes of a piece, which come over a line: more than of a mailbox that lies here."""
FOLDERS = 10_000
"""Folders of an account that are looked at."""
_AT_ONCE = 10_000
_ATTEMPTS = 3
"""So often the list of the mails is asked for, and each time a server that does not answer is called."""


def recognises(evidence: Evidence) -> bool:  # noqa: ARG001  # the contract's signature
    """Never by itself: no file is an account. A locator that begins with ``imap`` says what it is."""
    return False


def survey(evidence: Evidence) -> Survey:
    """The mails of the folder, without those that were looked at before; of a whole account, its folders.

    What stands in the way is a gap of the account, and not of something unknown.
    """
    try:
        account = _account(evidence)
    except NoAccount as wrong:
        return _unread(evidence, BadEvidence(Reason.UNSUPPORTED, f"no account is named: {wrong.flaw}"))
    try:
        return _children(evidence, account) if account.is_whole and not evidence.inside else _folder(evidence, account)
    except BadEvidence as bad:
        return _unread(evidence, bad)


def _unread(evidence: Evidence, bad: BadEvidence) -> Survey:
    found = Survey(NAME, digest(NAME, evidence.locator, evidence.inside), looked=(Looked("content", 0),))
    return replace(found, gaps=(Gap(found.origin(evidence), bad.reason, "message", bad.detail),))


def _account(evidence: Evidence) -> Account:
    """The account and the folder in it."""
    account = Account.of(evidence.locator)
    return replace(account, folder=evidence.inside) if evidence.inside else account


def _children(evidence: Evidence, account: Account) -> Survey:
    session = connected(account, evidence.secret, _ATTEMPTS)
    try:
        listed = session.folders()
    except Dropped as dropped:
        raise BadEvidence(dropped.reason, dropped.detail) from dropped
    finally:
        session.close()
    found = Survey(NAME, digest(NAME, evidence.locator))
    folders = sorted(utf7.decoded(one.name) for one in listed)
    if not folders:
        raise BadEvidence(Reason.MISSING, "the account has no folder")
    gaps = [Gap(found.origin(evidence, name), Reason.UNSUPPORTED, "message", "several folders with one name")
            for name, after in pairwise(folders) if name == after]  # fmt: skip
    if len(folders) > FOLDERS:
        gaps.append(
            Gap(found.origin(evidence), Reason.TOO_LARGE, "message", f"more than {FOLDERS} folders, the rest was not looked at")
        )
    children = tuple(_child(evidence, folder) for folder in dict.fromkeys(folders[:FOLDERS]))
    return replace(found, gaps=tuple(gaps), children=children)


def _child(evidence: Evidence, folder: str) -> Evidence:
    """A folder of the account; of what was done earlier it gets its own: those keys begin with its name."""
    before = f"{folder}\0"
    done = tuple(key.removeprefix(before) for key in evidence.done if key.startswith(before))
    return replace(evidence, inside=folder, done=done)


def _folder(evidence: Evidence, account: Account) -> Survey:
    for attempt in range(_ATTEMPTS):
        session = connected(account, evidence.secret, _ATTEMPTS)
        try:
            return _divided(evidence, account, _listed(session, account.folder, bare=attempt > 0))
        except Dropped as dropped:
            last = dropped
        finally:
            session.close()
    raise BadEvidence(last.reason, last.detail)


@dataclass(slots=True)
class _List:
    """UID and size of each mail of a folder, in the order of the UIDs; so many the server did not tell."""

    folder: Folder
    uids: array[int] = field(default_factory=lambda: array("Q"))
    sizes: array[int] = field(default_factory=lambda: array("Q"))
    untold: int = 0

    def add(self, found: Mapping[int, int], asked: int) -> None:
        """What came of *asked* mails."""
        if not found:
            raise Dropped(Reason.FAILED, UNLISTED)
        for uid in sorted(found):
            if self.uids and uid <= self.uids[-1]:
                raise BadEvidence(Reason.CORRUPT, "the server's list of mails is not in order")
            self.uids.append(uid)
            self.sizes.append(found[uid])
        self.untold += max(0, asked - len(found))


def _listed(session: Session, name: str, *, bare: bool) -> _List:
    folder = names.opened(session, name)
    if folder is None:
        raise BadEvidence(Reason.MISSING, "there is no such folder")
    found = _List(folder)
    for first in range(1, folder.mails + 1, _AT_ONCE):
        last = min(folder.mails, first + _AT_ONCE - 1)
        found.add(session.sizes(first, last, bare), last - first + 1)
    return found


def _divided(evidence: Evidence, account: Account, listed: _List) -> Survey:
    folder, server = listed.folder, (account.host, 0 if account.port in DEFAULT_PORTS else account.port)
    left = uids.without(listed.uids, _done(evidence.done, folder.validity))
    most = max(sharing.MAILS, len(left) // sharing.PIECES)
    largest = max(BYTES, sum(listed.sizes[at] for at in left) // sharing.PIECES)
    runs = _runs(left, listed.sizes, most, largest)
    found = Survey(
        NAME,
        digest(NAME, *server, account.user, folder.name, folder.validity),
        pieces=tuple(sharing.piece(uids.key(folder.validity, (listed.uids[at] for at in run))) for run in runs),
        looked=telling.LOOKED,
    )
    if not listed.untold:
        return found
    gap = Gap(found.origin(evidence), Reason.FAILED, "message", f"{listed.untold} mails that the server does not list")
    return replace(found, gaps=(gap,))


def _done(keys: Iterable[str], validity: int) -> uids.Spans:
    """The UIDs that earlier runs have done and that nobody wants again; those of another UIDVALIDITY are other mails."""
    done: list[tuple[int, int]] = []
    again: list[int] = []
    for key in keys:
        if piece := uids.read_key(key):
            done += piece[1] if piece[0] == validity else ()
        else:
            again += uids.read_again(key)
    return uids.less(uids.joined(done), sorted(again))


def _runs(left: Sequence[int], sizes: Sequence[int], most: int, largest: int) -> Iterator[list[int]]:
    run: list[int] = []
    room = largest
    for at in left:
        if run and (len(run) == most or sizes[at] > room):
            yield run
            run, room = [], largest
        run.append(at)
        room -= sizes[at]
    if run:
        yield run


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
    """Each mail of the piece that is still there."""
    validity, spans = uids.read_key(piece) or (0, [])
    yield from telling.LOOKED  # The piece is done, whatever is in it.
    yield from _mails(evidence, survey, validity, list(uids.every(spans)))


def reopen(evidence: Evidence, survey: Survey, paths: tuple[tuple[str, ...], ...]) -> Iterator[Seen]:
    """The mails at these paths. What was found in one that is gone since is lost with it, and so a gap."""
    place = 2 if evidence.inside else 1
    first = uids.read_key(survey.pieces[0].key) if survey.pieces else None
    wanted = {int(path[place]): path for path in paths}
    seen: list[tuple[int, int]] = []
    for one in _mails(evidence, survey, first[0] if first else 0, sorted(wanted)):
        seen += uids.read(one.origin.path[place]) or ()
        yield one
        del one
    known = sorted(wanted)
    for at in uids.without(known, uids.joined(seen)):
        origin = Origin(survey.source, evidence.locator, wanted[known[at]])
        yield Gap(origin, Reason.MISSING, "message", "the mail was deleted meanwhile")


def _mails(evidence: Evidence, survey: Survey, validity: int, wanted: Sequence[int]) -> Iterator[Blob | Gap]:
    account = _account(evidence)

    def place(*path: str) -> Origin:
        return survey.origin(evidence, account.folder, *(part for part in path if part))

    with Line(account, evidence.secret, validity) as line:
        for one in Reader(line, place).read(wanted):
            if isinstance(one, Letter):
                yield Blob(place(str(one.uid), one.message_id), "mail.eml", one.content, "message/rfc822")
            else:
                yield one
            # Its content must be gone before the next one is read.
            del one


KIND = SourceKind(NAME, 10, recognises, survey, look, reopen=reopen, schemes=("imap", "imaps"), turn=1)
