"""What lies beside the drafts: what each is for, to whom it goes and how, and what must not be sent yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from mimawari.faces.notices.pieces import stem
from mimawari.faces.notices.text import COLUMNS
from mimawari.faces.safe import own
from mimawari.faces.wrap import wrapped
from mimawari.model import TO_CHECK, Notice, Words

_TITLE = Words(en="Drafts of letters and reports", ja="連絡文・届出の下書き")
_HEAD = (
    Words(
        en="These are drafts. mimawari has sent nothing and sends nothing. Every date, number and name in them is from the "
        "evidence and the record of the case, or is marked as a place to fill. A person reads each one before it goes out.",
        ja="下書きです。mimawariは何も送信していません（自動で送信することはありません）。日付・数・名前は、証拠と対応の記録から"
        "入れたもので、分からない箇所には印があります。送る前に、必ず人が読んで確認してください。",
    ),
    Words(
        en="What is only suspected is called so. Do not make it sound more certain, or better, than it is.",
        ja="疑いの段階のものは、そう書いてあります。確実であるように、または問題がないように書き換えないでください。",
    ),
)
_TO = Words(en="to", ja="送り先")
_WAY = Words(en="how", ja="送り方")
_BLANKS = Words(en="places to fill", ja="記入する箇所")
_COUNT = Words(en="{count}: {what}", ja="{count}か所：{what}")
_NOT_YET = Words(en="DO NOT SEND YET", ja="【まだ送らないでください】")
_LONGEST = 1000
_MARK = Words(
    en="mark by which mimawari sees whether somebody changed this file: ",
    ja="このファイルが書き換えられていないかを、mimawariが確かめるための印：",
)
_SOURCE = Words(en="order of items", ja="項目の出典")


def readme(notices: Sequence[Notice], tongue: str) -> str:
    """The text, of the drafts in *tongue*."""
    lines = [_TITLE.say(tongue), ""]
    for words in _HEAD:
        lines += [*wrapped(words.say(tongue), COLUMNS), ""]
    common = _common(notices)
    for words in common:
        lines += [*wrapped(own(words.say(tongue), _LONGEST), COLUMNS), ""]
    for notice in notices:
        lines += [*_notice(notice, tongue, common), ""]
    text = "\n".join(lines).rstrip() + "\n\n"
    return f"{text}{_MARK.say(tongue)}{_digest(text.encode())}\n"


def is_as_written(content: bytes) -> bool:
    """Whether nobody changed a README since: its last line is a mark of all that stands above."""
    above, between, mark = content.removesuffix(b"\n").rpartition(b"\n")
    digest = _digest(above + between)
    return any(mark == f"{words}{digest}".encode() for words in (_MARK.en, _MARK.ja))


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:16]


def _common(notices: Sequence[Notice]) -> tuple[Words, ...]:
    """What is to be known before any of several is sent: it is said once."""
    every = [frozenset(one.before) for one in notices]
    return tuple(one for one in notices[0].before if all(one in them for them in every)) if len(notices) > 1 else ()


def _notice(notice: Notice, tongue: str, common: Sequence[Words]) -> Iterator[str]:
    yield (
        f"■ {notice.name.say(tongue)}（{stem(notice.kind, tongue)}）"
        if tongue == "ja"
        else (f"== {notice.name.say(tongue)} ({stem(notice.kind, tongue)})")
    )
    if notice.wait:
        yield from _entry(_NOT_YET.say(tongue), notice.wait.say(tongue), tongue)
    yield from _entry(_TO.say(tongue), notice.to.say(tongue), tongue)
    yield from _entry(_WAY.say(tongue), notice.way.say(tongue), tongue)
    if blanks := notice.blanks:
        what = ("、" if tongue == "ja" else "; ").join(one.text for one in blanks)
        yield from _entry(_BLANKS.say(tongue), _COUNT.say(tongue).format(count=len(blanks), what=what), tongue)
    for words in (one for one in notice.before if one not in common):
        yield from _entry("", own(words.say(tongue), _LONGEST), tongue)
    for one in notice.cited:
        mark = f" {TO_CHECK.say(tongue)}" if one.certainty.to_check else ""
        page = f" {one.page}" if one.page else ""
        yield from _entry(_SOURCE.say(tongue), f"{one.title.say(tongue)}{page}{mark}", tongue)


def _entry(label: str, text: str, tongue: str) -> Iterator[str]:
    between = "：" if tongue == "ja" else ": "
    lead = ("・" if tongue == "ja" else "- ") + (f"{label}{between}" if label else "")
    inner = "　" if tongue == "ja" else "  "
    for place, line in enumerate(wrapped(f"{lead}{text}", COLUMNS - 4)):
        yield f"{inner}{inner if place else ''}{line}"


def summary(notice: Notice, tongue: str) -> str:
    """One line of the list that a command prints."""
    count = f"{len(notice.blanks)}{'か所' if tongue == 'ja' else ' to fill'}"
    wait = _NOT_YET.say(tongue) if notice.wait else ""
    if tongue == "ja":
        return f"{wait}{notice.name.ja}（記入 {count}）　→ {notice.to.ja}"
    return f"{wait + ': ' if wait else ''}{notice.name.en} ({count}) -> {notice.to.en}"
