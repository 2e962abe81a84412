"""``mimawari case export``: the case for other programs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from mimawari.app import casework
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.common import refused
from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.model import Dossier, Words

_FORMS = ("stix", "misp", "timesketch-csv", "timesketch-jsonl", "cacao")
_TAKEN = Words(
    en="{path} is there already. Give another name: nothing is overwritten.",
    ja="{path} はすでにあります。上書きを避けるため、別の名前を指定してください。",
)
_UNWRITABLE = Words(
    en="cannot write to {path} ({why}). The case is as it was.", ja="{path} に保存できません（{why}）。対応の記録はそのままです。"
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Write the case to FILE for other programs: STIX 2.1, MISP, a timeline for Timesketch, or the plan as a CACAO 2.0 "
        "playbook. Nothing is sent.",
        ja="対応の記録を、ほかのソフト向けの形式（STIX 2.1、MISP、Timesketchの時系列、手順のCACAO 2.0）でFILEに保存します。"
        "送信はしません。",
    ),
)
@click.argument("form", metavar="|".join(_FORMS), type=click.Choice(_FORMS))
@spoken.option("--out", "path", metavar="FILE", required=True, en="Where to write it.", ja="保存先のファイル。")
@common.case_option
@spoken.lang
def command(form: str, path: str, place: str | None, lang: str | None) -> int:
    """Write the file."""
    from mimawari.faces.exchange import NoExchange, exported

    common.some_name(path, spoken.speaking(lang))
    with common.at_desk(place, lang) as desk:
        try:
            text = common.cacao_text(desk) if form == "cacao" else exported(_dossier(desk), form)
        except NoExchange as none:
            raise spoken.Refused(none.words, desk.tongue) from none
        _write(Path(path), text, desk.tongue)
    put(shown(path))
    return 0


def _dossier(desk: common.Desk) -> Dossier:
    return casework.dossier(desk.opened, desk.known, casework.now(), firm=common.firm_name(desk.tongue))


def _write(path: Path, text: str, tongue: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError as error:
        raise refused(_TAKEN, tongue, path=path) from error
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            path.unlink()
        raise refused(_UNWRITABLE, tongue, path=path, why=error) from error
