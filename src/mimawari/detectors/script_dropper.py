"""A script that fetches a program and starts it: the JavaScript, VBScript and WSF files that malware comes as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mimawari.detectors import detector
from mimawari.detectors.marks.addresses import foreign
from mimawari.detectors.marks.emotet_list import emotet_eras
from mimawari.detectors.marks.literals import is_veiled
from mimawari.detectors.marks.revealed import Reading, read
from mimawari.detectors.marks.suspicion import ENOUGH, general, stays_inside, weight
from mimawari.model import Delivery, Script, Strength, Words

_ATTACK = {"javascript": "T1059.007", "vbscript": "T1059.005", "powershell": "T1059.001", "batch": "T1059.003"}


@dataclass(frozen=True, kw_only=True, eq=False)
class ScriptDropper(Delivery):
    """Such a script. ``address`` is the first of ``addresses`` in it (empty: none is seen), ``marks`` what speaks against it."""

    words: Words = Words(
        en="The script “{file}” fetches a program from the Internet and starts it, as malware does.",
        ja="スクリプト「{file}」は、インターネットからプログラムを取得して実行します。マルウェアによく見られる動作です。",
    )
    file: str
    language: str
    address: str
    addresses: int
    marks: str


_EMOTET = Words(
    en="The script “{file}” tries {addresses} addresses in turn for a program and starts it, in Emotet's own way.",
    ja="スクリプト「{file}」は、{addresses}件のアドレスを順に試してプログラムを取得し、実行します。Emotetの手口と一致します。",
)
_HINT = Words(
    en="The script “{file}” fetches something from a network and starts a program; administrators' scripts do so, too.",
    ja="スクリプト「{file}」は、ネットワークから何かを取得し、プログラムを起動します。管理用のスクリプトにも見られる動作です。",
)

_QUOTED = Words(
    en="The text “{file}” holds commands that fetch something and start it. A text does not run by itself; "
    "reports on malware quote such commands.",
    ja="テキスト「{file}」には、何かを取得して実行するコマンドが書かれています。テキストを開いても実行されません。"
    "マルウェアの報告書などにも、こうしたコマンドが引用されます。",
)
_VEILED = Words(
    en="The script “{file}” hides all of its words, so that nobody can see what it does.",
    ja="スクリプト「{file}」は、全体が読めないように加工されており、何をするものか確認できません。",
)
_MAIL = frozenset({"message", "msg", "eml", "tnef"})


@detector
def script_dropper(script: Script) -> Iterator[ScriptDropper]:
    """Strong by the weight of its marks, Emotet's by its list of addresses; a hint where it only fetches and runs.

    One of which no word can be read is a hint, too, and strong in a mail; a text that Windows does not run is no more than a hint.
    """
    if script.host in ("browser", "pdf"):
        return
    reading = read(script.text, script.language)
    eras = emotet_eras(reading)
    if not eras and not reading.fetches_and_runs:
        yield from _veiled(script, reading)
        return
    marks = set(general(reading)) | _host(script)
    if not script.host:
        yield replace(_found(script, reading, marks, (), is_strong=False), words=_QUOTED)
        return
    is_strong = bool(eras) or (weight(marks) >= ENOUGH and not stays_inside(reading))
    yield _found(script, reading, marks, eras, is_strong)


def _veiled(script: Script, reading: Reading) -> Iterator[ScriptDropper]:
    """JavaScript for Windows of which no word can be read: strong in a mail, where nobody honest sends one."""
    if script.language != "javascript" or script.host == "shell" or not is_veiled(script.text):
        return
    is_mailed = bool(_MAIL & set(script.within))
    found = _found(script, reading, {"hidden-words", "script-host"}, (), is_mailed)
    yield replace(found, words=_VEILED, attack=("T1059.007", "T1027"))


def _host(script: Script) -> set[str]:
    """JavaScript for Windows Script Host, and HTML applications: no administrator writes these any more."""
    return {"script-host"} if script.host == "mshta" or (script.language == "javascript" and script.host != "shell") else set()


def _found(script: Script, reading: Reading, marks: set[str], eras: tuple[str, ...], is_strong: bool) -> ScriptDropper:
    out = foreign(reading.addresses)
    weak = ScriptDropper.words if is_strong else _HINT
    return ScriptDropper(
        origin=script.origin,
        strength=Strength.STRONG if is_strong else Strength.HINT,
        family="emotet" if eras else None,
        attack=(_ATTACK.get(script.language, "T1059"), "T1105"),
        era=eras,
        words=_EMOTET if eras else weak,
        file=script.name,
        language=script.language,
        address=out[0] if out else "",
        addresses=len(out),
        marks=" ".join(sorted(marks)),
    )
