"""``mimawari case recheck``: the second check, before isolation is lifted."""

from __future__ import annotations

import click

from mimawari.app import case_hosts, casework
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.us import common as us_file
from mimawari.faces.safe import own as typed
from mimawari.faces.streams import note
from mimawari.model import Recheck, Report, Words

QUIET, BACK, OPEN = 0, 10, 20

_NO_NAME = Words(en="a name of a PC is empty; nothing was recorded.", ja="PCの名前が空です。何も記録していません。")
_SAME = Words(
    en="mimawari: careful: {name} is in this case already. It is not a new look; check the PCs again and give the new report.",
    ja="mimawari：注意：{name} は、この件の記録にすでにあります。新しい検査の結果ではありません。"
    "PCをもう一度検査して、新しいレポートを指定してください。",
)
_NO_PC = Words(
    en="mimawari: careful: the report holds no look at a PC of this case.",
    ja="mimawari：注意：このレポートには、この件のPCを調べた結果がありません。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Compare REPORT, a look at the PCs after they were cleaned, with what the case knows: which PCs nobody looked at, what "
        "changed, whether signs came back, and the four conditions for going back to the network. It is recorded. "
        "The exit status is 0 where nothing speaks against it, 10 where signs came back, 20 where something is not known.",
        ja="対応後にPCを調べ直したREPORTを、これまでの記録と比べます。まだ調べていないPC、変わった点、痕跡が再び現れていないか、"
        "ネットワークに戻すための4つの条件を示し、記録します。終了コードは、妨げるものがなければ0、痕跡が再び現れたときは10、"
        "まだ分からないことがあるときは20です。",
    ),
)
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True)
@spoken.option(
    "--us", "own", metavar="FILE",
    en="The firm's own file (us.toml): the PCs that it names have to be looked at.",
    ja="自社の情報ファイル（us.toml）。書かれているPCが調べられているかを確かめます。",
)  # fmt: skip
@spoken.option(
    "--host", "hosts", metavar="NAME", multiple=True,
    en="A PC that has to be looked at; may be given several times.", ja="調べられているべきPCの名前。何度でも指定できます。",
)  # fmt: skip
@common.case_option
@common.who_option
@spoken.lang
def command(
    reports: tuple[str, ...], own: str | None, hosts: tuple[str, ...], place: str | None, who: str | None, lang: str | None
) -> int:
    """Compare, show, record."""
    from mimawari.faces.text import show
    from mimawari.faces.text.recheck import recheck_lines

    tongue = spoken.speaking(lang)
    firm = us_file.read(own, tongue) if own else None
    machines = (name for account in firm.accounts for name in account.machines) if firm else ()
    expected = tuple(dict.fromkeys((*hosts, *machines)))
    if not all(name.strip() for name in expected):
        raise spoken.Refused(_NO_NAME, tongue)
    with common.at_desk(place, lang, who) as desk:
        given = common.given_reports(reports)
        later = common.union(given, tongue)
        found = casework.recheck_of(desk.opened, later, expected, casework.now())
        _warn(desk, given, later)
        show(recheck_lines(found, tongue))
        common.said(casework.record_recheck(desk.opened, desk.who, given, expected, found), tongue)
        common.warn_closed(desk.opened, tongue)
        is_whole = not desk.opened.faults
    # Of a record that is not whole nobody knows what a missing look would have shown.
    return status(found) if is_whole else status(found) or OPEN


def _warn(desk: common.Desk, given: list[casework.Given], later: Report) -> None:
    """Say what makes the reports no second check."""
    for one in given:
        if one.sha256 in desk.opened.state.reports or one.sha256 in casework.rechecked(desk.opened):
            note(_SAME.fill({"name": typed(one.name)}).say(desk.tongue))
    if not any(source.host and case_hosts.host_named(desk.opened, source.host) for source in later.sources):
        note(_NO_PC.say(desk.tongue))


def status(found: Recheck) -> int:
    """0 where nothing speaks against lifting isolation, 10 where signs came back, else 20."""
    if found.reinfected:
        return BACK
    return QUIET if found.may_lift and not found.unchecked else OPEN
