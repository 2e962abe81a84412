"""What a result was got with: which program, which knowledge, from where and how old; and what no result can say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mimawari import app
from mimawari.faces.safe import plain
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.moments import day, moment
from mimawari.faces.text.view import View
from mimawari.model import Words

OLD = 60
"""Days after which knowledge is called old."""

_USED = Words(
    en="mimawari {version}, knowledge {knowledge} of {as_of}{source}. Looked at on {started}.",
    ja="mimawari {version}、知識データ {knowledge}（{as_of}版{source}）、確認日時 {started}",
)
_SOURCE = {
    "packed": Words(en=" (came with the program)", ja="、内蔵"),
    "installed": Words(en=" (installed on {day} from {place})", ja="、{day}に {place} から導入"),
    "folder": Words(en=" (from the folder {place})", ja="、フォルダー {place} を使用"),
}
_OTHERS = Words(
    en="What is shown here was found with knowledge {versions}.",
    ja="この結果は、知識データ {versions} を使って調べたものです。",
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


def used(view: View) -> Iterator[Line]:
    """Which program, which knowledge, when; and what a result cannot say."""
    started = min((run.started for source in view.report.sources for run in source.runs), default="")
    known = view.known
    facts = {"version": app.version(), "knowledge": known.version, "as_of": known.as_of, "source": _source(view)}
    yield Line()
    said = _USED.say(view.language).format(started=moment(started, view.language) or "-", **facts)
    yield Line(said, style=Style.FAINT)
    others = _versions(view) - {known.version}
    if others:
        yield Line(view.say(_OTHERS, versions=view.listed(sorted(_versions(view)))), style=Style.FAINT)
    if own := sorted({sets for _, _, sets in (part.partition("+") for part in _parts(view)) if sets}):
        yield Line(view.say(_OWN, sets=view.listed(own)), style=Style.FAINT)
    yield Line(view.say(_GUARANTEE), style=Style.FAINT)


def aged(view: View) -> Iterator[Line]:
    """That the knowledge was old on the day of the check, if all that is shown was found with it."""
    if days := age(view):
        yield Line(view.say(_OLD, days=days), style=Style.CARE)


def age(view: View) -> int:
    """So many days old was the knowledge when it was used; 0 where it was not old, or is not the one that was used."""
    last = max((run.ended or run.started for source in view.report.sources for run in source.runs), default="")
    return 0 if _versions(view) - {view.known.version} else days_old(view.known.as_of, last)


def days_old(as_of: str, on: str) -> int:
    """So many days old is what is of the day *as_of* at the time *on* (ISO 8601); 0 where it is not old, or nobody can tell."""
    made, looked = _date(as_of), _date(on)
    days = (looked - made).days if made and looked else 0
    return days if days > OLD else 0


def _source(view: View) -> str:
    """Where the knowledge is from: an address that the user gave, which may be clicked."""
    told = view.known.provenance
    return _SOURCE[told.kind].say(view.language).format(day=day(told.installed), place=plain(told.place))


def _versions(view: View) -> set[str]:
    return {part.partition("+")[0] for part in _parts(view)}


def _parts(view: View) -> set[str]:
    """What parts were made with: a version, and behind ``+`` what stands for the user's own sets."""
    return {part.knowledge for source in view.report.sources for part in source.parts}


def _date(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None
