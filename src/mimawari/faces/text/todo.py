"""What to do now, and whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.safe import plain
from mimawari.faces.text import counsel
from mimawari.faces.text.desks import first_way
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.view import View
from mimawari.model import Level, Words

_TODO = Words(en="What to do now", ja="■ いま行うこと")
_PLAN = Words(
    en="All steps, and a record of who did what: `mimawari check … --json > report.json`, then `mimawari respond report.json`.",
    ja="すべての手順と記録：mimawari check … --json > report.json で結果を保存し、mimawari respond report.json を実行します。",
)
_DESKS = Words(en="Whom to ask", ja="■ 相談先")
_CHECK = Words(
    en="Contacts change: look at the page before you call.",
    ja="連絡先は変わることがあります。各ページで確認してください。",
)
_DESK = Words(en="{name}: {contact}", ja="{name}　{contact}")
_ABOUT = Words(en="{purpose}. {page} (as of {as_of})", ja="{purpose}　{page}（{as_of}時点）")


def todo(view: View) -> Iterator[Line]:
    """The steps in order, and the desks where one may be needed."""
    yield Line()
    yield Line(view.say(_TODO), style=Style.HEAD)
    for number, step in enumerate(counsel.steps(view), 1):
        yield Line(step, lead=f"{number:>2}. ")
    if view.verdict.level is not Level.NO_SIGN or view.verdict.us:
        yield Line(view.say(_PLAN), lead="    ", style=Style.FAINT)
    if view.verdict.level is not Level.NO_SIGN:
        yield from desks(view)


def desks(view: View) -> Iterator[Line]:
    """Whom to ask. This is our own data: contacts stay as they are, so that they can be used."""
    yield Line()
    yield Line(view.say(_DESKS), style=Style.HEAD)
    yield Line(view.say(_CHECK), lead="  ", style=Style.FAINT)
    for desk in view.known.first_desks:
        name, purpose = desk.name.say(view.language), desk.helps.say(view.language)
        yield Line(plain(_DESK.say(view.language).format(name=name, contact=first_way(desk, view.language))), lead=view.bullet)
        about = _ABOUT.say(view.language).format(purpose=purpose, page=desk.cited.page, as_of=desk.cited.as_of)
        yield Line(plain(about), lead="    ", style=Style.FAINT)
