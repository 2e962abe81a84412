"""What the verdict rests on, in plain sentences; where exactly it was seen stands in the details."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from mimawari.faces.safe import shown
from mimawari.faces.text.credits import credit
from mimawari.faces.text.file_sentences import any_file
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.mails import letter, mail_of, shut, which
from mimawari.faces.text.reasons import Reason, place, places, reasons, whereabouts
from mimawari.faces.text.view import View
from mimawari.model import Level, Source, Strength, Words

MOST = 4
_MOST_LISTED, _MOST_PLACES, _MOST_WEAK = 20, 5, 3
_HINT = Strength.HINT
_MORE_WEAK = Words(en="all: `mimawari explain REPORT`", ja="すべては mimawari explain で確認できます。")

_WHY = Words(en="Why", ja="■ 判断の理由")
_LOOKED = Words(en="What was looked at", ja="■ 調べたもの")
_MAIL = Words(en="mail: ", ja="メール：")
_WHERE = Words(en="where: ", ja="場所：")
_IN = Words(en="in: ", ja="データ：")
_AMONG = Words(en="on: ", ja="対象：")
_ON = Words(en="on: {host}", ja="対象：{host}")
_TIMES = Words(en="{text} ({count} places)", ja="{text}（{count}か所）")
_MORE = (
    Words(en="There is 1 more reason: see the details below.", ja="ほかに1件の理由があります（下の「詳細」に示します）。"),
    Words(
        en="There are {count} more reasons: see the details below.",
        ja="ほかに{count}件の理由があります（下の「詳細」に示します）。",
    ),
)
_FURTHER = (
    Words(
        en="Beyond what this report lists, 1 more file was found that fits the same.",
        ja="このレポートに示すもののほかにも、同じものに一致したファイルが1件あります。",
    ),
    Words(
        en="Beyond what this report lists, {count} more were found that fit the same: of what fits very many files only the "
        "first are listed (all: --out FOLDER).",
        ja="このレポートに示すもののほかにも、同じものに一致したファイルなどが{count}件あります。一致する数がとても多いため、最初の分だけを示しています"
        "（すべては --out フォルダー で確認できます）。",
    ),
)
_HINTS = (
    Words(
        en="Beside that, 1 weak sign was noted. Harmless files, programs and mails have it, too: alone it does not count.",
        ja="このほか、害のないファイルやソフト、メールにも見られる小さな特徴が1件ありました（それだけでは判定に使いません）。",
    ),
    Words(
        en="Beside that, {count} weak signs were noted. Harmless files, programs and mails have them, too: alone they do not "
        "count.",
        ja="このほか、害のないファイルやソフト、メールにも見られる小さな特徴が{count}件ありました（それだけでは判定に使いません）。",
    ),
)
_PLACES = Words(en="Where the evidence is:", ja="証拠の場所：")
_REST = (
    Words(en="and 1 more place (all: --json)", ja="ほか1か所（すべては --json で確認できます）"),
    Words(en="and {count} more places (all: --json)", ja="ほか{count}か所（すべては --json で確認できます）"),
)
_UNLISTED = (
    Words(en="1 more reason: see --json.", ja="ほかに1件あります（--json で確認できます）。"),
    Words(en="{count} more reasons: see --json.", ja="ほかに{count}件あります（--json で確認できます）。"),
)
_COMPARED = frozenset({"host", "system-directory", "program-folders", "service-descriptions", "volume", "volume-serial"})
"""Read only to compare the rest with."""
_COUNT = Words(en="{kind} {count}", ja="{kind} {count}件")


def why(view: View) -> Iterator[Line]:
    """The first few reasons, of mails those of each; where nothing was found, what was looked at."""
    found = _beside_mails(view)
    if found:
        yield Line()
        yield Line(view.say(_WHY), style=Style.HEAD)
    elif view.verdict.level is Level.NO_SIGN and (counts := counted(view)):
        yield Line()
        yield Line(view.say(_LOOKED), style=Style.HEAD)
        yield Line(counts, lead="  ")
    for number, one in enumerate(found[:MOST], 1):
        yield from _reason(view, number, one)
    if len(found) > MOST:
        yield Line(view.counted(_MORE, len(found) - MOST), lead="    ")
    yield from further(view, view.deciding)
    yield from which(view)
    if view.verdict.level is not Level.UNDETERMINED:
        yield from shut(view)
    yield from _hints(view)


def further(view: View, sources: Iterable[Source]) -> Iterator[Line]:
    """How many findings of *sources* were counted and not kept: they say of other files what those say that are listed."""
    if count := sum(source.looked_at.get("further-finding", 0) for source in sources):
        yield Line(view.counted(_FURTHER, count), lead="    ")


def _beside_mails(view: View) -> list[Reason]:
    """The reasons but for those that are told mail by mail."""
    return [one for one in reasons(view) if not all(mail_of(view, finding.origin) for finding in one.findings)]


def _hints(view: View) -> Iterator[Line]:
    """How many weak signs there are; of files which."""
    hints = sum(count for source in view.deciding for part in source.parts for _, count in part.hints)
    if hints and view.verdict.us and not _beside_mails(view):
        yield Line()
    if hints:
        yield Line(view.counted(_HINTS, hints), lead="  ", style=Style.FAINT)
    if hints and any_file(view):
        yield from _weak(view)


def _weak(view: View) -> Iterator[Line]:
    """What the weak signs of files are: people look at a file, or at a handful, and can tell what they mean."""
    found = {one for source in view.deciding if source.kind == "single-file" for one in source.findings if one.strength is _HINT}
    said = dict.fromkeys(view.sentence(one) for one in sorted(found))
    for text in islice(said, _MOST_WEAK):
        yield Line(text, lead=f"    {view.bullet}", style=Style.FAINT)
    if len(said) > _MOST_WEAK:
        yield Line(view.say(_MORE_WEAK), lead="    ", style=Style.FAINT)


def _reason(view: View, number: int, one: Reason) -> Iterator[Line]:
    count = len(one.findings)
    yield Line(one.text if count == 1 else _TIMES.say(view.language).format(text=one.text, count=count), lead=f"{number:>2}. ")
    hosts = dict.fromkeys(view.host_of(finding.origin) for finding in one.findings)
    if len(view.hosts) > 1 and not all(host and host in one.text for host in hosts):
        yield Line(view.say(_ON, host=view.listed(hosts)), lead="    ", style=Style.FAINT)


def evidence(view: View) -> Iterator[Line]:
    """Where exactly each reason was seen, numbered as the reasons are; those that did not stand above in full."""
    found = _beside_mails(view)
    if found:
        yield Line(view.say(_PLACES), lead="  ")
    for number, one in enumerate(found[:_MOST_LISTED], 1):
        lines = [one.text] if number > MOST else []
        every = places(one)
        lines += every[:_MOST_PLACES]
        if len(every) > _MOST_PLACES:
            lines.append(view.counted(_REST, len(every) - _MOST_PLACES))
        if len(view.sources) > 1:
            lines.append(view.say(_AMONG if len(view.hosts) > 1 else _IN) + view.listed(whereabouts(view, one)))
        lines += dict.fromkeys(said for finding in one.findings if (said := credit(view, finding)))
        for first, line in enumerate(lines):
            yield Line(line, lead="      " if first else f"  {number:>2}. ", style=Style.FAINT)
    if len(found) > _MOST_LISTED:
        yield Line(view.counted(_UNLISTED, len(found) - _MOST_LISTED), lead="      ")


def reason(view: View, one: Reason) -> Iterator[Line]:
    """A finding in full, its place, and what was given to look at, where that is more than one."""
    finding = one.findings[0]
    sentence = view.sentence(finding)
    yield Line(sentence, lead=view.bullet)
    mail = mail_of(view, finding.origin)
    if mail:
        yield Line(letter(view, mail), lead="    " + view.say(_MAIL), style=Style.FAINT)
    if not all(shown(step, 200) in sentence for step in finding.origin.path):
        yield Line(place(finding.origin.path), lead="    " + view.say(_WHERE), style=Style.FAINT)
    if said := credit(view, finding):
        yield Line(said, lead="    ", style=Style.FAINT)
    if len(view.sources) > 1:
        yield Line(view.listed(whereabouts(view, one)), lead="    " + view.say(_IN), style=Style.FAINT)


def _by_place(view: View) -> Iterable[tuple[Counter[str], Counter[str]]]:
    """What was seen of each machine or place in a full scan, and else: the same files and mails, as a rule."""
    found: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for source in view.deciding:
        both = found.setdefault(view.thing_of(source), (Counter(), Counter()))
        seen = {kind: count for kind, count in source.looked_at.items() if count or kind in source.ought}
        both[source.kind == "all-files"].update({kind: n for kind, n in seen.items() if not n or kind not in _COMPARED})
    return found.values()


def counted(view: View) -> str:
    """How many things of each kind were looked at, zero too for what has to be looked at; empty where there is none."""
    total: Counter[str] = Counter()
    for both in _by_place(view):
        total.update({kind: max(one.get(kind, 0) for one in both) for kind in {kind for one in both for kind in one}})
    kinds = (view.say(_COUNT, kind=view.named("wanted", kind), count=f"{count:,}") for kind, count in sorted(total.items()))
    return ("、" if view.language == "ja" else ", ").join(kinds)
