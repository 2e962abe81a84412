"""The verdict in one plain sentence where nothing but files was looked at: documents, attachments, archives."""

from __future__ import annotations

from mimawari.faces.text.view import View
from mimawari.model import Level, Source, Words

_KINDS = frozenset({"single-file", "unknown", "unopened", "evidence-folder"})

_NOT_TOLD = Words(
    en=" Whether somebody opened it cannot be told from the file alone.",
    ja="実際に開かれたかどうかは、このファイルだけでは分かりません。",
)
_EMOTET = Words(
    en="“{name}” is a file by which the malware Emotet is spread. Opening it can infect a Windows PC.",
    ja="「{name}」は、マルウェア「Emotet（エモテット）」に感染させるためのファイルです。"
    "Windows PCで開くと、感染するおそれがあります。",
)
_OTHER = Words(
    en="“{name}” is a file by which malware ({families}) is spread. Nothing of Emotet's own was found in it.",
    ja="「{name}」は、マルウェア（{families}）に感染させるためのファイルです。Emotetに固有の特徴は見つかっていません。",
)
_NAMELESS = Words(
    en="“{name}” is dangerous: opening it can infect a Windows PC. Which malware it would bring could not be told.",
    ja="「{name}」は危険なファイルです。Windows PCで開くと、マルウェアに感染するおそれがあります。"
    "マルウェアの種類は特定できませんでした。",
)
_UNDETERMINED = Words(
    en="Whether “{name}” is dangerous could not be told, because not all of it could be looked at.",
    ja="「{name}」が危険なファイルかどうかは、判断できませんでした。調べられなかった部分があるためです。",
)
_NO_SIGN = Words(
    en="Nothing dangerous was found in “{name}”, as far as it was looked at.",
    ja="「{name}」を調べた範囲では、危険なものは見つかりませんでした。",
)
_LURE = Words(
    en="“{name}” looks like a lure by how it was sent and what it says: senders of malware such as Emotet write so. What it "
    "carries or leads to could not be shown to be malware.",
    ja="「{name}」は、Emotetなどのマルウェアを送りつける「なりすましメール」の手口と一致する、不審なメールです。"
    "添付ファイルやリンク先がマルウェアかどうかは、確認できていません。",
)
SCANNED = {
    Level.EXPOSED: Words(
        en="In “{name}” there are files by which malware is spread. Whether somebody opened them cannot be told from the files "
        "alone.",
        ja="「{name}」の中に、マルウェアに感染させるためのファイルがあります。実際に開かれたかどうかは、ファイルだけでは分かりません。",
    ),
    Level.UNDETERMINED: Words(
        en="Whether there is something dangerous among the files of “{name}” could not be told, because not all of them could be "
        "looked at.",
        ja="「{name}」の中に危険なファイルがあるかどうかは、判断できませんでした。調べられなかったファイルがあるためです。",
    ),
    Level.NO_SIGN: Words(
        en="Among the files of “{name}” nothing dangerous was found, as far as they were looked at.",
        ja="「{name}」のファイルを調べた範囲では、危険なものは見つかりませんでした。",
    ),
}
"""On every file of a place that is no PC."""
MANY = {
    Level.SUSPECTED: Words(en="These look like lures: {names}.", ja="なりすましメールの疑いがあります（{names}）。"),
    Level.EXPOSED: Words(en="Dangerous files: {names}.", ja="危険なファイルがあります（{names}）。"),
    Level.UNDETERMINED: Words(
        en="Whether these are dangerous could not be told: {names}.",
        ja="危険なファイルかどうかを判断できなかったものがあります（{names}）。",
    ),
    Level.NO_SIGN: Words(
        en="Nothing dangerous was found in these, as far as they were looked at: {names}.",
        ja="調べた範囲では、危険なものは見つかりませんでした（{names}）。",
    ),
}
ALSO = Words(
    en="{count} could not be told. That does not mean “harmless”.",
    ja="判断できなかったものが{count}件あります。「安全」という意味ではありません。",
)
SO_FAR = Words(
    en="Nothing dangerous was found in what could be looked at.",
    ja="調べられた範囲では、危険なものは見つかっていません。",
)


def only_files(view: View) -> bool:
    """Whether files were looked at, and no machine."""
    kinds = {source.kind for source in view.report.sources if not _is_place(source)}
    return "single-file" in kinds and kinds <= _KINDS


def _is_place(source: Source) -> bool:
    """Whether it is every file of a place that is not known to be a PC."""
    return source.kind == "all-files" and not source.host


def of_files(view: View) -> Words | None:
    """The sentence where nothing but files was looked at: one by itself, or every file of a place that is not known to be a PC."""
    sources = view.report.sources
    if sources and all(map(_is_place, sources)):
        return SCANNED.get(view.verdict.level)
    return one(view) if only_files(view) else None


def any_file(view: View) -> bool:
    """Whether a file is among what was looked at: then not all of it are PCs."""
    return any(source.kind == "single-file" for source in view.report.sources)


def one(view: View) -> Words:
    """The sentence on a single file."""
    verdict = view.verdict
    if verdict.level is Level.NO_SIGN:
        return _NO_SIGN
    if verdict.level is Level.SUSPECTED:
        return _LURE
    if verdict.level is not Level.EXPOSED:
        return _UNDETERMINED
    what = _EMOTET if "emotet" in verdict.families else _OTHER if verdict.families else _NAMELESS
    return Words(en=what.en + _NOT_TOLD.en, ja=what.ja + _NOT_TOLD.ja)
