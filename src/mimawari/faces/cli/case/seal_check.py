"""``mimawari case seal-check``: whether a sealed bag is as it was sealed, and by whom."""

from __future__ import annotations

from pathlib import Path

import click

from mimawari.app import sealing as bags
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import sealing_words
from mimawari.faces.safe import own
from mimawari.faces.streams import note, put
from mimawari.model import SealCheck, SealFault, Words

FAULTY = 1
_MOST = 50

_WHOLE = Words(
    en="Nothing was changed, added or taken out: {files} files are as their digests say.",
    ja="変更・追加・欠落はありません。{files}ファイルの内容は、識別値と一致しました。",
)
_BY = Words(en="Signed with the key {key}: {comment}", ja="鍵 {key} による署名：{comment}")
_NOT_PROVEN = Words(
    en="mimawari: careful: this is the key that lies in the bag. Whoever makes a bag anew puts in a key of his own. Name the "
    "public key that you were given by another way with --public.",
    ja="mimawari：注意：確認に使ったのは、証拠一式に入っている鍵です。全体を作り直した人は、自分の鍵を入れることができます。"
    "別の方法で受け取った公開鍵を --public で指定してください。",
)
_UNSIGNED = Words(
    en="mimawari: careful: the bag is not signed. This does not show that nobody made the whole bag anew.",
    ja="mimawari：注意：署名がありません。全体を作り直された場合は、これだけでは分かりません。",
)
_FAULTY = Words(en="The bag is not as it was sealed ({count}):", ja="封印したときと異なります（{count}件）：")
_MORE = Words(en="  and {count} more", ja="  ほか{count}件")
_WRONG = {
    SealFault.CHANGED: Words(en="changed: {at}", ja="変更：{at}"),
    SealFault.MISSING: Words(en="missing: {at}", ja="欠落：{at}"),
    SealFault.ADDED: Words(en="added: {at}", ja="追加：{at}"),
    SealFault.NO_BAG: Words(en="this is no whole bag: {at}", ja="証拠一式として読み取れません：{at}"),
    SealFault.NO_SIGNATURE: Words(en="the signature is missing: {at}", ja="署名がありません：{at}"),
    SealFault.BAD_SIGNATURE: Words(en="the signature is wrong: {at}", ja="署名が正しくありません：{at}"),
    SealFault.OTHER_KEY: Words(en="it was signed with another key: {at}", ja="別の鍵で署名されています：{at}"),
}


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Look whether a sealed bag (a folder, .zip or .zip.age) is as it was sealed: changed, missing and added files, "
        "signature, key. Nothing is unpacked. The exit status is 1 where something is wrong.",
        ja="封印した証拠一式（フォルダー、.zip、.zip.age）が、封印したときのままかを確かめます（変更・欠落・追加、署名、鍵）。"
        "展開はしません。異常があれば終了コードは1です。",
    ),
)
@click.argument("path")
@spoken.option(
    "--public", metavar="FILE.pub", default="", en="The public key that it must be signed with.", ja="署名に使われたはずの公開鍵。"
)
@spoken.option(
    "--identity",
    metavar="FILE",
    default="",
    en="The secret key of age that opens a .zip.age.",
    ja=".zip.age を開くためのageの秘密鍵。",
)
@spoken.lang
def command(path: str, public: str, identity: str, lang: str | None) -> int:
    """Look, and tell."""
    tongue = spoken.speaking(lang)
    with sealing_words.troubles(tongue):
        found = bags.checked(Path(path), public, identity)
    if found.faults:
        _tell_faults(found, tongue)
        return FAULTY
    put(_WHOLE.fill({"files": f"{found.files:,}"}).say(tongue))
    if found.signed:
        put(_BY.fill({"key": own(found.key), "comment": own(found.comment)}).say(tongue))
    if not found.signed or not public:
        note((_NOT_PROVEN if found.signed else _UNSIGNED).say(tongue))
    return 0


def _tell_faults(found: SealCheck, tongue: str) -> None:
    put(_FAULTY.fill({"count": f"{len(found.faults):,}"}).say(tongue))
    for fault, at in found.faults[:_MOST]:
        put("  " + _WRONG[fault].fill({"at": own(at)}).say(tongue))
    if len(found.faults) > _MOST:
        put(_MORE.fill({"count": f"{len(found.faults) - _MOST:,}"}).say(tongue))
