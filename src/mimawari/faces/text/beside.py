"""What must be said together with the verdict: how many could not be told, what was, and what limits the answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from mimawari import app
from mimawari.faces.text.account_sentences import is_open
from mimawari.faces.text.file_sentences import ALSO, SO_FAR, only_files, only_places
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.mail_sentences import also, only_mail
from mimawari.faces.text.moments import day, moment
from mimawari.faces.text.sentences import is_past, only_records, without_pc
from mimawari.faces.text.used import aged
from mimawari.faces.text.view import STANDINGS, HostView, View
from mimawari.model import About, Gap, Level, Source, Words

_MOST_OPENED = 3
_KEPT_BACK = "protected-part"

_COUNTS = Words(en="{count} in all: {levels}.", ja="全部で{count}件：{levels}")
_ALSO = Words(
    en="{count} could not be told. That is not the same as no sign.",
    ja="判断できなかったものが{count}件あります。「感染していない」という意味ではありません。",
)
_PAST = Words(en="There are also traces of an earlier infection.", ja="過去に感染した痕跡も見つかっています。")
_PAST_OF = Words(en="Traces of an earlier infection: {names}.", ja="過去に感染した痕跡の残っているPCもあります（{names}）。")
_OLDER = Words(
    en="Older data showed an infection: {names}.",
    ja="以前のデータでは、感染が確認されています（{names}）。",
)
_SO_FAR = Words(
    en="In what could be looked at, no sign of an infection was found.",
    ja="調べられた範囲では、感染の兆候は見つかっていません。",
)
_NO_PC = Words(en="What was looked at: {kinds}. No PC was looked at.", ja="調べたもの：{kinds}。PCは調べていません。")
_DATED = Words(en="{name} on {day}", ja="{name}、{day}時点")
_SEEN_RUNNING = Words(en="It was looked at while it was running, on {time}.", ja="{time}に、稼働中の状態を調べた結果です。")
_SEEN = Words(en="The data that were looked at are of {day}.", ja="{day}時点のデータを調べた結果です。")
_LIKE = Words(
    en="What was found looks most like Emotet of {periods}; a mark that only Emotet leaves was not found.",
    ja="見つかったものの特徴は、Emotet（{periods}）に最もよく似ています。ただし、Emotetだけが残す痕跡は見つかっていません。",
)
_BLOCKS = Words(
    en="The antivirus program of the PC blocks something that it takes for malware: {names}. More on it stands below.",
    ja="PCのウイルス対策ソフトが、マルウェアと判断して読み取りを止めたファイルがあります（{names}）。詳しくは、このあとに示します。",
)
_LIMITED = Words(
    en="It was looked at without administrator's rights: what could not be seen stands below.",
    ja="管理者として実行されていません。そのために調べられなかったところを、このあとに示します。",
)
_LIMITED_MANY = Words(
    en="Looked at without administrator's rights: {names}. What could not be seen stands below.",
    ja="管理者として実行されなかったPCがあります（{names}）。そのために調べられなかったところを、このあとに示します。",
)
_TWINS = Words(
    en="{name} is there {count} times: the same name, but another installation of Windows, as it seems. Was it reinstalled? "
    "Once that is confirmed, move the old report ({days}) out of the folder. If it was not, these are different PCs of one name.",
    ja="「{name}」という名前のPCが{count}台分あります。名前は同じですが、Windowsが別のもののようです。"
    "Windowsを再インストール（初期化）した場合は、そのことを確認してから、古いレポート（{days}時点）を別のフォルダーに移してください。"
    "再インストールしていない場合は、名前の同じ別のPCです。",
)


def beside(view: View) -> Iterator[Line]:
    """All of it, for one machine or many."""
    verdict = view.verdict
    if view.hosts and not view.is_one:
        yield Line(counts(view))
    if verdict.undetermined_sources and verdict.level is not Level.UNDETERMINED:
        yield Line(view.say(ALSO if _is_of_files(view) else _ALSO, count=verdict.undetermined_sources), style=Style.CARE)
    yield from _so_far(view)
    for words in view.verdict.opened[:_MOST_OPENED]:
        yield Line(view.say(words), style=Style.CARE)
    if said := also(view):
        yield Line(said, style=Style.CARE)
    yield from notes(view)
    moments = {source.seen_at for source in view.deciding if source.seen_at}
    if len(moments) == 1 and len(view.hosts) == 1:
        yield from _seen(view, min(moments))


def _so_far(view: View) -> Iterator[Line]:
    """What the answer is of where it is not whole, and that it is of no PC where somebody could think so."""
    level, is_of_mail = view.verdict.level, is_open(view) or only_records(view)
    if level is Level.UNDETERMINED and not is_of_mail and any(source.looked_at for source in view.deciding):
        yield Line(view.say(SO_FAR if _is_of_files(view) else _SO_FAR))
    kinds = without_pc(view) if is_of_mail and level in (Level.UNDETERMINED, Level.NO_SIGN) else []
    if kinds:
        yield Line(view.say(_NO_PC, kinds=view.listed(view.named("source-kind", kind) for kind in kinds)), style=Style.CARE)


def _is_of_files(view: View) -> bool:
    return only_files(view) or only_places(view) or only_mail(view)


def notes(view: View) -> Iterator[Line]:
    """What must be said whoever tells the counts."""
    yield from _like(view)
    yield from _past(view)
    yield from _blocks(view)
    yield from _limited(view)
    yield from _twins(view)
    yield from aged(view)


def _seen(view: View, time: str) -> Iterator[Line]:
    """What the answer is of: a running PC changes from one minute to the next."""
    kinds = {source.kind for source in view.deciding}
    if kinds == {"live"}:
        yield Line(view.say(_SEEN_RUNNING, time=moment(time, view.language)))
    elif kinds & {"folder", "triage", "disk-image", "emocheck-report"}:
        yield Line(view.say(_SEEN, day=day(time)))


def _past(view: View) -> Iterator[Line]:
    """What was, said whenever the verdict has it: older data, or traces; unless the first sentence says so."""
    verdict = view.verdict
    deciding = {source.key for source in view.deciding}
    older = [one for one in view.sources if one.key not in deciding and verdict.levels[one.key] is Level.INFECTED]
    names = dict.fromkeys(_dated(view, source) for source in older)
    if names:
        yield Line(view.say(_OLDER, names=view.listed(names, 3)), style=Style.CARE)
    if verdict.past and not is_past(view) and (not names or any(finding.past for finding in verdict.because)):
        names = dict.fromkeys(view.host_of(finding.origin) for finding in verdict.because if finding.past)
        yield Line(view.say(_PAST_OF if len(view.hosts) > 1 else _PAST, names=view.listed(names)), style=Style.CARE)


def _dated(view: View, source: Source) -> str:
    return view.say(_DATED, name=source.host or source.place, day=day(source.seen_at))


def best_eras(view: View) -> list[str]:
    """The periods of Emotet's history that most of the deciding findings fit."""
    fits = Counter(
        era
        for finding in view.verdict.because
        for era in set(finding.era)
        if era in view.known.eras and finding.about is About.HOST
    )
    return sorted(era for era, count in fits.items() if count == max(fits.values()))


def _like(view: View) -> Iterator[Line]:
    """Whether it is Emotet is what people ask: where nothing bears a name, say what it looks like."""
    eras = best_eras(view)
    if view.verdict.level is Level.INFECTED and not view.verdict.families and eras:
        periods = (re.split("[:：]", view.known.eras[era].words.say(view.language))[0] for era in eras)
        yield Line(view.say(_LIKE, periods=view.listed(periods)), style=Style.CARE)


def _blocks(view: View) -> Iterator[Line]:
    found = [gap for source in view.deciding for gap in source.gaps if gap.wanted == app.BLOCKED]
    if found:
        names = dict.fromkeys(_named(view, gap) for gap in found)
        yield Line(view.say(_BLOCKS, names=view.listed(names, 3)), style=Style.CARE)


def _named(view: View, gap: Gap) -> str:
    name = (gap.origin.path or (gap.origin.locator,))[-1].rsplit("\\", 1)[-1]
    return name if len(view.hosts) == 1 else f"{view.host_of(gap.origin)}: {name}"


def _limited(view: View) -> Iterator[Line]:
    names = [host.name for host in view.hosts if any(_is_limited(source) for source in host.sources if source in view.deciding)]
    if names:
        words = _LIMITED_MANY if len(view.hosts) > 1 else _LIMITED
        yield Line(view.say(words, names=view.listed(names)), style=Style.CARE)


def _is_limited(source: Source) -> bool:
    return any(gap.wanted == _KEPT_BACK for gap in source.gaps)


def _twins(view: View) -> Iterator[Line]:
    """One name with several installations: after a reinstallation the old report is still of an infected PC."""
    named: dict[str, list[HostView]] = {}
    for host in view.hosts:
        if any(source.machine and source.host for source in host.sources):
            named.setdefault(host.name.casefold(), []).append(host)
    for same in named.values():
        if len(same) > 1:
            *older, _ = sorted(_last(host) for host in same)
            days = view.listed(dict.fromkeys(day(time) or "?" for time in older), 3)
            yield Line(view.say(_TWINS, name=same[0].name, count=len(same), days=days), style=Style.CARE)


def _last(host: HostView) -> str:
    return max(source.seen_at for source in host.sources)


def counts(view: View) -> str:
    """How many machines there are, and how they stand."""
    return view.say(_COUNTS, count=len(view.hosts), levels=levels(view, view.hosts))


def levels(view: View, hosts: Iterable[HostView]) -> str:
    """How many of *hosts* are of each level, a mailbox with suspicious mails never among the PCs that may be infected."""
    numbers = Counter((STANDINGS.index(host.standing), host.word != host.standing, host.word) for host in hosts)
    said = [f"{view.named('level', word)} {count}" for (*_, word), count in sorted(numbers.items())]
    return ("、" if view.language == "ja" else ", ").join(said)
