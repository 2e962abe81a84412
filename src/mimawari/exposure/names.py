"""Names of people and firms as mails, books and shops write them, taken apart; and a key under which variants are one.

A key says that two names are written alike. It never says that two people are one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from mimawari.exposure import readings
from mimawari.knowledge.exposure import ExposureTables

LONGEST = 200
_QUOTES = "\"'“”„«»「」『』＂’‘`"
_AROUND = " \t,;:、。・/|-_" + _QUOTES
_ASIDE = re.compile(r"[(\[<【〔《]([^()\[\]<>【】〔〕《》]{1,100})[)\]>】〕》]")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30ff\s]+")
_WIDE = re.compile("[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ALWAYS = ("様", "さま", "さん", "殿", "先生", "御中")
_SPACES = re.compile(r"[\s\u3000]+")
_WIDTH = re.compile(r"[\uff01-\uffef\u3000]+|[^\s\uf900-\ufaff][\u0300-\u036f\u3099\u309a]+")
_FORM = re.compile("(?:株式|有限|合同|合資|合名)会社|[(（][^()（）]{1,2}[)）]|[㈱㈲㈳㈶㍿]")
_SLASH = re.compile("[/／|｜]")
_LONG_NAME = 7
_AND = re.compile("[・&＆、/／]")
_KANJI = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: the person's, without honorific; the honorific that stood there; the firm's or its part's."""

    person: str = ""
    honorific: str = ""
    organisation: str = ""


def taken_apart(text: str, tables: ExposureTables) -> Name:
    """What *text* names. A name that is only an address names nobody."""
    return _taken_apart(text[:LONGEST], _Tables(tables))


class _Tables:
    """The tables, equal wherever they are the same ones, so that names that come again and again are looked at once."""

    def __init__(self, tables: ExposureTables) -> None:
        self.of = tables

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Tables) and other.of is self.of

    def __hash__(self) -> int:
        return id(self.of)


@lru_cache(maxsize=5_000)
def _taken_apart(text: str, held: _Tables) -> Name:
    tables = held.of
    plain, behind = _at(_ADDRESS.sub(" ", to_show(text)))
    plain, aside = _without_aside(plain)
    plain = _one_of_scripts(_SPACES.sub(" ", plain).strip(_AROUND), tables)
    plain, of_firm = _without(plain, tables.of_firms)
    if plain in tables.crowds:
        return Name()
    plain, honorific = _without(plain, tables.honorifics)
    if honorific in _ALWAYS:
        # 山田部長様, but 鵜殿様.
        plain, _ = _without(plain, tuple(word for word in tables.honorifics if len(word) > 1 and word not in _ALWAYS))
    words = plain.split(" ") if plain else []
    words, title = _without_title(words, tables)
    person, organisation = _divided(words, tables)
    if not organisation and (of_firm or "担当" in honorific):
        person, organisation = "", person
    person, aside = _told_aside(person, aside, tables)
    return Name(
        person,
        honorific or title or ("御中" if of_firm else ""),
        organisation or ("" if behind in tables.places else behind) or aside,
    )


def _at(text: str) -> tuple[str, str]:
    """山田太郎＠緑雑貨: somebody, and where."""
    person, at, firm = text.partition("@")
    return (person, firm.strip(_AROUND)) if at and _WIDE.search(text) else (text, "")


def _one_of_scripts(text: str, tables: ExposureTables) -> str:
    """山田太郎 / Taro Yamada as 山田太郎; 山田太郎/緑商店 as words of their own."""
    parts = [part.strip() for part in _SLASH.split(text)]
    if len(parts) < 2 or not _WIDE.search(text):
        return text
    if any(_is_firm(part, tables) for part in parts):
        return " ".join(parts)
    kanji = [part for part in parts if _KANJI.search(part)]
    others = [_key_of(part, tables) for part in parts if part not in kanji]
    return kanji[0] if len(kanji) == 1 and all(readings.is_kana(one) or readings.is_japanese(one) for one in others) else text


def _told_aside(person: str, aside: str, tables: ExposureTables) -> tuple[str, str]:
    """A person and what stood in brackets behind it: a reading, the name itself, a title, or the firm."""
    if not aside or _is_reading(aside) or aside in tables.places or aside.lower().rstrip(".") in tables.titles:
        return person, ""
    if _WIDE.search(person) and not _WIDE.search(aside):
        key = _key_of(aside, tables)
        return person, "" if " " in key and readings.is_japanese(key) else aside
    if person and not _WIDE.search(person) and readings.is_japanese(_key_of(person, tables)) and _is_name(aside, tables):
        return aside, ""
    return person, aside


def _is_name(text: str, tables: ExposureTables) -> bool:
    """Whether what stands in brackets behind Latin letters is the name in kanji."""
    return bool(_KANJI.search(text)) and len(text) <= _LONG_NAME and not _is_firm(text, tables) and not is_office(text, tables)


def _key_of(text: str, tables: ExposureTables) -> str:
    return _key(text[:LONGEST], _Tables(tables))


def normal(text: str) -> str:
    """In one width, on one line, without what nobody sees."""
    if text.isascii():
        return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
    told = unicodedata.normalize("NFKC", text)
    return "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in told)


def to_show(text: str) -> str:
    """On one line, without what nobody sees, and with its own signs: ``①``, ``㈱`` and ``髙`` stay; only widths become one."""
    told = _WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in told)


def _without_aside(text: str) -> tuple[str, str]:
    """Without what stands in brackets, but for the form of a firm; and that."""
    found = [one for one in _ASIDE.finditer(text) if len(one[1]) > 1]
    for one in reversed(found):
        text = f"{text[: one.start()]} {text[one.end() :]}"
    return text, found[0][1].strip(_AROUND) if found else ""


def _is_reading(text: str) -> bool:
    """Whether it is how a name is read."""
    return _KANA.fullmatch(text) is not None


def _without(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    """*text* without one of *words* at its end; one that would leave a single sign is cut off only if it is nothing else."""
    for word in words:
        if text.lower().endswith(word) and len(text) - len(word) >= (1 if word in _ALWAYS else 2):
            return text[: -len(word)].strip(_AROUND), word
    return text, ""


def _without_title(words: list[str], tables: ExposureTables) -> tuple[list[str], str]:
    if len(words) > 1 and words[0].lower().rstrip(".") in tables.titles:
        return words[1:], words[0]
    if len(words) > 1 and words[-1].lower().rstrip(".") in tables.suffixes:
        return [*words[:-2], words[-2].rstrip(",")], ""
    words = [word for word in words[:-1] if not word.endswith(tables.care_of)] + words[-1:]
    posts = {word for word in words[:-1] if word in tables.posts}
    if posts:
        return [word for word in words if word not in posts], ""
    return words, ""


def _divided(words: list[str], tables: ExposureTables) -> tuple[str, str]:
    """The person and the firm of words. A firm whose name is written together with a person's stays as it is."""
    if words and not any(map(_WIDE.search, words)):
        is_firm = any(word.lower().strip(",") in tables.latin_firms for word in words)
        return ("", " ".join(words)) if is_firm else (_turned(" ".join(words)), "")
    firm = [_is_firm(word, tables) for word in words]
    for number, word in enumerate(words):
        # 株式会社 緑雑貨 山田: the form may stand by itself, before the name or behind it.
        if word in tables.firms and not any(firm[at] for at in (number + 1, number - 1) if 0 <= at < len(words)):
            firm[number + 1 if number + 1 < len(words) and number == 0 else number - 1] = True
    of_firm = [word for word, is_firm in zip(words, firm, strict=True) if is_firm]
    rest = [word for word, is_firm in zip(words, firm, strict=True) if not is_firm]
    return " ".join(rest), " ".join(of_firm)


def _turned(text: str) -> str:
    """``Yamada, Taro`` as it is spoken."""
    family, comma, given = text.partition(", ")
    return f"{given} {family}" if comma and family and given and "," not in given else text


def _is_firm(word: str, tables: ExposureTables) -> bool:
    word = unicodedata.normalize("NFKC", word)
    if any(form in word for form in tables.firms):
        return True
    return len(word) > 2 and word.endswith(tables.parts) and word not in tables.surnames


def is_office(person: str, tables: ExposureTables) -> bool:
    """Whether a name is that of an office or a post, and of nobody: ご担当者, カスタマーサービス, 受注係, Customer Support."""
    return _is_office(person[:LONGEST], _Tables(tables))


@lru_cache(maxsize=5_000)
def _is_office(person: str, held: _Tables) -> bool:
    tables = held.of
    plain = unicodedata.normalize("NFKC", person).casefold()
    if any(word in plain for word in tables.offices):
        return True
    words = plain.replace(".", " ").split()
    return any(word in tables.latin_offices or word in tables.office_words or word.endswith(tables.office_ends) for word in words)


def firm_key(text: str) -> str:
    """The name of a firm as it is compared: without its form (株式会社), width, case, spaces and signs."""
    plain = unicodedata.normalize("NFKC", _FORM.sub(" ", text)).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def key(person: str, tables: ExposureTables) -> str:
    """A name as it is compared: without case, width, spaces; Latin words in any order; old forms of a character as the new."""
    return _key(person[:LONGEST], _Tables(tables))


@lru_cache(maxsize=5_000)
def _key(person: str, held: _Tables) -> str:
    tables = held.of
    plain = unicodedata.normalize("NFKC", person).casefold().translate(tables.variants)
    words = ["".join(sign for sign in word if sign.isalnum()) for word in plain.replace(",", " ").replace("・", " ").split()]
    if _WIDE.search(plain):
        return "".join(words)
    return " ".join(sorted(filter(None, words)))


def companions(person: str) -> tuple[str, ...]:
    """Who else is in a name of several, as it stands there: 高橋 健・美咲. One in kana is one person's: ジョン・スミス."""
    parts = [part.strip() for part in _AND.split(person)]
    return tuple(parts[1:]) if all(map(_KANJI.search, parts)) else ()


def may_differ(one: str, other: str) -> bool:
    """Whether two keys may be two people's: neither holds the other, and neither may only be how the other is read or spelt."""
    if one in other or other in one:
        return False
    kanji, kana = [_KANJI.search(key) is not None for key in (one, other)], [readings.is_kana(key) for key in (one, other)]
    if any(kanji):
        read = other if kanji[0] else one
        return all(kanji) or not (readings.is_kana(read) or readings.is_japanese(read))
    if any(kana) and not all(kana) and not readings.is_japanese(other if kana[0] else one):
        # A name from abroad, as it is written in kana.
        return False
    return not readings.sounds(one) & readings.sounds(other)


def is_whole(person: str, name_key: str) -> bool:
    """Whether it is a surname with a given name, as far as its length tells: 田中 alone is the name of many."""
    if _WIDE.search(name_key):
        return len(name_key) >= 4 or (len(name_key) == 3 and " " in person.strip())
    return " " in name_key
