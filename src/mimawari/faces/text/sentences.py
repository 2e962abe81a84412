"""The verdict in one plain sentence."""

from __future__ import annotations

from mimawari import app
from mimawari.faces.text import account_sentences, file_sentences, mail_sentences
from mimawari.faces.text.grounds import both, cause
from mimawari.faces.text.view import HostView, View
from mimawari.model import Level, Source, Words

_UNDETERMINED = Words(
    en="Whether {name} is infected could not be told, because ", ja="「{name}」が感染しているかどうかは、判断できませんでした。"
)
_NOT_ALL = Words(en="not everything could be looked at.", ja="調べる必要のあるところを、すべては調べられなかったためです。")
_EMOTET = {
    Level.EXPOSED: Words(
        en="A mail or file by which the malware Emotet is spread has reached {name}. Nothing shows that it was opened.",
        ja="「{name}」に、マルウェア「Emotet（エモテット）」に感染させるためのメールやファイルがあります。"
        "開いた形跡は見つかっていません。",
    ),
    Level.INFECTED: Words(
        en="{name} is infected with the malware Emotet.", ja="「{name}」は、マルウェア「Emotet（エモテット）」に感染しています。"
    ),
    Level.SUSPECTED: Words(
        en="{name} may be infected with the malware Emotet.",
        ja="「{name}」は、マルウェア「Emotet（エモテット）」に感染している疑いがあります。",
    ),
}
_ONE = {
    Level.INFECTED: Words(
        en="{name} is infected with malware. Which one could not be told.",
        ja="「{name}」は、マルウェアに感染しています。マルウェアの種類は特定できませんでした。",
    ),
    Level.SUSPECTED: Words(
        en="{name} may be infected with malware. Which one could not be told.",
        ja="「{name}」は、マルウェアに感染している疑いがあります。マルウェアの種類は特定できませんでした。",
    ),
    Level.EXPOSED: Words(
        en="A dangerous mail or file has reached {name}. Nothing shows that it was opened.",
        ja="「{name}」に、危険なメールやファイルがあります。開いた形跡は見つかっていません。",
    ),
    Level.NO_SIGN: Words(
        en="In what was looked at of {name}, no sign of an infection was found.",
        ja="「{name}」を調べた範囲では、感染の兆候は見つかりませんでした。",
    ),
}
_MANY = {
    Level.INFECTED: Words(en="Infected: {names}.", ja="感染しているPCがあります（{names}）。"),
    Level.SUSPECTED: Words(en="Possibly infected: {names}.", ja="感染している疑いのあるPCがあります（{names}）。"),
    Level.EXPOSED: Words(en="A dangerous mail or file has reached: {names}.", ja="危険なメールやファイルがあります（{names}）。"),
    Level.UNDETERMINED: Words(
        en="Whether these are infected could not be told: {names}.",
        ja="感染しているかどうかを判断できなかったPCがあります（{names}）。",
    ),
    Level.NO_SIGN: Words(
        en="In what was looked at, no sign of an infection was found: {names}.",
        ja="調べた範囲では、感染の兆候は見つかりませんでした（{names}）。",
    ),
}
_MIXED = {
    Level.SUSPECTED: Words(
        en="Possibly infected, or holding what belongs to malware: {names}.",
        ja="感染している疑いのあるもの、またはマルウェアの一部やその特徴を含むものがあります（{names}）。",
    ),
    Level.UNDETERMINED: Words(
        en="Whether these are infected, or hold something dangerous, could not be told: {names}.",
        ja="感染や危険なファイルの有無を判断できなかったものがあります（{names}）。",
    ),
}
"""Where not all of them are known to be PCs."""
_MANY_WERE = Words(
    en="Traces of an infection in the past: {names}.",
    ja="過去に感染した痕跡の残っているPCがあります（{names}）。",
)
_OTHER = {
    Level.EXPOSED: Words(
        en="A mail or file by which malware ({families}) is spread has reached {name}. Nothing shows that it was opened.",
        ja="「{name}」に、マルウェア（{families}）に感染させるためのメールやファイルがあります。開いた形跡は見つかっていません。",
    ),
    Level.INFECTED: Words(
        en="{name} is infected with malware ({families}). Nothing of Emotet's own was found.",
        ja="「{name}」は、マルウェア（{families}）に感染しています。Emotetに固有の痕跡は見つかっていません。",
    ),
    Level.SUSPECTED: Words(
        en="{name} may be infected with malware ({families}). Nothing of Emotet's own was found.",
        ja="「{name}」は、マルウェア（{families}）に感染している疑いがあります。Emotetに固有の痕跡は見つかっていません。",
    ),
}
_EMOTET_WAS = Words(
    en="On {name} there are traces of an infection with Emotet in the past.",
    ja="「{name}」には、過去にEmotet（エモテット）に感染した痕跡が残っています。",
)
_OTHER_WAS = Words(
    en="On {name} there are traces of an infection with malware ({families}) in the past.",
    ja="「{name}」には、過去にマルウェア（{families}）に感染した痕跡が残っています。",
)
_WAS = Words(
    en="On {name} there are traces of an infection with malware in the past.",
    ja="「{name}」には、過去にマルウェアに感染した痕跡が残っています。",
)
_NOTHING_NOW = Words(
    en=" In what was looked at, nothing was found that speaks for an infection now.",
    ja="調べた範囲では、現在も感染していることを示すものは見つかりませんでした。",
)
_NOW_UNKNOWN = Words(
    en=" Whether it still is infected could not be told, because not everything could be looked at.",
    ja="ただし、調べられなかったところがあるため、現在も感染しているかどうかは分かりません。",
)
_UNOPENED = Words(
    en="“{name}” could not be opened. Nothing was looked at.",
    ja="「{name}」を開けませんでした。何も調べられていません。",
)
_UNKNOWN = Words(
    en="“{name}” is of a kind that could not be read. Nothing was looked at.",
    ja="「{name}」は、読み取れない形式のデータです。何も調べられていません。",
)
_EMPTY = Words(
    en="There was nothing in “{name}” that could be looked at.",
    ja="「{name}」の中に、調べられるデータがありませんでした。",
)
_UNCHECKED = Words(
    en="{name} was not checked: there is no report of it.",
    ja="「{name}」は、まだ調べられていません（レポートがありません）。",
)
_UNREAD = Words(
    en="The report of “{name}” could not be read. Nothing can be said of it.",
    ja="「{name}」のレポートを読み取れませんでした。感染しているかどうかは判断できません。",
)
_UNFINISHED = Words(
    en="The check of {name} did not finish, or is still running. Nothing can be said of it yet.",
    ja="「{name}」の調査は、途中で終わったか、まだ実行中です。感染しているかどうかは、まだ判断できません。",
)
_NO_WINDOWS = Words(
    en="{name} is not a Windows PC, and Emotet's programs run on Windows only. Whether one of your Windows PCs is infected, or "
    "your mail account is misused, cannot be told from here.",
    ja="「{name}」はWindows PCではありません。EmotetのプログラムはWindowsでのみ動作します。"
    "お使いのWindows PCが感染しているかどうか、メールアカウントが不正利用されていないかどうかは、この機器からは判断できません。",
)
_UNSEEN = {
    "unknown": _UNKNOWN,
    "no-windows": _NO_WINDOWS,
    "evidence-folder": _EMPTY,
    app.UNCHECKED: _UNCHECKED,
    app.UNREAD: _UNREAD,
}
_MACHINES = frozenset({"live", "no-windows", "emocheck-report", app.UNCHECKED, app.UNREAD})
"""Kinds that are of a machine even where its name is not known."""
_RECORDS = frozenset({"mail-log", "mail-trace", "dmarc", "account-export"})
"""Kinds that tell of what was done, and are themselves searched for no malware."""
_RECORD_UNTOLD = Words(en="Nothing could be told from “{name}”, because ", ja="「{name}」からは、判断できませんでした。")
_NOTHING = Words(en="There was nothing to look at.", ja="調べる対象がありませんでした。")


def sentence(view: View) -> str:
    """The verdict in one sentence, or two."""
    if not view.hosts:
        return view.say(_NOTHING)
    if misused := account_sentences.sentence(view):
        return misused
    if any(source.looked_at for source in view.sources) and (mail_sentences.is_of_mail(view) or mail_sentences.is_told(view)):
        return mail_sentences.sentence(view)
    if len(view.hosts) > 1 and view.is_one and file_sentences.only_places(view):
        return view.say(file_sentences.of_place(view), name=view.hosts[0].name, families=view.listed(_names(view)))
    if len(view.hosts) > 1:
        level = view.verdict.level
        worst = [host for host in view.hosts if host.level is level]
        machines = [host for host in worst if not (mail_sentences.is_mailbox(view, host) or _is_record(host))]
        if not machines and level is Level.NO_SIGN:
            return view.say(file_sentences.MANY[level], names=view.listed(host.name for host in worst))
        machines = machines or [host for host in worst if _is_record(host)] or worst
        return view.say(_many(view, machines), names=view.listed(host.name for host in machines))
    return view.say(_words(view), name=view.hosts[0].name, families=view.listed(_names(view)))


def _many(view: View, machines: list[HostView]) -> Words:
    """The sentence on *machines*, all of the same level: PCs, files, and places of which nobody knows whether they are PCs."""
    level, sources = view.verdict.level, [source for host in machines for source in host.sources]
    if file_sentences.is_brought(view):
        return file_sentences.BROUGHT_TO_MANY
    files = file_sentences.many(view, sources)
    if level in files and all(source.kind == "single-file" or file_sentences.is_place(source) for source in sources):
        return files[level]
    if is_past(view):
        return _MANY_WERE
    if file_sentences.only_files(view):
        return {**_MANY, **files}[level]
    return (_MANY if all(map(_is_machine, machines)) else _MANY | _MIXED)[level]


def _is_machine(host: HostView) -> bool:
    return any(source.host or source.machine or source.kind in _MACHINES for source in host.sources)


def _is_record(host: HostView) -> bool:
    return all(source.kind in _RECORDS for source in host.sources)


def only_records(view: View) -> bool:
    """Whether nothing was looked at but what mail systems write down: neither a PC, nor a mail, nor another file."""
    return bool(view.hosts) and all(map(_is_record, view.hosts))


def without_pc(view: View) -> list[str]:
    """The kinds of what was looked at, where no PC, and no place of which nobody knows whether it is of one, is among it."""
    kinds = dict.fromkeys(source.kind for host in view.hosts for source in host.sources if source.looked_at)
    is_beside = all(kind in _RECORDS or kind == "single-file" or view.known.like.get(kind) == "mail" for kind in kinds)
    return list(kinds) if is_beside else []


def is_past(view: View) -> bool:
    """Whether the verdict rests on what was, and on nothing that is."""
    verdict = view.verdict
    was = bool(verdict.because) or (verdict.us is not None and all(one.past for one in verdict.us.answers))
    return verdict.level is Level.SUSPECTED and was and all(finding.past for finding in verdict.because)


def is_whole(view: View) -> bool:
    """Whether all was looked at that has to be."""
    return not any(app.holes(source) for source in view.deciding)


def _words(view: View) -> Words:
    if all(source.kind == app.UNOPENED for source in view.sources):
        return _UNOPENED
    if file_sentences.only_files(view) and {source.kind for source in view.sources} == {"single-file"}:
        return file_sentences.one(view)
    if not any(source.looked_at for source in view.sources) and len(kinds := {s.kind for s in view.sources}) == 1:
        unfinished = all(_is_unfinished(source) for source in view.sources)
        if unfinished:
            return _UNFINISHED
        return _UNSEEN.get(kinds.pop()) or (file_sentences.one(view) if file_sentences.only_files(view) else _machine(view))
    if is_past(view):
        return _was(view)
    if said := file_sentences.of_files(view):
        return said
    return file_sentences.on_machine(view) or _machine(view)


def _machine(view: View) -> Words:
    verdict = view.verdict
    is_of_records = only_records(view)
    if verdict.level is Level.UNDETERMINED:
        return both(_RECORD_UNTOLD if is_of_records else _UNDETERMINED, cause(view.deciding, _NOT_ALL))
    if is_of_records and verdict.level is Level.NO_SIGN:
        return file_sentences.NO_SIGN
    own = _EMOTET if "emotet" in verdict.families else _OTHER if verdict.families else _ONE
    return own.get(verdict.level) or _ONE[verdict.level]


def _is_unfinished(source: Source) -> bool:
    return source.kind == app.UNREAD and bool(source.seen_at)


def _was(view: View) -> Words:
    families = view.verdict.families
    what = _EMOTET_WAS if "emotet" in families else _OTHER_WAS if families else _WAS
    now = _NOTHING_NOW if is_whole(view) else _NOW_UNKNOWN
    return Words(en=what.en + now.en, ja=what.ja + now.ja)


def _names(view: View) -> list[str]:
    return [family.replace("-", " ").title() for family in view.verdict.families]
