"""Brings newer knowledge and puts it into force, by the workflow of The Update Framework; whatever goes wrong changes nothing.

TUF's client verifies: root by root from the one that is trusted, then timestamp, snapshot, targets, and the archive's length and
hash. It compares versions with those seen before (rollback) and dates with this PC's clock (freeze).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from mimawari import knowledge
from mimawari.knowledge import Knowledge
from mimawari.model import Words
from mimawari.updates import durable
from mimawari.updates.offers import Offer, newest, offers
from mimawari.updates.state import Damaged, Held, Kept, State
from mimawari.updates.store import Store, with_new
from mimawari.updates.translating import translated
from mimawari.updates.trouble import Kind, Trouble
from mimawari.updates.trust import trusted
from mimawari.updates.unpacking import MOST_BYTES, unpacked
from mimawari.updates.versions import order

if TYPE_CHECKING:
    from tuf.api.metadata import Metadata, Targets
    from tuf.ngclient import FetcherInterface, Updater

_SLACK = timedelta(days=2)
"""So far a clock may be behind the day that knowledge is of: days begin at different times."""

_CLOCK = Words(
    en="the clock of this PC says {now}, which is before {then}, when "
    "the knowledge in use was made or last brought up to date. With a "
    "wrong clock nobody can tell whether what comes is still valid. Set the clock, then try again. Is it right, and was it "
    "ahead once? mimawari update --forget-root forgets when the last update was; then give the root again, if there is none.",
    ja="このPCの時計は{now}を示していますが、これは、現在の知識データの作成日または前回の更新日（{then}）より前です。"
    "時計が正しくないと、更新データの有効期限を確認できません。時計を合わせてから、やり直してください。"
    "現在の時計が正しく、以前に時計が進んでいた場合は、mimawari update --forget-root を実行すると前回の更新日が消去されます"
    "（その後、必要に応じて --root でルートを指定し直してください）。",
)
_NO_VERSION = Words(
    en="there is no knowledge {version} for this program there. There is: {versions}",
    ja="このプログラムで使える知識データ {version} は、そこにはありません。あるもの：{versions}",
)
_TOO_LARGE = Words(
    en="the archive of knowledge {version} is said to be {size:,} bytes long; more than {most:,} are not taken.",
    ja="知識データ {version} のサイズが大きすぎます（{size:,}バイト、上限 {most:,}バイト）。",
)
_UNREAD = Words(
    en="knowledge {version} is rightly signed, but this program cannot use it ({why}). Tell those who publish it.",
    ja="知識データ {version} の署名は正しいものの、このプログラムでは使えません（{why}）。配布元にお知らせください。",
)
_MISNAMED = Words(
    en="knowledge {version} is rightly signed, but says of itself that it is {found}. Tell those who publish it.",
    ja="知識データ {version} の署名は正しいものの、中身の版が異なります（{found}）。配布元にお知らせください。",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. ``location`` is where (for people), ``base`` what the fetcher takes addresses below.

    ``root``: the root to trust, where none is trusted yet. ``version``: one version on purpose; empty: the newest. ``newest``: let
    go of a version that was chosen on purpose. ``remembered``: ask there next time too.
    """

    location: str
    base: str
    root: bytes | None = None
    version: str = ""
    newest: bool = False
    remembered: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it. ``state`` is what is recorded now; ``brought`` the version that is new here, None where nothing is.

    ``newer_program``: a version that is there and that only a newer program can read. ``pinned``: digest of a root that is trusted
    since now. ``is_packed``: the root that comes with the program was used, because the one before was forgotten.
    """

    state: State
    brought: Kept | None = None
    newer_program: str = ""
    pinned: str = ""
    is_packed: bool = False


def update(store: Store, wish: Wish, fetcher: FetcherInterface, now: datetime | None = None) -> Done:
    """Do as *wish* says. Raises :class:`Trouble`; then the same knowledge is in force as before."""
    moment = now or datetime.now(UTC)
    with translated(), store.locked():
        recorded = _recorded(store)
        _check_clock(recorded, moment)
        state = replace(recorded, kept=tuple(kept for kept in recorded.kept if store.is_whole(kept)))
        trust = trusted(store, wish.root)
        updater, listed = _listed(store, trust.content, wish, fetcher)
        offer = _chosen(listed, wish, state)
        found = replace(state, checked=_iso(moment), location=wish.location if wish.remembered else state.location)
        kept = (state.one(offer.version) if offer else None) or _brought(store, updater, offer, wish, moment)
        after = _after(found, kept, wish, moment)
        with trust.keeping() as pinned:
            store.put(after)
        late = max((one for one in listed if not one.fits), key=lambda one: order(one.version), default=None)
        ahead = late.version if late and order(late.version) > order(offer.version if offer else "") else ""
        return Done(after, kept if kept and state.one(kept.version) != kept else None, ahead, pinned, trust.is_packed)


def go_back(store: Store, version: str, now: datetime | None = None) -> State | None:
    """Use a version that is kept, or ``packed``, from now on; None where it is not kept. Asks nobody. Raises :class:`Trouble`."""
    moment = now or datetime.now(UTC)
    with translated(), store.locked():
        state = _recorded(store)
        kept = state.one(version)
        if version == Held.PACKED:
            after = replace(state, held=Held.PACKED, held_since=_iso(moment))
        elif kept and store.is_whole(kept):
            after = replace(state, active=version, held=Held.VERSION, held_since=_iso(moment))
        else:
            return None
        store.put(after)
        return after


def let_go(store: Store) -> State:
    """Use the newest of what is kept, or of the program, from now on. Asks nobody. Raises :class:`Trouble`."""
    with translated(), store.locked():
        recorded = _recorded(store)
        whole = replace(recorded, kept=tuple(kept for kept in recorded.kept if store.is_whole(kept)))
        store.put(after := _newest_of(whole))
        return after


def _newest_of(state: State) -> State:
    """*state* with the newest of what is kept in use, and nothing held on to."""
    return replace(state, active=max((one.version for one in state.kept), key=order, default=""), held=Held.NO, held_since="")


def _recorded(store: Store) -> State:
    """What the store records; a damaged record is begun anew: the knowledge that it named is fetched again."""
    try:
        return store.state()
    except Damaged:
        return State()


def _check_clock(state: State, moment: datetime) -> None:
    latest = max(filter(None, map(_time, (knowledge.load().as_of, state.checked))), default=None)
    if latest and moment < latest - _SLACK:
        raise Trouble(Kind.EXPIRED, _CLOCK, now=f"{moment:%Y-%m-%d}", then=f"{latest:%Y-%m-%d}")


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _listed(store: Store, root: bytes, wish: Wish, fetcher: FetcherInterface) -> tuple[Updater, tuple[Offer, ...]]:
    """What is offered, verified from *root* on."""
    from tuf.api.metadata import Metadata as Signed
    from tuf.ngclient import Updater as Client

    durable.folder_at(store.metadata)
    below = wish.base if wish.base.endswith("/") else f"{wish.base}/"
    client = Client(
        str(store.metadata), f"{below}metadata/", target_base_url=f"{below}targets/", fetcher=fetcher, bootstrap=root,
        target_dir=str(store.metadata),
    )  # fmt: skip
    client.refresh()
    # The client has just verified this file; it has no list of targets of its own to give.
    verified = cast("Metadata[Targets]", Signed.from_file(str(store.metadata / "targets.json")))
    return client, offers(verified.signed)


def _chosen(every: tuple[Offer, ...], wish: Wish, state: State) -> Offer | None:
    """The offer to have: the version that was asked for, or that was chosen before and is damaged, or the newest.

    The newest only if it is newer than what came with the program.
    """
    if wish.version:
        named = next((one for one in every if one.version == wish.version and one.fits), None)
        if named is None:
            there = ", ".join(one.version for one in every if one.fits) or "-"
            raise Trouble(Kind.ASKED, _NO_VERSION, version=wish.version, versions=there)
        return named
    lost = [one for one in every if one.version == _held(state) and one.fits and not state.one(one.version)]
    best = lost[0] if lost and not wish.newest else newest(every)
    return best if best and (lost or order(best.version) > order(knowledge.load().version)) else None


def _held(state: State) -> str:
    """The version that was chosen on purpose."""
    return state.active if state.held is Held.VERSION else ""


def _brought(store: Store, updater: Updater, offer: Offer | None, wish: Wish, moment: datetime) -> Kept | None:
    """Fetch, verify, unpack and try an offer, then keep it."""
    if offer is None:
        return None
    if offer.target.length > MOST_BYTES:
        raise Trouble(Kind.UNUSABLE, _TOO_LARGE, version=offer.version, size=offer.target.length, most=MOST_BYTES)
    with store.drafting() as drafts:
        archive, folder = drafts / "knowledge.zip", drafts / "files"
        updater.download_target(offer.target, str(archive))
        unpacked(archive, folder)
        return store.keep(folder, _tried(folder, offer), wish.location, _iso(moment))


def _tried(folder: Path, offer: Offer) -> Knowledge:
    """The knowledge in *folder*, which this program can read and which is what it was signed as."""
    try:
        known = knowledge.load(folder)
    except (ValueError, RecursionError) as error:
        raise Trouble(Kind.UNUSABLE, _UNREAD, version=offer.version, why=error) from error
    if not (folder / "about.toml").is_file() or known.version != offer.version:
        raise Trouble(Kind.UNUSABLE, _MISNAMED, version=offer.version, found=known.version)
    return known


def _after(found: State, kept: Kept | None, wish: Wish, moment: datetime) -> State:
    """The state with *kept* in it: in use, unless another one was chosen on purpose."""
    state = with_new(found, kept) if kept else found
    if wish.version and kept:
        return replace(state, active=kept.version, held=Held.VERSION, held_since=_iso(moment))
    if wish.newest or not found.held or (_held(found) and not state.one(found.active)):
        return _newest_of(state)
    return state
