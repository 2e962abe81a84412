"""Why a machine has its level, and what would change it: the ladder in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari import app
from mimawari.faces.text.grounds import brought
from mimawari.model import About, Level, Report, Source, Strength, Verdict, Words

_RULE = {
    "conclusive": Words(en="One of the findings is conclusive by itself.", ja="単独で決め手となる証拠が見つかったためです。"),
    "two-kinds": Words(
        en="There are strong findings of {count} different kinds.",
        ja="強い証拠が{count}種類見つかったためです。",
    ),
    "one-kind": Words(
        en="There is a strong finding of one kind only. One kind alone is not enough to call a PC infected.",
        ja="強い証拠が1種類だけ見つかったためです。1種類だけでは「感染あり」とはしません。",
    ),
    "past": Words(
        en="What was found speaks of the past only.",
        ja="見つかった証拠が、過去の状態を示すものだけだったためです。",
    ),
    "lure": Words(
        en="Several traits of forged mail come together in a mail that gives its reader something to open. One trait alone would "
        "only be a weak sign.",
        ja="なりすましメールの特徴が、開かせるもの（添付ファイルやリンク）のあるメールに、いくつも重なっているためです。1つだけなら、小さな特徴として扱います。",
    ),
    "exposed": Words(
        en="Something malicious was delivered. That alone does not say that anybody opened it.",
        ja="危険なメールやファイルが届いているためです。届いただけでは、開かれたかどうかは分かりません。",
    ),
    "brought": Words(
        en="Files fit rules or lists that were given for this check. What that means, those tell who wrote them.",
        ja="今回指定されたルールまたはリストに一致するファイルがあるためです。一致したことの意味は、その作成者に確認してください。",
    ),
    "code": Words(
        en="A file holds what malware is made of. That alone shows nothing of any PC.",
        ja="マルウェアの一部、またはその特徴を含むファイルがあるためです。それだけでは、PCのことは何も分かりません。",
    ),
    "holes": Words(
        en="Nothing strong was found, but of what has to be looked at, this was not looked at, or not wholly: {wanted}.",
        ja="強い証拠は見つかりませんでしたが、調べる必要のあるもののうち、次のものを（一部または全部）調べられなかったためです：{wanted}",
    ),
    "no-report": Words(
        en="There is no report of it that can be read: nothing is known of it.",
        ja="読み取れるレポートがなく、何も調べられていないためです。",
    ),
    "newer-report": Words(
        en="Nothing strong was found in its report, but another check of it did not finish, or its report cannot be read.",
        ja="読み取れたレポートに強い証拠はありませんが、途中で終わった（または実行中の）調査か、読み取れないレポートがあるためです。",
    ),
    "met": Words(
        en="All that has to be looked at was looked at ({wanted}), and nothing strong was found.",
        ja="調べる必要のあるもの（{wanted}）をすべて調べ、強い証拠は見つからなかったためです。",
    ),
}
_FILL = Words(
    en="Looking at these too would decide it: {wanted}. If nothing is found there either, it becomes 'no sign found'.",
    ja="次のものも調べられれば、判断できます：{wanted}。そこでも何も見つからなければ「兆候なし」になります。",
)
_REPORT = Words(en="Its report would decide it.", ja="そのPCのレポートがあれば、判断できます。")
_MORE_SEEN = Words(
    en="These were not looked at: {wanted}. They may add reasons; they cannot take away those that there are.",
    ja="次のものは調べられていません：{wanted}。調べると証拠が増えることはありますが、いまある証拠がなくなることはありません。",
)
_ONE_MORE = Words(
    en="One more strong finding of another kind, or a conclusive one, would make it 'infected'.",
    ja="別の種類の強い証拠、または決め手となる証拠がもう1つ見つかれば「感染あり」になります。",
)
_NAMED = Words(
    en="If the program behind the finding is shown to be a legitimate one, the finding no longer counts.",
    ja="証拠となったプログラムが正規のものだと確認できれば、その証拠は判定から除いて考えられます。",
)
_NOW = Words(
    en="What speaks for an infection now, if it is found, would count by itself: what was found so far speaks of the past.",
    ja="現在も感染していることを示す証拠が見つかれば、その証拠の強さに応じて判定が変わります。いまある証拠は、過去のことだけを示しています。",
)
_NEWER = {
    Level.INFECTED: Words(
        en="Newer evidence of the same PC and of the same kind, wholly looked at and with nothing found, would make it "
        "'no sign found'; that older data showed an infection would still be said beside it.",
        ja="同じPCの、より新しい同じ種類のデータで、調べる必要のあるものをすべて調べて何も見つからなければ、「兆候なし」になります。"
        "その場合も、以前のデータで感染が確認されたことは示します。",
    ),
    Level.SUSPECTED: Words(
        en="Newer evidence of the same PC and of the same kind, wholly looked at and with nothing found, would make it "
        "'no sign found'.",
        ja="同じPCの、より新しい同じ種類のデータで、調べる必要のあるものをすべて調べて何も見つからなければ、「兆候なし」になります。",
    ),
}
_RUNNING = Words(
    en="Running programs were not part of it. Looking at the running PC, or its memory, can still show something.",
    ja="動作中のプログラムは調査に含まれていません。稼働中のPCやメモリーを調べると、新たに分かることがあります。",
)
_OPENED = Words(
    en="Whether it was opened, and did harm, a look at the PCs tells on which it lay: run `mimawari check` there.",
    ja="開かれたかどうか、被害があったかどうかは、このファイルが届いたPCで mimawari check を実行すると調べられます。",
)
_ITS_PC = Words(
    en="Whether it ran, a look at the PC tells that it comes from: run `mimawari check` there.",
    ja="動作したかどうかは、元のPCで mimawari check を実行すると調べられます。",
)
_LATER = Words(
    en="Newer knowledge may find what this one does not know yet.",
    ja="知識データが新しくなると、いまは分からないものが見つかることがあります。",
)
_ASKED = Words(
    en="If the supposed sender says by telephone that the mail is theirs, it no longer counts. If what it carries is shown to be "
    "malicious, it becomes 'exposed'.",
    ja="送信者とされている相手に電話で確認し、本人が送ったものだと分かれば、判定から除いて考えられます。添付ファイルやリンク先が悪意のあるものだと分かれば「危険なメール・ファイルあり」になります。",
)
_FILE_CHANGES = {Level.SUSPECTED: (_ASKED,), Level.EXPOSED: (_OPENED,), Level.NO_SIGN: (_LATER,)}
_IMAGE = Words(
    en="A disk image would also show deleted files and exact times.",
    ja="ディスクイメージがあれば、削除されたファイルや正確な日時も調べられます。",
)


def rule(report: Report, known: app.Knowledge) -> Words:
    """Why *report*, which is of one machine, has its level."""
    verdict = app.judge(report)
    newest = app.deciding(report.sources)
    if _no_report(newest):
        return _RULE["no-report"]
    if verdict.level is Level.UNDETERMINED and set(_holes(newest)) == {"report"}:
        return _RULE["newer-report"]
    if verdict.level in (Level.UNDETERMINED, Level.NO_SIGN):
        name = "met" if verdict.level is Level.NO_SIGN else "holes"
        words = _holes(newest) if name == "holes" else [word for source in newest for word in source.ought]
        return _with(_RULE[name], words, known)
    name = "brought" if brought(verdict.because, newest) else _strong_rule(verdict)
    if name == "one-kind" and not _is_of_machine(newest):
        name = "code"
    return _RULE[name].fill({"count": _kinds(newest)})


def _is_of_machine(newest: Iterable[Source]) -> bool:
    return any(source.host or source.machine for source in newest)


def _no_report(newest: Iterable[Source]) -> bool:
    return all(source.kind in (app.UNCHECKED, app.UNREAD) for source in newest)


def _strong_rule(verdict: Verdict) -> str:
    if verdict.level is Level.EXPOSED:
        return "exposed"
    if all(finding.past for finding in verdict.because):
        return "past"
    if verdict.level is Level.SUSPECTED:
        return "one-kind" if any(finding.about is About.HOST for finding in verdict.because) else "lure"
    return "conclusive" if any(f.strength is Strength.CONCLUSIVE and not f.past for f in verdict.because) else "two-kinds"


def _kinds(newest: Iterable[Source]) -> int:
    """The most kinds of strong findings that one source has."""
    every = ({f.kind for f in source.findings if f.strength > Strength.HINT and not f.past} for source in newest)
    return max((len(kinds) for kinds in every), default=0)


def _holes(newest: Iterable[Source]) -> list[str]:
    return [word for source in newest for word in app.holes(source)]


def _with(words: Words, wanted: Iterable[str], known: app.Knowledge) -> Words:
    names = list(dict.fromkeys(known.named("wanted", word) for word in sorted(set(wanted))))
    en, ja = ", ".join(dict.fromkeys(n.en for n in names)), "、".join(dict.fromkeys(n.ja for n in names))
    return Words(en=words.en.format(wanted=en), ja=words.ja.format(wanted=ja))


def _is_delivered(source: Source, known: app.Knowledge) -> bool:
    """Whether it is a file, a mailbox, or every file of a place that is not known to be a PC."""
    is_place = source.kind == "all-files" and not source.host and not source.machine
    return is_place or source.kind == "single-file" or known.like.get(source.kind) == "mail"


def changes(report: Report, known: app.Knowledge) -> Iterator[Words]:
    """What would change the level of *report*, which is of one machine."""
    level = app.judge(report).level
    newest = app.deciding(report.sources)
    if _no_report(newest):
        yield _REPORT
        return
    if holes := _holes(newest):
        yield _with(_FILL if level is Level.UNDETERMINED else _MORE_SEEN, holes, known)
    of_host = any(found.about is About.HOST for found in app.judge(report).because)
    if level is Level.SUSPECTED and of_host and _is_of_machine(newest):
        yield from (_ONE_MORE, _NAMED) if any(not found.past for found in app.judge(report).because) else (_NOW,)
    is_delivered = all(_is_delivered(source, known) for source in newest)
    if level in _NEWER and not is_delivered:
        yield _NEWER[level]
    if is_delivered:
        yield from (_ITS_PC,) if of_host else _FILE_CHANGES.get(level, ())
        return
    if not any(source.looked_at.get("process") for source in newest):
        yield _RUNNING
    if not any(source.kind == "disk-image" for source in newest):
        yield _IMAGE
