"""Values come from an attacker: the one module that makes them harmless to show.

Nothing that this module lets through moves a cursor, colours a terminal, turns the direction of writing, starts a new line or
can be clicked by accident. Backslashes stay as they are, because Windows paths are full of them.
"""

from __future__ import annotations

import re
import unicodedata

from mimawari.model import Words
from mimawari.model.os_words import cause

LIMIT = 400

# Cc: control codes (C0, C1), Cf: bidi controls, zero-width and tag characters, Cs: lone surrogates, Zl and Zp: line ends.
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}

_URL = re.compile(r"\b(h)(tt)(ps?)(://|:\\\\)([^\s/\\?#]*)", re.IGNORECASE)
_FTP = re.compile(r"\bf(t)(ps?://)([^\s/?#]*)", re.IGNORECASE)
_IPV4 = re.compile(r"(?<![\d.])((?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3})(?![\d.])")
_MAIL = re.compile(r"(?<![\w.+%-])([\w.+%-]{1,64})@((?:[\w-]{1,63}\.){1,10}\w{2,63})")

_PLAIN_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,10}[A-Za-z]{2,63}")


def plain(text: str) -> str:
    """*text* on one line, every control, format and surrogate code written out as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(c) for c in text)


def _escape(char: str) -> str:
    if unicodedata.category(char) not in _HARMFUL:
        return char
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def defanged(text: str) -> str:
    """*text* with addresses that no program makes a link of: ``hxxp://a[.]example``, ``192.0.2[.]1``, ``a[@]b[.]example``."""
    text = _URL.sub(lambda m: f"{m[1]}xx{m[3]}{m[4]}{_dotted(m[5])}", text)
    text = _FTP.sub(lambda m: f"fx{m[2]}{_dotted(m[3])}", text)
    text = _MAIL.sub(lambda m: f"{m[1]}[@]{_dotted(m[2])}", text)
    return _IPV4.sub(lambda m: "[.]".join(m[1].rsplit(".", 1)), text)


def _dotted(host: str) -> str:
    return re.sub(r"(?<!\[)\.(?!\])", "[.]", host)


def shown(value: object, limit: int = LIMIT) -> str:
    """Any value fit to stand in a line of text: harmless, defanged and no longer than about *limit* characters."""
    # Before as well: a line end, written out as an escape, would stand like a letter before the address.
    return defanged(plain(defanged(_cut(str(value), limit))))


def harmless(value: object, limit: int = LIMIT) -> str | Words:
    """:func:`shown`, of words in each language; of an error of the operating system its cause."""
    if isinstance(value, OSError):
        value = cause(value)
    if isinstance(value, Words):
        return Words(en=shown(value.en, limit), ja=shown(value.ja, limit))
    return shown(value, limit)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    tail = limit // 4
    return f"{text[: limit - tail]}…{text[-tail:]}"


def own(value: object, limit: int = LIMIT) -> str:
    """As :func:`shown`, but addresses stay as they are: for what the reader wrote down, and compares with what stands there."""
    return plain(_cut(str(value), limit))


def usable(address: str) -> str:
    """A mail address that is nothing but one, as it stands, so that people can use it; anything else as :func:`shown` has it.

    For addresses of the firm itself, in what it sends to others.
    """
    return address if _PLAIN_MAIL.fullmatch(address) else shown(address)


def file_name(text: str, otherwise: str) -> str:
    """*text* as part of a file name that leads nowhere and that Windows takes too; *otherwise* where nothing is left."""
    kept = "".join(c if c.isalnum() or c in "-_" else "_" for c in text[:63])
    return kept if kept.strip("_") else otherwise


_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def cell(value: object, limit: int = 4000) -> str:
    """Any value fit to stand in a cell of a CSV file: on one line, and for no spreadsheet a formula (a ``'`` stands before it).

    Addresses stay as they are: a program that compares them must find them.
    """
    text = plain(_cut(str(value), limit))
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
