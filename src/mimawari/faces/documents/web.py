"""A page as HTML that needs nothing else: no script, nothing to fetch, ASCII."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mimawari.faces.documents.blocks import Page

if TYPE_CHECKING:
    from jinja2 import Template

_SAFE = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def html(page: Page) -> str:
    """The whole document."""
    style = _packed("page.css").rstrip("\n")
    hashed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    text = _template().render(page=page, style=style, policy=_SAFE.format(hashed), case=name_of(page.case))
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def name_of(case: str) -> str:
    """What stands in a page for its case: of its id only what can be compared, nothing that needs quoting."""
    return hashlib.sha256(case.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def case_of(text: str) -> str:
    """The same, of the beginning of a page; empty where it is no page of ours."""
    found = re.search(r'<meta name="mimawari-case" content="([0-9a-f]{16})">', text)
    return found[1] if found else ""


def _packed(name: str) -> str:
    return (files(__package__ or "") / name).read_text("ascii")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_packed("page.html.j2"))
