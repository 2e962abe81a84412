"""``mimawari case letters``: drafts of letters and reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from mimawari.app import casework
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.common import refused
from mimawari.faces.cli.us import common as us_file
from mimawari.faces.safe import own
from mimawari.faces.streams import note, put
from mimawari.model import LANGUAGES, Deed, Fact, Firm, Notice, NoticeKind, Words

_FORMS = ("text", "docx", "pdf")
_TAKEN = Words(
    en="{path} is there already, and somebody may have filled it in. Nothing was written. Give another folder, or --force to "
    "replace all drafts there.",
    ja="{path} はすでにあります。記入済みの内容を消さないため、何も保存していません。別のフォルダーを指定するか、"
    "置き換えてよい場合は --force を付けてください。",
)
_NOTHING = Words(
    en="this situation asks for no letter or report; nothing was written. Name a KIND to make one all the same.",
    ja="この状況では、送る文書はありません。何も保存していません。作成する場合は、文書の種類（KIND）を指定してください。",
)
_READ_IT = Words(
    en="mimawari: nothing was sent. Read README.{tongue}.txt first, fill all marked places, and read each draft before it is sent.",
    ja="mimawari：送信はしていません。先に README.{tongue}.txt を読み、印の箇所をすべて記入し、内容を確認してから使ってください。",
)
_LACKING = Words(en="mimawari: {what}", ja="mimawari：{what}")
_FILES = Words(en="{count} files were written to {folder}.", ja="{folder} に{count}個のファイルを保存しました。")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Write drafts of letters and reports into DIR: to partners, customers, the public, staff, the mail provider, the card "
        "company, JPCERT/CC, IPA, police, the Personal Information Protection Commission. Facts are from the case; the rest is "
        "marked to be filled. Nothing is sent.\n\nKinds: " + ", ".join(NoticeKind) + ". Without one: those that the situation "
        "asks for.",
        ja="連絡文・届出の下書きをDIRに作成します（取引先、お客様、ホームページ、社内、メール会社、カード会社、JPCERT/CC、IPA、警察、"
        "個人情報保護委員会など）。分かっている事実は記録から入れ、残りには記入の印を付けます。送信はしません。\n\n種類（KIND）："
        + "、".join(NoticeKind) + "。省略すると、状況に合うものを作成します。",
    ),
)  # fmt: skip
@click.argument("kinds", metavar="[KIND]...", nargs=-1, type=click.Choice([kind.value for kind in NoticeKind]))
@spoken.option("--out", "folder", metavar="DIR", required=True, en="Where to write them.", ja="保存先のフォルダー。")
@spoken.option(
    "--lang", "tongues", multiple=True, type=click.Choice(LANGUAGES),
    en="Language of the drafts (else both).", ja="下書きの言語（省略時は両方）。",
)  # fmt: skip
@spoken.option(
    "--form", "forms", multiple=True, type=click.Choice(_FORMS),
    en="How to write them (else all that are installed).", ja="ファイルの形式（省略時はすべて）。",
)  # fmt: skip
@spoken.option("--us", metavar="FILE", en=f"What belongs to the firm (else {us_file.FILE}, if there).",
               ja=f"自社の情報（省略時は {us_file.FILE} があればそれ）。")  # fmt: skip
@spoken.option("--force", is_flag=True, en="Replace drafts that are there.", ja="すでにある下書きを置き換えます。")
@common.case_option
@common.who_option
def command(
    kinds: tuple[str, ...], folder: str, tongues: tuple[str, ...], forms: tuple[str, ...], us: str | None, force: bool,
    place: str | None, who: str | None,
) -> int:  # fmt: skip
    """Write the drafts, name them, and record that they were written."""
    lang = tongues[0] if len(set(tongues)) == 1 else None
    common.some_name(folder, spoken.speaking(lang))
    with common.at_desk(place, lang, who) as desk:
        drafts = _drafts(desk, kinds, tongues or LANGUAGES, us)
        beside = _beside(desk, drafts, Path(folder), us)
        files = _write(drafts, beside, folder, forms or _FORMS, force, desk.tongue)
        _say(drafts, desk.tongue)
        put(_FILES.fill({"count": files, "folder": own(folder)}).say(desk.tongue))
        _record(desk, drafts, files)
        note(_READ_IT.fill({"tongue": desk.tongue if desk.tongue in (tongues or LANGUAGES) else tongues[0]}).say(desk.tongue))
    return 0


def _drafts(desk: common.Desk, kinds: Sequence[str], tongues: Sequence[str], us: str | None) -> tuple[Notice, ...]:
    from mimawari.app.drafting import drafts_of

    firm = _firm(us, desk.tongue)
    wanted = tuple(dict.fromkeys(map(NoticeKind, kinds)))
    drafts = drafts_of(desk.opened, desk.known, casework.now(), firm, wanted, tuple(dict.fromkeys(tongues)))
    if not drafts:
        raise spoken.Refused(_NOTHING, desk.tongue)
    return drafts


def _beside(desk: common.Desk, drafts: Sequence[Notice], folder: Path, us: str | None) -> list[Notice]:
    """Drafts of an earlier run that lie there: the README is of them as well."""
    from mimawari.faces.notices import lying

    made = {(one.kind, one.tongue) for one in drafts}
    others = [one for one in lying(folder) if one not in made]
    if not others:
        return []
    found = _drafts(desk, [kind.value for kind, _ in others], LANGUAGES, us)
    return [one for one in found if (one.kind, one.tongue) in others]


def _firm(us: str | None, tongue: str) -> Firm | None:
    """The firm's profile: one that was named must be readable; that of the folder is used where it is there."""
    if us is None and not Path(us_file.FILE).is_file():
        return None
    return us_file.read(us or us_file.FILE, tongue)


def _write(drafts: Sequence[Notice], beside: Sequence[Notice], folder: str, forms: Sequence[str], force: bool, tongue: str) -> int:
    """How many files were written."""
    from mimawari.faces.notices import Form, Taken, Unwritable, written

    try:
        done = written(drafts, Path(folder), map(Form, forms), casework.now(), beside=beside, force=force)
    except Taken as taken:
        raise refused(_TAKEN, tongue, path=taken.paths[0]) from taken
    except Unwritable as error:
        raise spoken.Refused(error.words, tongue) from error
    for words in done.lacking:
        note(_LACKING.fill({"what": words}).say(tongue))
    return len(done.paths)


def _say(drafts: Sequence[Notice], tongue: str) -> None:
    """Each kind once."""
    from mimawari.faces.notices import summary

    own_tongue = [one for one in drafts if one.tongue == tongue] or [one for one in drafts if one.tongue == drafts[0].tongue]
    for one in own_tongue:
        put(summary(one, tongue))


def _record(desk: common.Desk, drafts: Sequence[Notice], files: int) -> None:
    facts: dict[str, Fact] = {
        "kinds": " ".join(dict.fromkeys(one.kind.value for one in drafts)),
        "tongues": " ".join(dict.fromkeys(one.tongue for one in drafts)),
        "files": files,
        "waiting": " ".join(dict.fromkeys(one.kind.value for one in drafts if one.wait)),
    }
    common.said(casework.record(desk.opened, Deed.DRAFTED, desk.who, facts=facts), desk.tongue)
    common.warn_closed(desk.opened, desk.tongue)
