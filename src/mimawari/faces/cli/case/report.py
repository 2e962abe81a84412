"""``mimawari case report``: pages for the management and for experts."""

from __future__ import annotations

from pathlib import Path

import click

from mimawari.app import casework
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.safe import shown
from mimawari.faces.streams import note, put
from mimawari.model import Words

_SAY = Words(en="mimawari: {what}", ja="mimawari：{what}")
_READ_IT = Words(
    en="mimawari: nothing was sent. Read the pages before you hand them on.",
    ja="mimawari：送信はしていません。内容を確認してから、お渡しください。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Write one page for the management and an annex for experts into DIR, as HTML and PDF.",
        ja="経営者向けの報告書（1ページ）と、技術者向けの資料を、HTMLとPDFでDIRに作成します。",
    ),
)
@spoken.option("--out", "folder", metavar="DIR", required=True, en="Where to write them.", ja="保存先のフォルダー。")
@common.case_option
@spoken.lang
def command(folder: str, place: str | None, lang: str | None) -> int:
    """Write the pages and name them."""
    from mimawari.faces.documents import NoPdf, Unwritable, written

    common.some_name(folder, spoken.speaking(lang))
    with common.at_desk(place, lang) as desk:
        made = casework.dossier(desk.opened, desk.known, casework.now(), firm=common.firm_name(desk.tongue))
        try:
            paths = written(made, desk.tongue, Path(folder), pdf=True)
        except NoPdf as none:
            paths = none.written
            note(_SAY.fill({"what": none.words}).say(desk.tongue))
        except Unwritable as error:
            raise spoken.Refused(error.words, desk.tongue) from error
    for path in paths:
        put(shown(path))
    note(_READ_IT.say(desk.tongue))
    return 0
