"""What the commands of a case share: where it lies, who says something, the case opened, and what is wrong with it."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mimawari import app
from mimawari.app import casework
from mimawari.faces.both_times import both
from mimawari.faces.cli import places, report_files, spoken
from mimawari.faces.cli.common import known as knowledge_in_use
from mimawari.faces.cli.common import refused
from mimawari.faces.cli.us import common as us_file
from mimawari.faces.safe import own, shown
from mimawari.faces.streams import note, put
from mimawari.model import Conflict, Deed, Entry, Firm, Report, Words

FILE = "mimawari.case"
"""What the file of a case is called where nobody says otherwise."""

_KEPT = Words(en="a report of the case", ja="記録の中のレポート")
_WRONG = Words(
    en="mimawari: careful: {what} `mimawari case verify` tells all that is wrong with the record.",
    ja="mimawari：注意：{what}記録の異常は mimawari case verify で確認できます。",
)
CONFLICT = Words(
    en="{path}: says something else than another report about the same piece of work ({why}). One of them was changed, or is "
    "damaged. Nothing was recorded.",
    ja="{path}：同じ調査結果について、別のレポートと内容が異なります（{why}）。どちらかが書き換えられたか、壊れています。"
    "何も記録していません。",
)
_NEAR = Words(en=" Did you mean “{near}”?", ja="「{near}」ではありませんか。")
_CLOSED = Words(
    en="mimawari: careful: this case is closed; it was recorded all the same. `mimawari case reopen` opens it again.",
    ja="mimawari：注意：この件は終了しています。記録はしました。再開する場合は mimawari case reopen を実行してください。",
)
_NO_FIRM = Words(
    en="mimawari: careful: the firm's name is left out, because its file cannot be used: {why}",
    ja="mimawari：注意：自社の情報ファイルを読み取れないため、社名は入れません：{why}",
)
_STRANGE = Words(
    en="mimawari: careful: some of what was typed is no character that can be kept; � stands in its place.",
    ja="mimawari：注意：文字として保存できないものが入力に含まれていたため、� に置き換えて記録しました。",
)
_RECORDED = Words(en="Recorded as entry {n}, {at}, by {who}.", ja="{n}番として記録しました。{at}　記録した人：{who}")

case_option = spoken.option(
    "--case", "place", metavar="PLACE",
    en=f"Where the case lies: a file, or postgresql://user@host/db; PLACE#ID for one of several "
    f"(else MIMAWARI_CASE, else {FILE}).",
    ja=f"記録の場所。ファイル、または postgresql://ユーザー@サーバー/データベース。複数ある場合は PLACE#ID"
    f"（省略時は環境変数 MIMAWARI_CASE、なければ {FILE}）。",
)  # fmt: skip
who_option = spoken.option(
    "--who", metavar="NAME",
    en="Who does it (else the login name).", ja="だれが行ったか（省略時はログイン名）。",
)  # fmt: skip


def text_option(en: str, ja: str, *, required: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--text``, in the person's own words."""
    # A default of None counts as given: an option that is required must have none at all.
    given = {"required": True} if required else {"default": ""}
    return spoken.option("--text", metavar="TEXT", en=en, ja=ja, **given)


def place_of(given: str | None) -> str:
    """Where the case lies."""
    return (given if given and given.strip() else "") or os.environ.get("MIMAWARI_CASE") or FILE


def who_of(given: str | None) -> str:
    """Who says it: as told, else the login name."""
    if given and given.strip():
        return given.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def state_folder() -> Path:
    """Where this PC remembers what it saw of cases."""
    return places.folder() / "cases"


def kept_report(content: bytes) -> Report:
    """A report that lies in the case."""
    return report_files.of_content(_KEPT.en, content)


@dataclass(frozen=True, slots=True)
class Desk:
    """The case that a command works on, with the knowledge and the language it speaks."""

    opened: casework.OpenedCase
    known: app.Knowledge
    tongue: str
    who: str

    def record(self, deed: Deed, *, about: str = "", text: str = "", facts: dict[str, str] | None = None) -> Entry:
        """Add one entry and say so."""
        entry = casework.record(self.opened, deed, self.who, about=about, text=text, facts=dict(facts or {}))
        said(entry, self.tongue)
        if (entry.about, entry.text, entry.who) != (about, text, self.who):
            note(_STRANGE.say(self.tongue))
        if deed is not Deed.REOPENED:
            warn_closed(self.opened, self.tongue)
        return entry


def said(entry: Entry, tongue: str) -> None:
    """Say that an entry is recorded."""
    facts = {"n": entry.number, "at": both(entry.at), "who": own(entry.who)}
    put(_RECORDED.fill(facts).say(tongue))


def given_reports(paths: Iterable[str]) -> list[casework.Given]:
    """The reports in files, each as it was written. Raises :class:`report_files.Unusable`."""
    return [_given(path) for path in paths]


def _given(path: str) -> casework.Given:
    content = report_files.content_of(path)
    return casework.Given(path.replace("\\", "/").rpartition("/")[2], content, report_files.whole(path, content))


def union(given: Iterable[casework.Given], tongue: str) -> Report:
    """All of them as one."""
    whole = Report()
    for one in given:
        try:
            whole |= one.report
        except Conflict as conflict:
            raise refused(CONFLICT, tongue, path=one.name, why=conflict) from conflict
    return whole


def firm_name(tongue: str) -> str:
    """What the firm is called by its own file in the current folder; empty where there is none. One that is broken stops nobody."""
    return called(own_firm(tongue), tongue)


def own_firm(tongue: str) -> Firm | None:
    """What its own file in the current folder says of the firm; None where there is none, or where it is broken, which is told."""
    if not Path(us_file.FILE).is_file():
        return None
    try:
        return us_file.read(us_file.FILE, tongue)
    except spoken.Refused as refusal:
        note(_NO_FIRM.fill({"why": refusal.message}).say(tongue))
        return None


def called(firm: Firm | None, tongue: str) -> str:
    """What a firm is called in a language; empty where nobody told it."""
    if firm is None:
        return ""
    return (firm.name_ja or firm.name) if tongue == "ja" else (firm.name or firm.name_ja)


@contextmanager
def troubles(tongue: str) -> Iterator[None]:
    """Refuse in one sentence what the record or one of its reports does not let be done."""
    try:
        yield
    except casework.CaseTrouble as trouble:
        raise refused(trouble.words, tongue, **trouble.facts) from trouble
    except report_files.Unusable as unusable:
        raise spoken.Refused(unusable.said, tongue) from unusable


@contextmanager
def at_desk(place: str | None, lang: str | None, who: str | None = None) -> Iterator[Desk]:
    """The case opened; what is wrong with its record is told on stderr."""
    tongue = spoken.speaking(lang)
    known = knowledge_in_use(None, tongue)
    with troubles(tongue), casework.open_case(place_of(place), known, kept_report, state_folder()) as opened:
        warn(opened, tongue)
        yield Desk(opened, known, tongue, who_of(who))


def warn(opened: casework.OpenedCase, tongue: str) -> None:
    """Say on stderr that the record is not whole."""
    if opened.faults:
        note(_WRONG.fill({"what": harmless_words(opened.faults[0].words)}).say(tongue))


def warn_closed(opened: casework.OpenedCase, tongue: str) -> None:
    """Say on stderr that something was added to a case that is closed."""
    if opened.state.closed is not None:
        note(_CLOSED.say(tongue))


def near(name: str) -> Words:
    """What was probably meant, as it has to be typed."""
    return _NEAR.fill({"near": own(name)})


def harmless_words(words: Words) -> Words:
    """A sentence whose values may come from anybody."""
    return Words(en=shown(words.en), ja=shown(words.ja))


_EMPTY = Words(en="the text is empty; nothing was recorded.", ja="文章が空です。何も記録していません。")


def some(text: str, tongue: str) -> str:
    """*text*, which must say something."""
    if not text.strip():
        raise spoken.Refused(_EMPTY, tongue)
    return text.strip()


_NO_NAME = Words(
    en="“{given}” is no name of a file or folder to write to; nothing was written.",
    ja="「{given}」は保存先の名前として使えません。何も保存していません。",
)


def some_name(given: str, tongue: str) -> None:
    """Refuse what names no file or folder to write to; ``-`` is none here, the answer goes into a file."""
    if given.strip() in ("", "-"):
        raise refused(_NO_NAME, tongue, given=given)


_NOTHING = Words(
    en="nothing is planned, and a CACAO playbook cannot be empty.", ja="行うことがないため、CACAO形式では出力できません。"
)


def cacao_text(desk: Desk) -> str:
    """The plan as a CACAO 2.0 playbook, in JSON; refused where nothing is planned."""
    try:
        return json.dumps(casework.cacao_of(desk.opened, desk.tongue), indent=1)
    except ValueError as error:
        raise spoken.Refused(_NOTHING, desk.tongue) from error
