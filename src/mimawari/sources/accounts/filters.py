"""Gmail's filters as its settings export them (``mailFilters.xml``): Atom with ``apps:property``.

support.google.com/mail/answer/6579, "Create rules to filter your emails" (export). The names of the properties are those of the
Email Settings API (from, to, subject, hasTheWord, label, shouldMarkAsRead, shouldArchive) and forwardTo, shouldTrash, as Google
described the format in the help group of the feature (2009-02-11). The account is the feed's author; when a filter was made is
not told.
"""

from __future__ import annotations

from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from mimawari.model import BadEvidence, Reason
from mimawari.sources.accounts.collected import Collected, Opened
from mimawari.sources.accounts.values import account, addresses
from mimawari.trees.streams import open_plain

MAX_BYTES = 16 << 20
_ATOM, _APPS = "http://www.w3.org/2005/Atom ", "http://schemas.google.com/apps/2006 "
_WHERE = ("from", "to", "subject", "hasTheWord", "doesNotHaveTheWord")
_HIDES = ("shouldTrash", "shouldArchive", "shouldSpam")
_DEEP = 50


def begins(text: str) -> bool:
    """Whether a file that begins so is such an export."""
    return "<feed" in text and "http://schemas.google.com/apps/2006" in text


class _Reader:
    """Fed by the parser: the author's address, and the properties of each entry."""

    def __init__(self) -> None:
        self.email = ""
        self.entries: list[tuple[int, dict[str, str]]] = []
        self._way: list[str] = []
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._way.append(name)
        if len(self._way) > _DEEP:
            raise BadEvidence(Reason.TOO_LARGE, "the export of filters is nested too deep")
        if name == _ATOM + "entry":
            self.entries.append((self.parser.CurrentLineNumber, {}))
        elif name == _APPS + "property" and self.entries:
            self.entries[-1][1][attributes.get("name", "")[:60]] = attributes.get("value", "")[:1000]

    def _end(self, name: str) -> None:  # noqa: ARG002  # the parser's signature
        self._way.pop()

    def _text(self, text: str) -> None:
        if self._way[-2:] == [_ATOM + "author", _ATOM + "email"] and len(self.email) < 320:
            self.email += text

    def _doctype(self, *_: object) -> None:
        raise BadEvidence(Reason.UNSUPPORTED, "the export of filters has a document type")


def read(path: Path, into: Collected) -> int:
    """Each filter that forwards or hides. How many filters there are. Raises ``BadEvidence``."""
    with open_plain(path) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BadEvidence(Reason.TOO_LARGE, "the export of filters is too large")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except ExpatError as error:
        raise BadEvidence(Reason.CORRUPT, "the export of filters is cut off or damaged") from error
    for line, given in reader.entries:
        hides = [name for name in _HIDES if given.get(name) == "true"]
        if hides or given.get("forwardTo"):
            where = [f"{name}: {given[name]}" for name in _WHERE if given.get(name)]
            read_too = ["shouldMarkAsRead"] if given.get("shouldMarkAsRead") == "true" else []
            target = addresses(given["forwardTo"]) if given.get("forwardTo") else ""
            words = " | ".join([*where, *hides, *read_too])[:1000]
            into.door(Opened(account(reader.email), "filter", line, "", target, hides=bool(hides), words=words))
    return len(reader.entries)
