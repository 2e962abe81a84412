"""``mimawari case contact``: a desk was told."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches

import click

from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.safe import own
from mimawari.faces.streams import note
from mimawari.model import Deed, Words

_NO_DESK = Words(
    en="there is no desk “{desk}”.{near} `mimawari case desks` shows the desks. Nothing was recorded.",
    ja="「{desk}」という相談先はありません。{near}相談先は mimawari case desks で確認できます。何も記録していません。",
)
_OTHER = Words(
    en="mimawari: “{desk}” is none of the desks of `mimawari case desks`; recorded as somebody else.",
    ja="mimawari：「{desk}」は mimawari case desks の相談先にないため、そのほかの相手として記録しました。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record that somebody of the firm contacted DESK: its key as `mimawari case desks` shows it, or anybody else "
        "(a provider, a customer). mimawari itself contacts nobody.",
        ja="相談先・届出先（DESK）に連絡したことを記録します。DESKは mimawari case desks に表示される記号か、"
        "そのほかの相手（プロバイダー、取引先など）です。mimawariが自動で連絡することはありません。",
    ),
)
@click.argument("desk_name", metavar="DESK")
@common.text_option(en="What was said, and by whom there.", ja="連絡の内容、相手の名前など。")
@common.case_option
@common.who_option
@spoken.lang
def command(desk_name: str, text: str, place: str | None, who: str | None, lang: str | None) -> int:
    """Add the entry."""
    with common.at_desk(place, lang, who) as desk:
        name = common.some(desk_name, desk.tongue)
        found = _desk(desk, name)
        desk.record(Deed.CONTACTED, about=found or name, text=text.strip())
        if not found:
            note(_OTHER.fill({"desk": own(name)}).say(desk.tongue))
    return 0


def _desk(desk: common.Desk, name: str) -> str:
    """The id of the desk that is meant, empty where it is somebody else; refused where it looks mistyped."""
    known = {_bare(text): one.id for one in desk.known.help_desks for text in (one.id, one.name.en, one.name.ja)}
    if _bare(name) in known:
        return known[_bare(name)]
    close = get_close_matches(_bare(name)[:80], [one.id for one in desk.known.help_desks], n=1, cutoff=0.7)
    if close:
        raise spoken.Refused(_NO_DESK.fill({"desk": own(name), "near": common.near(close[0])}), desk.tongue)
    return ""


def _bare(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
