"""What a format has decoded for detectors: texts that stand in no file as they are, so that signatures have to be shown them."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari import formats
from mimawari.detectors.marks.shell_text import decoded
from mimawari.formats import Head
from mimawari.formats.scripts.languages import EXTENSIONS
from mimawari.formats.slices import Held, read
from mimawari.model import Artifact, BadEvidence, Blob, Content, OfficeDocument, Script, Shortcut

_LAYER = "decoded"
_HELD, _BLOCK = 2 << 20, 1 << 20


class Texts:
    """Those of what lies in *blob*. It is read once, where a script is asked for that may stand in it as it is."""

    def __init__(self, blob: Blob) -> None:
        self._blob = blob
        self._data: bytes | None = None

    def of(self, thing: Artifact) -> Iterator[Blob]:
        """The texts of *thing*: macros, scripts, and what a command line carries in base64 for PowerShell."""
        if isinstance(thing, OfficeDocument):
            for name, text in thing.code:
                yield _made(thing, text, (name,), thing.shell)
        elif isinstance(thing, Script):
            yield from self._of_script(thing)
        elif isinstance(thing, Shortcut):
            yield from _layers(thing, thing.arguments)

    def _of_script(self, script: Script) -> Iterator[Blob]:
        if not self._lies(script.text):
            way = () if script.origin.path != self._blob.origin.path else (_LAYER,)
            yield _made(script, script.text, way, script.host)
        if self._is_run(script):
            yield from _layers(script, script.text)
        elif layers := list(dict.fromkeys(decoded(script.text))):
            # Notes that quote a command: what it carries stands within them, and is not what they begin with.
            yield _made(script, "\n".join((script.text, *layers)), (_LAYER,), "")

    def _is_run(self, script: Script) -> bool:
        """Whether its name or the document around it makes it a script, and not its words alone."""
        return script.origin.path != self._blob.origin.path or script.name.rpartition(".")[2].lower() in EXTENSIONS

    def _lies(self, text: str) -> bool:
        """Whether *text* stands in the file as it is; where that is large, it is not asked."""
        if self._data is None:
            try:
                self._data = read(self._blob.content, _HELD + 1)
            except BadEvidence:
                self._data = b""
        return len(self._data) <= _HELD and text.strip("\ufeff").encode("utf-8", "replace") in self._data


def _layers(thing: Script | Shortcut, text: str) -> Iterator[Blob]:
    for number, layer in enumerate(dict.fromkeys(decoded(text)), 1):
        yield _made(thing, layer, (f"{_LAYER} {number}",), "")


def _made(thing: OfficeDocument | Script | Shortcut, text: str, way: tuple[str, ...], by: str) -> Blob:
    content = Held(text.encode("utf-8", "replace"))
    within = (*thing.within, by) if by else thing.within
    return Blob(thing.origin.at(*thing.origin.path, *way), thing.name, content, within=within)


def is_itself(inner: Blob, blob: Blob) -> bool:
    """Whether *inner*, which was taken out of *blob*, is that again, and nobody else would open it: then it is known."""
    if inner.content.size != blob.content.size:
        return False
    try:
        known = formats.recognised(Head.of(blob))
        return all(one in known for one in formats.recognised(Head.of(inner))) and _are_same(inner.content, blob.content)
    except BadEvidence:
        return False


def _are_same(one: Content, other: Content) -> bool:
    with one.open() as first, other.open() as second:
        while block := first.read(_BLOCK):
            if block != second.read(len(block)):
                return False
    return True
