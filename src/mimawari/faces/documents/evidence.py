"""What was found, where, when, and what could not be looked at: the tables of the annex."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.documents.blocks import Block, Point, Points, Table, Text, Tone
from mimawari.faces.documents.seen import Seen
from mimawari.faces.safe import shown
from mimawari.faces.text import fleet
from mimawari.faces.text.detail import HEADS, cells
from mimawari.faces.text.reasons import place
from mimawari.faces.text.unseen import Group, exactly, groups
from mimawari.model import Finding, Origin, Strength, Words

MOST_FINDINGS, MOST_GAPS, MOST_HOSTS, MOST_PLACES = 100, 40, 200, 3
"""How many stand in the annex; the rest is counted, and stands in the report as JSON."""

_HEADS = (
    Words(en="what", ja="内容"),
    Words(en="where", ja="場所"),
    Words(en="strength", ja="強さ"),
    Words(en="{zone} / UTC", ja="{zone}／UTC"),
    Words(en="ATT&CK", ja="ATT&CK"),
)
_LEFT_OUT = Words(
    en="{count} more are left out here. The whole is in the report as JSON (mimawari check --json).",
    ja="このほか{count}件は省略しています。すべては、JSON形式のレポート（mimawari check --json）にあります。",
)
_NONE = Words(
    en="Nothing was found that the verdict rests on. That is no proof that there is no infection.",
    ja="判定の根拠となるものは、見つかっていません。感染していないことの証明ではありません。",
)
_HINTS = Words(
    en="{count} weak signs besides: they do not count for the verdict and stand in the JSON.",
    ja="このほか、判定に使わない小さな特徴が{count}件あります（JSON形式のレポートにあります）。",
)
_PAST = Words(en="past", ja="過去")
_NO_TIME = Words(en="not known", ja="不明")
_COUNT = Words(en=" ({count} times)", ja="（{count}件）")
_GAP = Words(en="{wanted}: {why}{count}", ja="{wanted}：{why}{count}")
_HOLE = Words(en="needed", ja="必須")


def findings(seen: Seen) -> Iterator[Block]:
    """What the verdict rests on, the strongest first."""
    every = sorted(seen.dossier.verdict.because, key=lambda one: (one.past, one))
    if not every:
        yield Text(seen.say(_NONE))
    else:
        heads = tuple(seen.say(head, zone=seen.zone) for head in _HEADS)
        yield Table(heads, tuple(_finding(seen, one) for one in every[:MOST_FINDINGS]), (10, 9, 3, 6, 4))
    if len(every) > MOST_FINDINGS:
        yield Text(seen.say(_LEFT_OUT, count=f"{len(every) - MOST_FINDINGS:,}"), Tone.CARE)
    hints = {one for source in seen.view.deciding for one in source.findings if one.strength is Strength.HINT}.difference(every)
    if hints:
        yield Text(seen.say(_HINTS, count=f"{len(hints):,}"), Tone.FAINT)


def _finding(seen: Seen, one: Finding) -> tuple[str, ...]:
    strength = seen.view.named("strength", one.strength.word) + (f"\n{seen.say(_PAST)}" if one.past else "")
    when = f"{seen.minute(one.seen_at)}\n{seen.utc(one.seen_at)}" if one.seen_at else seen.say(_NO_TIME)
    where = "\n".join(filter(None, (shown(seen.view.whereabouts(one.origin), 120), place(one.origin.path))))
    said = f"{shown(one.sentence.say(seen.tongue), 400)}\n{one.kind} {one.id}"
    return (said, where, strength, when, "\n".join(shown(name, 20) for name in one.attack))


def gaps(seen: Seen, most: int) -> Iterator[Block]:
    """What could not be looked at, equal ones as one; those first without which nothing can be said."""
    every = groups(seen.view)
    if every:
        yield Points(tuple(_gap(seen, one) for one in every[:most]))
    if len(every) > most:
        yield Text(seen.say(_LEFT_OUT, count=f"{len(every) - most:,}"), Tone.CARE)


def _gap(seen: Seen, group: Group) -> Point:
    view = seen.view
    wanted = view.listed(dict.fromkeys(view.named("wanted", word) for word in sorted(group.wanted)), 8)
    count = seen.say(_COUNT, count=f"{group.count:,}") if group.count > 1 else ""
    text = _GAP.say(seen.tongue).format(wanted=wanted, why=group.why(view), count=count)
    exact = [exactly(view, detail, at) for detail, origins in sorted(group.details.items()) for at in sorted(origins)]
    ways = exact or sorted({_way(seen, at) for at in group.places})
    rest = [seen.more(len(ways) - MOST_PLACES)] if len(ways) > MOST_PLACES else []
    return Point(text, (f"→ {seen.told(group.remedy)}", *ways[:MOST_PLACES], *rest), seen.say(_HOLE) if group.hole else "")


def _way(seen: Seen, at: Origin) -> str:
    return " > ".join(filter(None, (shown(seen.view.whereabouts(at), 120), place(at.path))))


def hosts(seen: Seen) -> Iterator[Block]:
    """One row a machine or mailbox, the worst first."""
    view = seen.view
    every = fleet.ranked(view)
    if every:
        rows = tuple(cells(view, host) for host in every[:MOST_HOSTS])
        yield Table(tuple(view.say(head) for head in HEADS), rows, (4, 4, 2, 2, 5, 3, 6))
    if len(every) > MOST_HOSTS:
        yield Text(seen.say(_LEFT_OUT, count=f"{len(every) - MOST_HOSTS:,}"), Tone.CARE)
