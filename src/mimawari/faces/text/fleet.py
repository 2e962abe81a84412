"""Many machines as one: the sentence on all of them, and those of which nothing can be said yet, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text.beside import beside as beside_one
from mimawari.faces.text.beside import counts, notes
from mimawari.faces.text.file_sentences import any_file
from mimawari.faces.text.line import Line
from mimawari.faces.text.sentences import sentence as sentence_on_one
from mimawari.faces.text.unseen import Group, groups
from mimawari.faces.text.view import STANDINGS, HostView, View, file_name
from mimawari.model import Level, Report, Words

OPEN = (Level.UNDETERMINED, app.UNCHECKED)
"""How those machines stand of which nothing can be said."""

_SOME = Words(
    en="On the PCs that could be looked at, no sign of an infection was found. Of {count} of {all} nothing can be said yet.",
    ja="調べられたPCでは、感染の兆候は見つかっていません。ただし、{all}台中{count}台は、まだ判断できていません。",
)
_NONE = Words(
    en="Whether any of these {all} PCs is infected cannot be said yet.",
    ja="{all}台のいずれについても、感染しているかどうかは、まだ判断できていません。",
)
_SOME_FILES = Words(
    en="In what could be looked at, nothing was found. Of {count} of {all} nothing can be said yet.",
    ja="調べられたものからは、何も見つかっていません。ただし、{all}件中{count}件は、まだ判断できていません。",
)
_NONE_FILES = Words(
    en="Of none of these {all} can anything be said yet.",
    ja="{all}件のいずれについても、まだ判断できていません。",
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


def ranked(view: View) -> tuple[HostView, ...]:
    """Every machine, the worst first, those without a sign last."""
    return tuple(sorted(view.hosts, key=lambda host: (STANDINGS.index(host.standing), host.name.casefold(), host.name)))


def sentence(view: View) -> str:
    """The verdict on all machines in one sentence."""
    if view.verdict.level is not Level.UNDETERMINED or len(view.hosts) < 2:
        return sentence_on_one(view)
    count = sum(host.standing in OPEN for host in view.hosts)
    none, some = (_NONE_FILES, _SOME_FILES) if any_file(view) else (_NONE, _SOME)
    return view.say(none if count == len(view.hosts) else some, count=count, all=len(view.hosts))


def beside(view: View) -> Iterator[Line]:
    """What must be said together with that sentence."""
    if len(view.hosts) < 2:
        yield from beside_one(view)
        return
    yield Line(counts(view))
    yield from notes(view)


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
