"""What a result was got with: which program, which knowledge, from where and how old; and what no result can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mimawari import app
from mimawari.faces.safe import plain, shown
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.moments import day, days_between, moment
from mimawari.faces.text.sets import sets
from mimawari.faces.text.view import View
from mimawari.model import Provenance, Source, Words

OLD = 60
"""Days after which knowledge is called old."""
_MOST, _MOST_PLACE = 5, 120

_USED = Words(
    en="mimawari {version}, knowledge {knowledge} of {as_of}{source}. Looked at on {started}.",
    ja="mimawari {version}、知識データ {knowledge}（{as_of}版{source}）、確認日時 {started}",
)
_ON = Words(en=" On: {hosts}.", ja="、対象：{hosts}")
_MORE = (
    Words(en="and 1 more version (all: --json)", ja="ほか1種類（すべては --json で確認できます）"),
    Words(en="and {count} more versions (all: --json)", ja="ほか{count}種類（すべては --json で確認できます）"),
)
_SHOWN = Words(
    en="Shown with mimawari {version}, knowledge {knowledge} of {as_of}{source}.",
    ja="この表示には、mimawari {version}、知識データ {knowledge}（{as_of}版{source}）を使いました。",
)
_SOURCE = {
    "packed": Words(en=" (came with the program)", ja="、内蔵"),
    "installed": Words(en=" (installed on {day} from {place})", ja="、{day}に {place} から導入"),
    "folder": Words(en=" (from the folder {place})", ja="、フォルダー {place} を使用"),
}
_ON_SEVERAL_DAYS = Words(en=" (installed from {place})", ja="、{place} から導入")
_ASIDE = Words(
    en="Newer knowledge was there and was set aside on purpose: {versions}. Back to the newest: mimawari update --to newest",
    ja="より新しい知識データ（{versions}）がありましたが、別の版が指定されているため、使っていません。"
    "最新版に戻すには、mimawari update --to newest を実行してください。",
)
_ASIDE_ON = Words(
    en="On {hosts} newer knowledge was there and was set aside on purpose: {versions}. Back to the newest there: "
    "mimawari update --to newest",
    ja="{hosts} には、より新しい知識データ（{versions}）がありましたが、別の版が指定されているため、使っていません。"
    "最新版に戻すには、そのPCで mimawari update --to newest を実行してください。",
)
_OTHERS = Words(
    en="What is shown here was found with knowledge {versions}.",
    ja="この結果は、知識データ {versions} を使って調べたものです。",
)
_SOME = Words(
    en="Some of it was found with knowledge {versions}, of which neither date nor source were kept.",
    ja="一部は、知識データ {versions} を使って調べたものです（日付と入手元は記録されていません）。",
)
_OWN = Words(
    en="Rules, lists or scanners that the user named are part of this check (together {sets}). What of them could not be used is "
    "told above.",
    ja="指定されたルール・リスト・ClamAVを加えて調べました（識別番号 {sets}）。使用できなかったものは、上に示しています。",
)
_GUARANTEE = Words(
    en="This result says what was found in the data that were looked at. It does not prove that no other malware is there.",
    ja="この結果は、調べたデータから分かったことを示すものです。ほかのマルウェアがないことを証明するものではありません。",
)
_OLD = Words(
    en="The knowledge used was {days} days old: newer signs of Emotet are not in it. To bring it up to date: mimawari update",
    ja="使用した知識データは{days}日前のものです。その後に見つかったEmotetの特徴は含まれていません。"
    "mimawari update を実行すると、最新の知識データに更新できます。",
)
_OLD_ON = Words(
    en="On {hosts} the knowledge used was up to {days} days old: newer signs of Emotet are not in it. To bring it up to date "
    "there: mimawari update",
    ja="{hosts} で使用した知識データは、最大{days}日前のものです。その後に見つかったEmotetの特徴は含まれていません。"
    "そのPCで mimawari update を実行すると、最新の知識データに更新できます。",
)


@dataclass(frozen=True, slots=True, order=True)
class _Stand:
    """A program with a version of the knowledge from one place, whenever it was installed."""

    program: str
    version: str
    as_of: str
    kind: str
    place: str


def used(view: View) -> Iterator[Line]:
    """Which program, which knowledge, which signatures, when; and what a result cannot say."""
    yield Line()
    for text in (*_knowledge(view), *sets(view), *_own(view), view.say(_GUARANTEE)):
        yield Line(text, style=Style.FAINT)


def _knowledge(view: View) -> Iterator[str]:
    """What was looked at with; what it is shown with, where that is something else."""
    stands = _stands(view)
    for stand in sorted(stands)[:_MOST]:
        sources, told = stands[stand]
        said = _said(view, _USED, stand, told, sources)
        yield said + (view.say(_ON, hosts=_hosts(view, sources)) if len(stands) > 1 else "")
    if len(stands) > _MOST:
        yield view.counted(_MORE, len(stands) - _MOST)
    yield from _shown_with(view, stands)
    yield from _aside(view)
    untold = {version.partition("+")[0] for version in _untold(view)}
    if untold - ({view.known.version} if not stands else set()):
        yield view.say(_SOME if stands else _OTHERS, versions=view.listed(sorted(untold)))


def _shown_with(view: View, stands: Iterable[_Stand]) -> Iterator[str]:
    """What the page is made with: its advice is of that. An older report says no more of its own."""
    known = view.known
    own = _Stand(app.version(), known.version, known.as_of, known.provenance.kind, known.provenance.place)
    alike = {(one.program, one.version, one.as_of) for one in stands}
    if not alike:
        yield _said(view, _USED, own, [known.provenance], view.sources)
    elif (own.program, own.version, own.as_of) not in alike:
        yield _said(view, _SHOWN, own, [known.provenance])


def _stands(view: View) -> dict[_Stand, tuple[list[Source], list[Provenance]]]:
    """The sources that were looked at with each, and all that is told of where it is from."""
    found: dict[_Stand, tuple[list[Source], list[Provenance]]] = {}
    for one, sources in view.used.items():
        stand = _Stand(one.program, one.version, one.as_of, one.source.kind, one.source.place)
        held, told = found.setdefault(stand, ([], []))
        held += sources
        told.append(one.source)
    return found


def _said(view: View, words: Words, stand: _Stand, told: list[Provenance], sources: Iterable[Source] = ()) -> str:
    started = min((run.started for one in sources for run in one.runs), default="")
    facts = {"version": shown(stand.program, 40), "knowledge": shown(stand.version, 40), "as_of": shown(stand.as_of, 20)}
    source = _source(view, told)
    return words.say(view.language).format(**facts, source=source, started=moment(started, view.language) or "-")


def _aside(view: View) -> Iterator[str]:
    """That newer knowledge lay ready, where somebody had chosen another one, and where, if not everywhere."""
    used = {one: sources for one, sources in view.used.items() if one.source.aside}
    versions = view.listed(sorted({shown(one.source.aside, 40) for one in used}))
    if used and len(used) < len(view.used):
        yield view.say(_ASIDE_ON, hosts=_hosts(view, [one for sources in used.values() for one in sources]), versions=versions)
    elif used:
        yield view.say(_ASIDE, versions=versions)


def _source(view: View, told: list[Provenance]) -> str:
    """Where the knowledge is from; the day on which it was installed, where that is one."""
    days, first = {day(one.installed) for one in told}, min(told)
    words = _ON_SEVERAL_DAYS if len(days) > 1 else _SOURCE[first.kind]
    # The address that is set up here may be clicked; one that a report brings may be anybody's.
    place = plain(first.place) if first.place == view.known.provenance.place else shown(first.place, _MOST_PLACE)
    return words.say(view.language).format(day=min(days), place=place)


def _untold(view: View) -> set[str]:
    """What parts were made with of which no more is known."""
    return {
        part.knowledge
        for source in view.sources
        if source.kind not in (app.UNCHECKED, app.UNREAD)
        for part in source.parts
        if part.knowledge not in {one.knowledge for one in source.used}
    }


def _own(view: View) -> Iterator[str]:
    """That the user named sets, where no more was kept of them."""
    if own := sorted({sets for _, _, sets in (version.partition("+") for version in _untold(view)) if sets}):
        yield view.say(_OWN, sets=view.listed(own))


def _hosts(view: View, sources: Iterable[Source]) -> str:
    named = {source.id: host.name for host in view.hosts for source in host.sources}
    return view.listed(dict.fromkeys(named[source.id] for source in sources))


def aged(view: View) -> Iterator[Line]:
    """That the knowledge was old on the day of the check, and where, if not everywhere."""
    ages = [(source, _age(source)) for source in view.deciding if source.used]
    old = [source for source, days in ages if days]
    days = max((days for _, days in ages), default=0) if ages else _age_of_ours(view)
    if days and len(old) < len(ages):
        yield Line(view.say(_OLD_ON, hosts=_hosts(view, old), days=days), style=Style.CARE)
    elif days:
        yield Line(view.say(_OLD, days=days), style=Style.CARE)


def _age(source: Source) -> int:
    """So many days old was the newest knowledge that a source was looked at with; 0 where it was not old."""
    return days_old(max(one.as_of for one in source.used), _last([source]))


def _age_of_ours(view: View) -> int:
    """The same for a report that says no more than the version, if that is the one that it is shown with."""
    is_other = {version.partition("+")[0] for version in _untold(view)} - {view.known.version}
    return 0 if is_other else days_old(view.known.as_of, _last(view.sources))


def _last(sources: Iterable[Source]) -> str:
    return max((run.ended or run.started for source in sources for run in source.runs), default="")


def days_old(as_of: str, on: str) -> int:
    """So many days old is what is of the day *as_of* at the time *on* (ISO 8601); 0 where it is not old, or nobody can tell."""
    days = days_between(as_of, on) or 0
    return days if days > OLD else 0
