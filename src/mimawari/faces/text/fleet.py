"""Many machines as one: the sentence on all of them, and those of which nothing can be said yet, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text.beside import beside as beside_one
from mimawari.faces.text.beside import levels, notes
from mimawari.faces.text.file_sentences import any_file
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.mail_sentences import also, is_mailbox
from mimawari.faces.text.sentences import sentence as sentence_on_one
from mimawari.faces.text.unseen import Group, groups
from mimawari.faces.text.view import STANDINGS, HostView, View, file_name
from mimawari.model import Level, Report, Words

OPEN = (Level.UNDETERMINED, app.UNCHECKED)
"""How those machines stand of which nothing can be said."""

_MOST_OPENED = 3


class Among(StrEnum):
    """What a picture of many is of: PCs, mailboxes, or items where it is neither alone."""

    PCS = "pcs"
    MAILBOXES = "mailboxes"
    ITEMS = "items"


_SOME = {
    Among.PCS: Words(
        en="On the PCs that could be looked at, no sign of an infection was found. Of {count} of {all} nothing can be said yet.",
        ja="調べられたPCでは、感染の兆候は見つかっていません。ただし、{all}台中{count}台は、まだ判断できていません。",
    ),
    Among.MAILBOXES: Words(
        en="In the mailboxes that could be looked at, no dangerous mail was found. Of {count} of {all} nothing can be said yet.",
        ja="調べられたメールボックスからは、危険なメールは見つかっていません。ただし、{all}件中{count}件は、まだ判断できていません。",
    ),
    Among.ITEMS: Words(
        en="In what could be looked at, nothing was found. Of {count} of {all} nothing can be said yet.",
        ja="調べられたものからは、何も見つかっていません。ただし、{all}件中{count}件は、まだ判断できていません。",
    ),
}
_NONE = {
    Among.PCS: Words(
        en="Whether any of these {all} PCs is infected cannot be said yet.",
        ja="{all}台のいずれについても、感染しているかどうかは、まだ判断できていません。",
    ),
    Among.MAILBOXES: Words(
        en="Whether there are dangerous mails in any of these {all} mailboxes cannot be said yet.",
        ja="{all}件のメールボックスのいずれについても、危険なメールがあるかどうかは、まだ判断できていません。",
    ),
    Among.ITEMS: Words(
        en="Of none of these {all} can anything be said yet.",
        ja="{all}件のいずれについても、まだ判断できていません。",
    ),
}
_COUNTS = Words(en="{count} in all: {levels}.", ja="全部で{count}件：{levels}")
_MORE_OPENED = (
    Words(
        en="1 more file of such mails was opened: it is named below.",
        ja="このほか、こうしたメールのファイルが1件開かれた形跡があります（下に示します）。",
    ),
    Words(
        en="{count} more files of such mails were opened: they are named below.",
        ja="このほか、こうしたメールのファイルが{count}件開かれた形跡があります（下に示します）。",
    ),
)
_WHY = Words(en="{wanted}: {reason}", ja="{wanted}：{reason}")
_NO_REPORT = Words(en="no report of it is there", ja="レポートがありません")


@dataclass(slots=True)
class Open:
    """Machines of which nothing can be said for the same reason: its words, the damaged files if that is it, and what to do."""

    standing: str
    why: str
    remedy: str
    hosts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def among(view: View) -> Among:
    """What the picture is of."""
    boxes = [is_mailbox(view, host) for host in view.hosts]
    if boxes and all(boxes):
        return Among.MAILBOXES
    return Among.ITEMS if any(boxes) or any_file(view) else Among.PCS


def ranked(view: View) -> tuple[HostView, ...]:
    """Every machine, the worst first, those without a sign last."""
    return tuple(sorted(view.hosts, key=lambda host: (STANDINGS.index(host.standing), host.name.casefold(), host.name)))


def sentence(view: View) -> str:
    """The verdict on all machines in one sentence."""
    if view.verdict.level is not Level.UNDETERMINED or len(view.hosts) < 2:
        return sentence_on_one(view)
    count = sum(host.standing in OPEN for host in view.hosts)
    words = (_NONE if count == len(view.hosts) else _SOME)[among(view)]
    return view.say(words, count=count, all=len(view.hosts))


def beside(view: View) -> Iterator[Line]:
    """What must be said together with that sentence."""
    if len(view.hosts) < 2:
        yield from beside_one(view)
        return
    yield Line(_counts(view))
    for words in view.verdict.opened[:_MOST_OPENED]:
        yield Line(view.say(words), style=Style.CARE)
    if more := len(view.verdict.opened[_MOST_OPENED:]):
        yield Line(view.counted(_MORE_OPENED, more), style=Style.CARE)
    if said := also(view):
        yield Line(said, style=Style.CARE)
    yield from notes(view)


def _counts(view: View) -> str:
    """How many there are, and how many of each level."""
    return view.say(_COUNTS, count=len(view.hosts), levels=levels(view, view.hosts))


def still_open(view: View) -> Sequence[Open]:
    """Undetermined machines first, then unchecked ones; those with the same first reason and the same advice together."""
    found: dict[tuple[str, str, str], Open] = {}
    for host in ranked(view):
        if host.standing in OPEN:
            first = groups(View(Report(host.sources), view.known, view.language))[0]
            key = (host.standing, _why(view, host, first), shown(view.say(first.remedy), 600))
            one = found.setdefault(key, Open(*key))
            one.hosts.append(host.name)
            one.files += [file_name(source) for source in host.sources if source.kind == app.UNREAD]
    return sorted(found.values(), key=lambda one: (STANDINGS.index(one.standing), -len(one.hosts), one.hosts))


def _why(view: View, host: HostView, first: Group) -> str:
    if host.standing == app.UNCHECKED:
        return view.say(_NO_REPORT)
    wanted = view.listed(dict.fromkeys(view.named("wanted", word) for word in sorted(first.wanted)), 3)
    return view.say(_WHY, wanted=wanted, reason=first.why(view))
