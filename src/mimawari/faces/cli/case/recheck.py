"""``mimawari case recheck``: the second check, before isolation is lifted."""

from __future__ import annotations

import click

from mimawari.app import casework
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.us import common as us_file
from mimawari.model import Recheck, Words

QUIET, BACK, OPEN = 0, 10, 20


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
    with common.at_desk(place, lang, who) as desk:
        given = common.given_reports(reports)
        found = casework.recheck_of(desk.opened, common.union(given, tongue), expected, casework.now())
        show(recheck_lines(found, tongue))
        common.said(casework.record_recheck(desk.opened, desk.who, given, expected, found), tongue)
    return status(found)


def status(found: Recheck) -> int:
    """0 where nothing speaks against lifting isolation, 10 where signs came back, else 20."""
    if found.reinfected:
        return BACK
    return QUIET if found.may_lift and not found.unchecked else OPEN
