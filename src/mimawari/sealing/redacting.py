"""People outside the firm are masked, the same person in the same way everywhere: ``person-3@example.jp``, ``person-3``.

The domain stays: it is what mail servers and experts look for, and says less than the person before the ``@``. That holds for
the senders of lures as well: such an address belongs to somebody who was robbed before, or is made up. What looks like an address
and is none (a Message-ID) is masked too. The firm's own addresses and people stay.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar

from mimawari.model.case_record import Entry
from mimawari.sealing import persons
from mimawari.sealing.addresses import address, addresses, has_other, is_one, parted, pattern
from mimawari.sealing.persons import mail_files, may_hold, named, strings, without_mail_files

__all__ = ["Mask", "addresses"]

_DONE = re.compile("(?:person|mail)-[0-9]+")
_WORD = re.compile("[a-z0-9._-]*")
_LONG = 2000
"""Characters up to which a text is remembered with what it became: names come again and again, pages do not."""
_NUMBERED = re.compile("&#([0-9]+);")
_T = TypeVar("_T")


@dataclass(slots=True)
class _People:
    """Who got which number. ``names`` are names as they are compared, with the number of whose they are."""

    owns: Callable[[str], bool]
    own_names: frozenset[str]
    numbers: dict[str, int] = field(default_factory=dict)
    mails: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)

    def number(self, address: str) -> int:
        return self.numbers.setdefault(address, len(self.numbers) + 1)

    def mail(self, name: str) -> int:
        """The number of a file of a mail: such files are called after people."""
        return self.mails.setdefault(name.casefold(), len(self.mails) + 1)

    def meet(self, name: str, address: str) -> None:
        """Somebody is named beside an address; what stands before the name in the same line may be no part of it."""
        words = re.split("[:：]\\s", name)[-1].split()
        for called in {" ".join(words), " ".join(words[-2:])}:
            bare = called.strip("\"' ")
            if not (self.owns(address) or len(bare) < 2 or may_hold(bare) or _folded(bare) in self.own_names):
                self.names.setdefault(bare, self.number(address))


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Masked(Entry):
    """An entry with people masked. ``was`` is the hash of the original, by which it is known."""

    was: str = ""

    @property
    def hash(self) -> str:
        """That of the original."""
        return self.was


class Mask:
    """Learns of people first, and then masks. ``owns`` says which addresses are the firm's; ``own_names`` are its people.

    ``words`` are those of the program that stand before an ``@`` (the steps of the plan).
    """

    def __init__(self, owns: Callable[[str], bool], own_names: Iterable[str] = (), words: Iterable[str] = ()) -> None:
        self._address = pattern(frozenset(words))
        self._people = _People(owns, frozenset(_folded(name) for name in own_names if name.strip()))
        self._kept: dict[str, str] = {}

    def learn(self, texts: Iterable[Any]) -> None:
        """Everybody who is named in what JSON can hold; numbers go by the alphabet, so that they are the same each time."""
        found: set[str] = set()
        beside: set[tuple[str, str]] = set()
        mails: set[str] = set()
        for text in texts:
            for one in strings(text):
                mails.update(hit[1].casefold() for hit in mail_files(one))
                if may_hold(one):
                    found.update(address(hit) for hit in self._address.finditer(one) if self._is_hidden(hit))
                    beside.update(named(one))
            beside.update(persons.beside(text))
        for one in sorted(found):
            self._people.number(one)
        for name, whose in sorted(beside):
            self._people.meet(name, whose)
        for mail in sorted(mails):
            self._people.mail(mail)

    def text(self, text: str) -> str:
        """*text* with people masked."""
        if len(text) > _LONG:
            return self._masked(text)
        if text not in self._kept:
            self._kept[text] = self._masked(text)
        return self._kept[text]

    def _hidden_in(self, text: str) -> str:
        text = without_mail_files(text, self._mail)
        return self._address.sub(self._hidden, text) if may_hold(text) else text

    def _masked(self, text: str) -> str:
        hidden = self._hidden_in(text)
        # What has the form of a word of the program itself (``no-sign``) is no name, whatever somebody calls himself.
        return hidden if not self._people.names or _WORD.fullmatch(text) else self._names.sub(self._called, hidden)

    def _mail(self, hit: re.Match[str]) -> str:
        return hit[0] if _DONE.fullmatch(hit[1]) else f"mail-{self._people.mail(hit[1])}{hit[2]}"

    def _is_hidden(self, hit: re.Match[str]) -> bool:
        if _DONE.fullmatch(parted(hit)[1]):
            return False
        return is_one(hit) and (has_other(hit) or not self._people.owns(address(hit)))

    def _hidden(self, hit: re.Match[str]) -> str:
        if not self._is_hidden(hit):
            return hit[0]
        return f"{parted(hit)[0]}person-{self._people.number(address(hit))}{hit[2]}{hit[3]}"

    def _called(self, hit: re.Match[str]) -> str:
        number = self._numbers.get(_folded(hit[0]))
        return f"person-{number}" if number else hit[0]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for name, number in self._people.names.items():
            for part in (name, *persons.parts(name)):
                if _folded(part) not in self._people.own_names:
                    found.setdefault(_folded(part), number)
        return found

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """Whole names with whatever spaces, and their parts; the longest first."""
        every = {part for name in self._people.names for part in (name, *persons.parts(name))}
        return re.compile(
            "|".join(persons.spelled(part) for part in sorted(every, key=lambda part: (-len(part), part))), re.IGNORECASE
        )

    def json(self, content: bytes) -> bytes:
        """A JSON text with the people in its values masked. Raises ``ValueError`` for what is none."""
        try:
            found = json.loads(content)
        except RecursionError as error:
            raise ValueError("too deep") from error
        return (json.dumps(self.of(found), indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")

    def lines(self, content: bytes) -> bytes:
        """The same of lines of JSON."""
        masked = (json.dumps(self.of(json.loads(line)), sort_keys=True, ensure_ascii=False) for line in content.splitlines())
        return "".join(f"{line}\n" for line in masked).encode()

    def page(self, content: bytes) -> bytes:
        """The same of a page of HTML in ASCII, whose letters beyond are written as numbers."""
        text = _NUMBERED.sub(lambda hit: hit[0] if int(hit[1]) < 128 else html.unescape(hit[0]), content.decode("ascii", "replace"))
        return self.text(text).encode("ascii", "xmlcharrefreplace")

    def of(self, value: _T) -> _T:
        """Anything made of nouns with all people in it masked; findings keep the ids that they had."""
        made: Any = self._of(value)
        return made  # type: ignore[no-any-return]

    def _of(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self._key(key): self._of(one) for key, one in value.items()}
        if isinstance(value, list | tuple | frozenset):
            return type(value)(self._of(one) for one in value)
        return self._noun(value) if is_dataclass(value) and not isinstance(value, type) else value

    def _key(self, key: Any) -> Any:
        """A key: a name in it may be a word of the program, an address is one."""
        return self._hidden_in(key) if isinstance(key, str) and not isinstance(key, Enum) else self._of(key)

    def _noun(self, value: Any) -> Any:
        named = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        masked = {name: made for name, one in named.items() if (made := self._of(one)) is not one and made != one}
        if not masked:
            return value
        if isinstance(value, Entry):
            return _Masked(**{**named, **masked}, was=value.hash)
        made = replace(value, **masked)
        if isinstance(getattr(type(value), "id", None), cached_property):
            made.__dict__["id"] = value.id
        return made
