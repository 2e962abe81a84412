"""Lists in plain text: a hash or a name a line, what sha256sum prints, indicators copied out of a report, and CSV."""

from __future__ import annotations

import re
from pathlib import Path

from mimawari.model import Reason
from mimawari.signatures.indicators.columns import Columns
from mimawari.signatures.indicators.digits import bare, may_be_meant
from mimawari.signatures.indicators.families import family_of
from mimawari.signatures.indicators.filling import Filling
from mimawari.signatures.indicators.json_walk import Broken
from mimawari.signatures.indicators.lines import lines
from mimawari.signatures.indicators.printed import Printed
from mimawari.signatures.indicators.saying import WIDTH, Saying, plain
from mimawari.signatures.indicators.verdicts import says_harmless, weight

_NOTHING = Saying()
_COMMENT = ("#", ";", "//")
_HASH = re.compile(r"(?<![\w./@-])[0-9A-Fa-f]{32,128}(?![\w/@-])", re.ASCII)
_KIND = {2 * width: kind for kind, width in WIDTH.items()}
_OTHER_HASHES = {56: "sha224", 96: "sha384", 128: "sha512"}
_CONTENTS_OF_FEED = re.compile(r"[0-9a-f]{32},[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_DEFANGED = (
    (re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]", re.IGNORECASE), "."),
    (re.compile(r"\[:\]"), ":"),
    (re.compile(r"\[@\]|\[at\]", re.IGNORECASE), "@"),
    (re.compile(r"^hxxp", re.IGNORECASE), "http"),
)
# What stands in lists beside hashes and names; none of it can be found in a file's content or name.
_ELSEWHERE = (
    ("url", re.compile(r"[a-z][a-z0-9+.-]{1,12}://\S+", re.IGNORECASE)),
    ("email", re.compile(r"[^\s@]{1,128}@[\w.-]{1,255}")),
    ("ip", re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|/\d{1,2})?", re.ASCII)),
    ("ip", re.compile(r"\[?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\]?(?::\d{1,5}|/\d{1,3})?", re.IGNORECASE)),
    ("url-path", re.compile(r"/\S*")),
    ("domain", re.compile(r"(?:[\w-]{1,63}\.){1,10}[a-z][a-z0-9-]{1,62}(?::\d{1,5})?(?:/\S*)?", re.IGNORECASE)),
)
_SEVERAL = re.compile(r"[\s,;|]")
"""What stands between a hash and a name: a line with it is not one name."""

_PATH = re.compile(r"(?:[a-z]:|%\w+%|\\)\\.*", re.IGNORECASE)


def read(path: Path, encoding: str, filling: Filling) -> None:
    """Put the rows of the list at *path* into *filling*; may raise ``Broken`` and ``OSError``."""
    filling.tally.form = "text"
    columns: Columns | None = None
    printed = Printed()
    for number, line in lines(path, encoding):
        text = line.strip() if line else ""
        if line is None:
            filling.not_understood(number, "lines that are too long")
        elif (columns is None and printed.is_beside(line)) or not text or _is_hash(text, number, filling):
            continue
        # One export may be copied behind another, under a heading of its own.
        elif (columns is None or text.startswith("#")) and (named := Columns.named_by(text)):
            columns, filling.tally.form = named, "csv"
        elif not text.startswith(_COMMENT):
            columns.row(text, number, filling) if columns else _loose(text, number, filling)


def _is_hash(text: str, number: int, filling: Filling) -> bool:
    """Take a line that is nothing else."""
    return len(text) in _KIND and filling.hash(text, _NOTHING, number)


def _loose(text: str, number: int, filling: Filling) -> None:
    """A line of its own."""
    if _CONTENTS_OF_FEED.fullmatch(text):
        raise Broken(number, Reason.UNSUPPORTED, "the table of contents of a MISP feed, which holds no hashes of files")
    written, text = text, bare(text)
    # What looks like a hash in an address is none of a file.
    found = _HASH.findall(" ".join(word for word in text.split() if "://" not in word))
    lengths = {len(one) for one in found} & {*_KIND, *_OTHER_HASHES}
    if lengths:
        _hashes(text, [one for one in found if len(one) in lengths], number, filling)
    elif not _elsewhere(_refanged(text), filling):
        _name(written, number, filling)


def _hashes(text: str, found: list[str], number: int, filling: Filling) -> None:
    """The hashes of a line. Those of several kinds are of one file: the surest stands for it."""
    width = max((len(one) for one in found if len(one) in _KIND), default=0)
    if not width:
        filling.unmatched(_OTHER_HASHES[len(found[0])])
        return
    rest = plain(re.sub(r"\s+", " ", _HASH.sub(" ", text)).strip(" -#*,;:|\"'()\t"))
    words = [word.strip(" -#*\"'()\t") for word in re.split(r"[,;|\t]", rest)]
    if any(map(says_harmless, words)):
        filling.tally.aside += 1
        return
    said = Saying(family=family_of(rest, filling.known.aliases), note=rest, strength=weight(words))
    for one in found:
        if len(one) == width and not filling.hash(one, said, number):
            filling.not_understood(number)


def _elsewhere(text: str, filling: Filling) -> bool:
    """Whether it is something that no file is compared with."""
    if text.rpartition(".")[2].lower() in filling.known.extensions and not re.search(r"[/@\\]", text):
        return False
    kind = next((kind for kind, looks in _ELSEWHERE if looks.fullmatch(text)), None)
    if kind:
        filling.elsewhere(kind)
    elif _PATH.fullmatch(text):
        filling.unmatched("path")
        kind = "path"
    return kind is not None


def _name(text: str, number: int, filling: Filling) -> None:
    """A name; or words of a report, which are no row as long as nothing in them may be meant for a file."""
    meant = _refanged(text)
    has_digits = may_be_meant(bare(text))
    if not (has_digits and _SEVERAL.search(text.strip())) and filling.name(meant, Saying(), number):
        return
    words = (word.strip("\"'()<>,.;:") for word in meant.split())
    if has_digits or any("." in word and word.rpartition(".")[2].lower() in filling.known.extensions for word in words):
        filling.not_understood(number)
    else:
        filling.elsewhere("text")


def _refanged(text: str) -> str:
    """*text* without the marks that keep people from clicking on it."""
    for looks, meant in _DEFANGED:
        text = looks.sub(meant, text)
    return text
