"""The verdict in one plain sentence where mailboxes were looked at, and no machine."""

from __future__ import annotations

from mimawari import app
from mimawari.faces.text.mails import letters, weighty
from mimawari.faces.text.view import HostView, View
from mimawari.model import Level, Words

_BESIDE = frozenset({"single-file", "unknown", "unopened", "evidence-folder"})

_BOTH = Words(
    en="“{name}” holds {carrying} by which malware is spread{emotet}, and {lures} with the marks of forged mail.",
    ja="「{name}」に、マルウェアに感染させるためのメールが{carrying}{emotet}、なりすましの手口と一致する不審なメールが{lures}あります。",
)
_CARRYING = Words(
    en="“{name}” holds {carrying} by which malware is spread{emotet}.",
    ja="「{name}」に、マルウェアに感染させるためのメールが{carrying}あります{emotet}。",
)
_LURES = Words(
    en="“{name}” holds {lures} with the marks of forged mail, by how it was sent and what it says: senders of malware such as "
    "Emotet write so. What is attached or linked could not be shown to be malware.",
    ja="「{name}」に、Emotetなどのマルウェアを送りつける「なりすましメール」の手口と一致する不審なメールが{lures}あります。"
    "添付ファイルやリンク先がマルウェアかどうかは、確認できていません。",
)
_EMOTET = (
    Words(en=" (1 of them bears the marks of Emotet)", ja="（うち1通に、Emotetの特徴があります）"),
    Words(en=" ({count} of them bear the marks of Emotet)", ja="（うち{count}通に、Emotetの特徴があります）"),
)
_ALL_EMOTET = (
    Words(en=" (it bears the marks of Emotet)", ja="（Emotetの特徴があります）"),
    Words(en=" (all of them bear the marks of Emotet)", ja="（すべてに、Emotetの特徴があります）"),
)
_COUNT = (Words(en="1 mail", ja="1通"), Words(en="{count} mails", ja="{count}通"))
_NOT_TOLD = Words(
    en=" Whether somebody opened them cannot be told from the mails alone.",
    ja="開かれたかどうかは、メールだけでは分かりません。",
)
_UNDETERMINED = Words(
    en="Whether there are dangerous mails in “{name}” could not be told, because not all of it could be looked at.",
    ja="「{name}」に危険なメールがあるかどうかは、判断できませんでした。調べられなかった部分があるためです。",
)
_NO_SIGN = Words(
    en="Nothing dangerous was found in “{name}”, as far as it was looked at ({seen}).",
    ja="「{name}」を調べた範囲では、危険なメールは見つかりませんでした（調べたメール：{seen}）。",
)
_EMPTY = Words(
    en="There is no mail in “{name}”. Is it the right place?",
    ja="「{name}」には、メールが1通も入っていません。指定した場所が正しいか、確認してください。",
)
_NO_MAIL = "there is no mail in it"
"""What a gap says of a mailbox without a mail."""
_NAMES = Words(en="{first} and {more} more", ja="{first}ほか{more}件")


def only_mail(view: View) -> bool:
    """Whether mailboxes were looked at (and perhaps files), and no machine."""
    kinds = {source.kind for source in view.sources}
    mailboxes = {kind for kind in kinds if view.known.like.get(kind) == "mail"}
    return bool(mailboxes) and kinds <= mailboxes | _BESIDE


def is_of_mail(view: View) -> bool:
    """Whether the level of the whole is about mailboxes, and no machine was looked at."""
    beside = {host.level for host in view.hosts if not is_mailbox(view, host)}
    boxes = {host.level for host in view.hosts if is_mailbox(view, host)}
    is_of_others = view.verdict.level is Level.UNDETERMINED and Level.UNDETERMINED in beside - boxes
    return only_mail(view) and not is_of_others


def sentence(view: View) -> str:
    """The verdict on mailboxes in one sentence, or two."""
    level = view.verdict.level
    name = _named(view)
    if level is Level.NO_SIGN:
        return view.say(_NO_SIGN, name=name, seen=_count(view, _seen(view)))
    if level not in (Level.EXPOSED, Level.SUSPECTED):
        return view.say(_EMPTY if _is_empty(view) else _UNDETERMINED, name=name)
    return _found(view, name)


def also(view: View) -> str:
    """What mailboxes hold that were looked at beside machines; empty where it is nothing, or the first sentence says it."""
    if only_mail(view) or is_told(view) or not weighty(view):
        return ""
    return _found(view, _named(view))


def row(view: View) -> str:
    """The row of the advice on mails: that of what they carry, where any carries something."""
    level = view.verdict.level
    carrying = any(app.level_of_item(item) is Level.EXPOSED for item in weighty(view))
    if level is Level.UNDETERMINED and not letters(view):
        return level
    return "mail-exposed" if level is Level.SUSPECTED and carrying else f"mail-{level}"


def is_told(view: View) -> bool:
    """Whether of all that was looked at only mailboxes have the level of the whole: the first sentence is about them."""
    worst = [host for host in view.hosts if host.level is view.verdict.level]
    return view.verdict.level in (Level.EXPOSED, Level.SUSPECTED) and all(is_mailbox(view, host) for host in worst)


def is_mailbox(view: View, host: HostView) -> bool:
    """Whether it is a mailbox, and no machine."""
    return all(view.known.like.get(source.kind) == "mail" for source in host.sources)


def _found(view: View, name: str) -> str:
    found = [(app.level_of_item(item), item) for item in letters(view)]
    carrying = [item for level, item in found if level is Level.EXPOSED]
    lures = [item for level, item in found if level is Level.SUSPECTED]
    ours = sum(any(one.family == "emotet" and one.strength > 1 for one in item.findings) for item in carrying)
    words = _BOTH if carrying and lures else _CARRYING if carrying else _LURES
    emotet = view.counted(_ALL_EMOTET if ours == len(carrying) else _EMOTET, ours) if ours else ""
    said = view.say(words, name=name, carrying=_count(view, len(carrying)), lures=_count(view, len(lures)), emotet=emotet)
    return said if view.verdict.opened else said + view.say(_NOT_TOLD)


def _count(view: View, number: int) -> str:
    return view.counted(_COUNT, number)


def _is_empty(view: View) -> bool:
    """Whether no mail was there, and no other reason is told why none was looked at."""
    return not _seen(view) and all(gap.detail == _NO_MAIL for source in view.deciding for gap in source.gaps)


def _seen(view: View) -> int:
    return sum(source.looked_at.get("message", 0) for source in view.deciding)


def _named(view: View) -> str:
    """The mailbox by its name; of several the first of the worst."""
    boxes = sorted((host for host in view.hosts if is_mailbox(view, host)), key=lambda host: -host.level.rank)
    level = boxes[0].level if boxes else view.verdict.level
    names = [host.name for host in boxes or view.hosts if host.level is level] or [view.hosts[0].name]
    return names[0] if len(names) == 1 else view.say(_NAMES, first=names[0], more=len(names) - 1)
