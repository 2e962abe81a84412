"""The verdict in one plain sentence where nothing but files was looked at: documents, attachments, archives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mimawari.faces.text.grounds import HIT, both, brought, cause
from mimawari.faces.text.view import View
from mimawari.model import About, Level, Source, Words

_KINDS = frozenset({"single-file", "unknown", "unopened", "evidence-folder"})

_NOT_TOLD = Words(
    en=" Whether somebody opened it cannot be told from the file alone.",
    ja="実際に開かれたかどうかは、このファイルだけでは分かりません。",
)
_SPREAD = {
    "emotet": Words(
        en="“{name}” is a file by which the malware Emotet is spread. Opening it can infect a Windows PC.",
        ja="「{name}」は、マルウェア「Emotet（エモテット）」に感染させるためのファイルです。"
        "Windows PCで開くと、感染するおそれがあります。",
    ),
    "other": Words(
        en="“{name}” is a file by which malware ({families}) is spread. Nothing of Emotet's own was found in it.",
        ja="「{name}」は、マルウェア（{families}）に感染させるためのファイルです。Emotetに固有の特徴は見つかっていません。",
    ),
    "nameless": Words(
        en="“{name}” is dangerous: opening it can infect a Windows PC. Which malware it would bring could not be told.",
        ja="「{name}」は危険なファイルです。Windows PCで開くと、マルウェアに感染するおそれがあります。"
        "マルウェアの種類は特定できませんでした。",
    ),
}
_UNDETERMINED = Words(
    en="Whether “{name}” is dangerous could not be told, because ",
    ja="「{name}」が危険なファイルかどうかは、判断できませんでした。",
)
_NOT_ALL = Words(en="not all of it could be looked at.", ja="調べられなかった部分があるためです。")
NO_SIGN = Words(
    en="Nothing dangerous was found in “{name}”, as far as it was looked at.",
    ja="「{name}」を調べた範囲では、危険なものは見つかりませんでした。",
)
_LURE = Words(
    en="“{name}” looks like a lure by how it was sent and what it says: senders of malware such as Emotet write so. What it "
    "carries or leads to could not be shown to be malware.",
    ja="「{name}」は、Emotetなどのマルウェアを送りつける「なりすましメール」の手口と一致する、不審なメールです。"
    "添付ファイルやリンク先がマルウェアかどうかは、確認できていません。",
)
_CODE = {
    "emotet": Words(
        en="“{name}” holds what belongs to the malware Emotet.",
        ja="「{name}」に、マルウェア「Emotet（エモテット）」の一部が含まれています。",
    ),
    "other": Words(
        en="“{name}” holds what belongs to malware ({families}). Nothing of Emotet's own was found in it.",
        ja="「{name}」に、マルウェア（{families}）の一部が含まれています。Emotetに固有の特徴は見つかっていません。",
    ),
    "nameless": Words(
        en="“{name}” holds what malware looks like. Which one could not be told.",
        ja="「{name}」に、マルウェアの特徴があります。マルウェアの種類は特定できませんでした。",
    ),
}
_NOT_RUN = Words(
    en=" Whether it ever ran, and on which PC, cannot be told from the file alone.",
    ja="実際に動作したかどうか、どのPCのものかは、このファイルだけでは分かりません。",
)
_CODE_IN = {
    "emotet": Words(
        en="Among the files of “{name}” there is what belongs to the malware Emotet.",
        ja="「{name}」のファイルに、マルウェア「Emotet（エモテット）」の一部が含まれています。",
    ),
    "other": Words(
        en="Among the files of “{name}” there is what belongs to malware ({families}). Nothing of Emotet's own was found.",
        ja="「{name}」のファイルに、マルウェア（{families}）の一部が含まれています。Emotetに固有の特徴は見つかっていません。",
    ),
    "nameless": Words(
        en="Among the files of “{name}” there is what malware looks like. Which one could not be told.",
        ja="「{name}」のファイルに、マルウェアの特徴があります。マルウェアの種類は特定できませんでした。",
    ),
}
_NONE_RAN = Words(
    en=" Whether it ever ran, and on which PC, cannot be told from the files alone.",
    ja="実際に動作したかどうか、どのPCのものかは、ファイルだけでは分かりません。",
)
_NOT_SHOWN_TO_RUN = Words(
    en=" Nothing shows that it runs there, or ran; but it may have.",
    ja="動作している（していた）形跡は確認できていませんが、感染している疑いがあります。",
)
_SPREAD_IN = {
    "emotet": Words(
        en="In “{name}” there are files by which the malware Emotet is spread. Opening one can infect a Windows PC.",
        ja="「{name}」の中に、マルウェア「Emotet（エモテット）」に感染させるためのファイルがあります。"
        "Windows PCで開くと、感染するおそれがあります。",
    ),
    "other": Words(
        en="In “{name}” there are files by which malware ({families}) is spread. Nothing of Emotet's own was found in them.",
        ja="「{name}」の中に、マルウェア（{families}）に感染させるためのファイルがあります。"
        "Emotetに固有の特徴は見つかっていません。",
    ),
    "nameless": Words(
        en="In “{name}” there are dangerous files: opening one can infect a Windows PC. Which malware they would bring could not "
        "be told.",
        ja="「{name}」の中に、危険なファイルがあります。Windows PCで開くと、マルウェアに感染するおそれがあります。"
        "マルウェアの種類は特定できませんでした。",
    ),
}
_NONE_TOLD = Words(
    en=" Whether somebody opened them cannot be told from the files alone.",
    ja="実際に開かれたかどうかは、ファイルだけでは分かりません。",
)
_BROUGHT = Words(
    en="“{name}” fits a rule or a list that was given for this check. It does not say which malware that would be.",
    ja="「{name}」は、今回指定されたルールまたはリストに一致しました。マルウェアの種類は、そこに示されていません。",
)
_BROUGHT_IN = Words(
    en="In “{name}” there are files that fit a rule or a list that was given for this check. It does not say which malware that "
    "would be.",
    ja="「{name}」の中に、今回指定されたルールまたはリストに一致するファイルがあります。マルウェアの種類は、そこに示されていません。",
)
_BROUGHT_ON = Words(
    en="On {name} there are files that fit a rule or a list that was given for this check. It does not say which malware that "
    "would be.",
    ja="「{name}」に、今回指定されたルールまたはリストに一致するファイルがあります。マルウェアの種類は、そこに示されていません。",
)
BROUGHT_TO_MANY = Words(
    en="Files that fit a rule or a list that was given for this check: {names}.",
    ja="今回指定されたルールまたはリストに一致するファイルがあります（{names}）。",
)
_UNDETERMINED_IN = Words(
    en="Whether there is something dangerous among the files of “{name}” could not be told, because ",
    ja="「{name}」の中に危険なファイルがあるかどうかは、判断できませんでした。",
)
_NOT_ALL_IN = Words(en="not all of them could be looked at.", ja="調べられなかったファイルがあるためです。")
_NO_SIGN_IN = Words(
    en="Among the files of “{name}” nothing dangerous was found, as far as they were looked at.",
    ja="「{name}」のファイルを調べた範囲では、危険なものは見つかりませんでした。",
)
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
_MANY_PLACES = Words(
    en="Whether there is something dangerous among these files could not be told: {names}.",
    ja="危険なファイルがあるかどうかを判断できなかったものがあります（{names}）。",
)
MANY_CODE = Words(
    en="These hold what belongs to malware, or looks like it: {names}.",
    ja="マルウェアの一部、またはその特徴を含むものがあります（{names}）。",
)
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
    kinds = {source.kind for source in view.sources if not is_place(source)}
    return "single-file" in kinds and kinds <= _KINDS


def only_places(view: View) -> bool:
    """Whether it was every file of places that are not known to be PCs (perhaps files and mailboxes besides), and no machine."""
    kinds = {source.kind for source in view.sources if not is_place(source)}
    return any(map(is_place, view.sources)) and all(kind in _KINDS or view.known.like.get(kind) == "mail" for kind in kinds)


def is_place(source: Source) -> bool:
    """Whether it is every file of a place that is not known to be a PC."""
    return source.kind == "all-files" and not source.host and not source.machine


def of_files(view: View) -> Words | None:
    """The sentence where nothing but files was looked at: one by itself, or every file of a place that is not known to be a PC."""
    sources = view.sources
    if sources and all(map(is_place, sources)):
        return of_place(view)
    return one(view) if only_files(view) else None


def any_file(view: View) -> bool:
    """Whether a file is among what was looked at: then not all of it are PCs."""
    return any(source.kind == "single-file" for source in view.sources)


def holds_code(view: View) -> bool:
    """Whether what was found in files is malware itself, or a part of it, and no mail that is sent about."""
    verdict = view.verdict
    return verdict.level is Level.SUSPECTED and any(finding.about is About.HOST for finding in verdict.because)


def many(view: View, sources: Iterable[Source]) -> Mapping[Level, Words]:
    """The sentences on several files, or places, that *sources* are."""
    words = {**MANY, Level.UNDETERMINED: _MANY_PLACES} if any(map(is_place, sources)) else MANY
    return {**words, Level.SUSPECTED: MANY_CODE} if holds_code(view) else words


def of_place(view: View) -> Words:
    """The sentence on every file of a place."""
    level, which = view.verdict.level, _which(view)
    if level is Level.NO_SIGN:
        return _NO_SIGN_IN
    if level is Level.EXPOSED:
        return _BROUGHT_IN if is_brought(view) else both(_SPREAD_IN[which], _NONE_TOLD)
    if level in (Level.SUSPECTED, Level.INFECTED):
        return both(_CODE_IN[which], _NONE_RAN)
    return both(_UNDETERMINED_IN, cause(view.deciding, _NOT_ALL_IN))


def on_machine(view: View) -> Words | None:
    """The sentence on a machine of which nothing but files is suspicious."""
    if is_brought(view):
        return _BROUGHT_ON
    of_host = [finding for finding in view.verdict.because if finding.about is About.HOST]
    only_bytes = holds_code(view) and all(finding.kind == HIT for finding in of_host)
    return both(_CODE_IN[_which(view)], _NOT_SHOWN_TO_RUN) if only_bytes else None


def one(view: View) -> Words:
    """The sentence on a single file."""
    level, which = view.verdict.level, _which(view)
    if level is Level.NO_SIGN:
        return NO_SIGN
    if level is Level.EXPOSED:
        return _BROUGHT if is_brought(view) else both(_SPREAD[which], _NOT_TOLD)
    if level in (Level.SUSPECTED, Level.INFECTED):
        return both(_CODE[which], _NOT_RUN) if holds_code(view) else _LURE
    return both(_UNDETERMINED, cause(view.deciding, _NOT_ALL))


def is_brought(view: View) -> bool:
    """Whether what makes it exposed are rules and lists that the user brought, and that name no malware."""
    return view.verdict.level is Level.EXPOSED and brought(view.verdict.because, view.sources)


def _which(view: View) -> str:
    families = view.verdict.families
    return "emotet" if "emotet" in families else "other" if families else "nameless"
