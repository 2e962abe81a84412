"""``mimawari case lift``: a PC goes back to the network, by a person's decision."""

from __future__ import annotations

from difflib import get_close_matches

import click

from mimawari.app import case_hosts, casework
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.safe import own
from mimawari.faces.streams import note
from mimawari.model import Condition, Deed, Words

_NO_HOST = Words(
    en="this case knows of no PC “{host}”.{near} Nothing was recorded. `mimawari case recheck --host NAME` makes a PC known to it.",
    ja="この件の記録に「{host}」というPCはありません。{near}何も記録していません。"
    "記録にないPCは mimawari case recheck --host NAME で加えられます。",
)
_UNMET = Words(
    en="mimawari: careful: recorded with your reason, although these conditions are not met or not known: {which}. "
    "`mimawari case recheck` says what is missing.",
    ja="mimawari：注意：ネットワークに戻す条件がそろっていません（{which}）。理由と一緒に記録しました。"
    "足りないものは mimawari case recheck で確認できます。",
)
_NEVER = Words(
    en="mimawari: careful: no second check is recorded in this case.",
    ja="mimawari：注意：この件では、再確認がまだ記録されていません。",
)
_CONDITIONS = {
    "wiped": Words(en="PCs made anew", ja="PCの初期化"),
    "reset": Words(en="passwords changed", ja="パスワードの変更"),
    "others-quiet": Words(en="all other PCs checked", ja="ほかのPCの検査"),
    "watched": Words(en="two weeks of watching", ja="2週間の監視"),
}


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record that HOST goes back to the network, and why. `mimawari case recheck` says what speaks for and against it; "
        "a person decides. mimawari itself connects nothing.",
        ja="HOST（PCの名前）をネットワークに戻したことと、その理由を記録します。判断の材料は mimawari case recheck で確認できます。"
        "戻すかどうかは人が決めます。mimawariが自動でつなぐことはありません。",
    ),
)
@click.argument("host")
@common.text_option(en="Why it may go back.", ja="戻してよいと判断した理由。", required=True)
@common.case_option
@common.who_option
@spoken.lang
def command(host: str, text: str, place: str | None, who: str | None, lang: str | None) -> int:
    """Add the entry."""
    with common.at_desk(place, lang, who) as desk:
        name, why = _known(desk, common.some(host, desk.tongue)), common.some(text, desk.tongue)
        unmet = case_hosts.unmet(desk.opened, casework.now())
        facts = {"unmet": " ".join(one.id for one in unmet)} if unmet else {}
        desk.record(Deed.LIFTED, about=name, text=why, facts=facts)
        _warn(desk, unmet)
    return 0


def _known(desk: common.Desk, host: str) -> str:
    """The PC as the case calls it; refused where it knows of none."""
    if found := case_hosts.host_named(desk.opened, host):
        return found
    by_plain = {name.casefold(): name for name in case_hosts.hosts_of(desk.opened)}
    near = get_close_matches(host.casefold()[:80], by_plain, n=1, cutoff=0.5)
    told = common.near(by_plain[near[0]]) if near else Words(en="", ja="")
    raise spoken.Refused(_NO_HOST.fill({"host": own(host), "near": told}), desk.tongue)


def _warn(desk: common.Desk, unmet: tuple[Condition, ...]) -> None:
    """Say what speaks against it; a person decides."""
    if not desk.opened.state.rechecks:
        note(_NEVER.say(desk.tongue))
    if unmet:
        names = [_CONDITIONS.get(one.id, one.words).say(desk.tongue) for one in unmet]
        note(_UNMET.say(desk.tongue).format(which=("、" if desk.tongue == "ja" else ", ").join(names)))
