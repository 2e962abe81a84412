"""A report as one HTML page that needs nothing else: no script, no link, nothing to fetch.

What stands in a report may come from an attacker. Each value is made harmless as for a terminal and then escaped by the
template; the browser is told to run and load nothing. The page is ASCII, everything else is written as a reference, so that no
console's code page can change it.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mimawari.faces.html import content
from mimawari.faces.html.phrases import OF
from mimawari.faces.safe import shown
from mimawari.faces.text import View, counsel, fleet
from mimawari.faces.text.detail import HEADS, used
from mimawari.faces.text.headline import result
from mimawari.faces.text.held import held
from mimawari.faces.text.us import beside as us_beside
from mimawari.faces.text.us import told
from mimawari.model import Level, Words

if TYPE_CHECKING:
    from jinja2 import Template

_SAFE = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def page(view: View) -> str:
    """The whole page on the report of *view*, ASCII."""
    phrases = OF[fleet.among(view)]
    style = _packed("page.css").rstrip("\n")
    hashed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    text = _template().render(
        lang=view.language,
        style=style,
        policy=_SAFE.format(hashed),
        say=lambda name, **facts: view.say(phrases[name], **facts),
        named=lambda word: view.named("level", word),
        title=_title(view, phrases),
        level=view.verdict.level,
        result=result(view),
        sentence=fleet.sentence(view),
        beside=[line.text for line in (*fleet.beside(view), *us_beside(view), *held(view))],
        first=counsel.first(view),
        us=told(view),
        still_open=fleet.still_open(view) if len(view.hosts) > 1 else (),
        heads=[view.say(head) for head in HEADS],
        machines=content.machines(view),
        steps=counsel.steps(view),
        desks=content.desks(view) if view.verdict.level is not Level.NO_SIGN else (),
        used=[line.text for line in used(view) if line.text],
    )
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _title(view: View, phrases: Mapping[str, Words]) -> str:
    if len(view.hosts) == 1:
        return view.say(phrases["title_one"], name=view.hosts[0].name)
    return view.say(phrases["title_many"], count=len(view.hosts))


def _packed(name: str) -> str:
    return (files(__name__) / name).read_text("ascii")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["shown"] = shown
    return environment.from_string(_packed("page.html.j2"))
