"""What servers wrote into a mail's header of their checks: Authentication-Results (RFC 8601) and Received-SPF (RFC 7208 9.1).

ARC-Authentication-Results (RFC 8617) are none: they tell what somebody else says to have seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats.mail.headers import Headers
from mimawari.formats.mail.hops import HOPS, hop
from mimawari.model import Method, Results

FIELDS, FIELD, METHODS, PROPERTIES = 40, 4000, 30, 30
"""The most fields that are read, characters of one, methods of one and properties of one."""
_VALUE = 300
_QUOTED = r'"(?:[^"\\]++|\\.)*+(?:"|\Z)'
_WORDS = re.compile(rf'((?:{_QUOTED}|[^\s";()=])++)|([;=])|(\()', re.DOTALL)
# Addresses that a forwarder made (SRS, VERP) have equal signs.
_VALUES = re.compile(rf'((?:{_QUOTED}|[^\s";()])++)|(;)|(\()', re.DOTALL)
_ENDS, _IS = "\0;", "\0="
"""A semicolon and an equal sign that are none of a value."""
_IN_COMMENT = re.compile(r"\\.|[()]", re.DOTALL)
_METHOD = re.compile(r"[a-z][a-z0-9\-]{0,40}")
_RESULT = re.compile(r"[a-z]{2,20}")
_PAIR = re.compile(r"\\(.)", re.DOTALL)
_DOT = re.compile(r"\b(smtp|header|body|policy|dns)\s{0,3}\.\s{0,3}(?=[A-Za-z])")
_WORD = re.compile(r"\s{0,20}([A-Za-z]{2,20})\b")
_SAID_BY = re.compile(r"\s{0,5}([\w.\-]{3,255}):\s")
_OF = re.compile(r"\bdomain of (?:transitioning )?<?([^\s<>()]{1,255}?)>?(?=[\s)])")
# Received-SPF names what RFC 8601 2.7.2 calls by these names.
_SPF = {"envelope-from": "smtp.mailfrom", "helo": "smtp.helo"}


def results(headers: Headers) -> tuple[Results, ...]:
    """All of them in their order. Received fields above count where :attr:`mimawari.model.Message.received` has them."""
    above, met, seen = 0, dict[str, int](), 0
    found: list[Results] = []
    for name in headers.order:
        at = met[name] = met.get(name, -1) + 1
        if name == "received" and at < HOPS:
            above += _is_hop(headers.fields[name][at].decode("latin-1"))
        elif name in _READ and seen < FIELDS:
            seen += 1
            found.append(_READ[name](headers.fields[name][at][:FIELD].decode("latin-1"), above))
    return tuple(found)


def _is_hop(field: str) -> bool:
    one = hop(field)
    return bool(one.helo or one.name or one.address or one.by)


def authentication(field: str, above: int = 0) -> Results:
    """One Authentication-Results field, unfolded. Microsoft's have no authserv-id."""
    sections = _sections(_DOT.sub(r"\1.", field))
    server = ""
    if sections and sections[0][0] != _IS and _IS not in sections[0][1:2]:
        server = sections.pop(0)[0].lower()
    return Results(server[:255], above, tuple(filter(None, map(_method, sections[:METHODS]))))


def _sections(field: str) -> list[list[str]]:
    """The words between the semicolons, equal signs as a word of their own, comments left out."""
    found: list[list[str]] = [[]]
    for word in _words(field.replace("\0", "")):
        if word == _ENDS:
            found.append([])
        else:
            found[-1].append(word)
    return [section for section in found if section]


def _words(field: str) -> Iterator[str]:
    at, form = 0, _WORDS
    while one := form.search(field, at):
        at = one.end()
        if one[3]:
            at = _behind_comment(field, at)
            continue
        yield _plain(one[1]) if one[1] else _ENDS if one[2] == ";" else _IS
        form = _VALUES if one[2] == "=" else _WORDS


def _plain(word: str) -> str:
    """A word without its quotes."""
    bare = word.replace('"', "") if "\\" not in word else _PAIR.sub(r"\1", re.sub(r'(?<!\\)"', "", word))
    return bare[:_VALUE]


def _behind_comment(field: str, at: int) -> int:
    """Where a comment ends that began before *at*; comments lie in each other (RFC 5322 3.2.2)."""
    depth = 1
    for mark in _IN_COMMENT.finditer(field, at):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if not depth:
            return mark.end()
    return len(field)


def _method(words: list[str]) -> Method | None:
    """``method[/version]=result`` and what follows; None where it is none."""
    words = _without_dots(words[:1] + words[3:] if words[1:2] == ["/"] else words)
    if len(words) < 3 or words[1] != _IS:
        return None
    name, result = words[0].lower().partition("/")[0], words[2].lower()
    if not _METHOD.fullmatch(name) or not _RESULT.fullmatch(result):
        return None
    places = (at for at in range(4, len(words) - 1) if words[at] == _IS and _IS not in (words[at - 1], words[at + 1]))
    pairs = [(words[at - 1].lower()[:100], words[at + 1]) for at in places]
    return Method(name, result, tuple(pairs[:PROPERTIES]))


def _without_dots(words: list[str]) -> list[str]:
    """``policy . expired``, with comments between them, as one word."""
    while "." in words[1:-1]:
        at = words.index(".", 1)
        words = [*words[: at - 1], "".join(words[at - 1 : at + 2]), *words[at + 2 :]]
    return words


def received_spf(field: str, above: int = 0) -> Results:
    """One Received-SPF field, unfolded. Its keys stand as they are; who sent is there by the name of RFC 8601 as well."""
    word = _WORD.match(field)
    behind = field[word.end() :] if word else field
    comment, rest = _comment(behind)
    pairs = _pairs(rest)
    known = dict(pairs)
    for key, name in _SPF.items():
        if known.get(key):
            pairs.append((name, known[key]))
    if "envelope-from" not in known and (told := _OF.search(comment)):
        pairs.append(("smtp.mailfrom", told[1].rstrip(":")))
    said_by = _SAID_BY.match(comment)
    server = known.get("receiver", "") or (said_by[1] if said_by else "")
    methods = (Method("spf", word[1].lower(), tuple(pairs[:PROPERTIES])),) if word else ()
    return Results(server.lower()[:255], above, methods)


def _comment(text: str) -> tuple[str, str]:
    """The comment that *text* begins with, and what is behind it."""
    bare = text.lstrip()
    if not bare.startswith("("):
        return "", bare
    end = _behind_comment(bare, 1)
    return bare[1:end], bare[end:]


def _pairs(text: str) -> list[tuple[str, str]]:
    """``key=value`` pairs between semicolons, without comments. An address in IPv6 has colons, which are part of it."""
    found: list[tuple[str, str]] = []
    for section in _sections(text):
        places = [at for at, word in enumerate(section) if word == _IS and 0 < at < len(section) - 1]
        found += [(section[at - 1].lower()[:100], section[at + 1].strip("<>")) for at in places]
    return found


_READ = {"authentication-results": authentication, "received-spf": received_spf}
