"""``mimawari case seal``: the case as a bag of evidence that anybody can verify."""

from __future__ import annotations

from pathlib import Path

import click

from mimawari.app import casework
from mimawari.app import sealing as bags
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common, sealing_words
from mimawari.faces.cli.case.common import Desk
from mimawari.faces.cli.common import refused
from mimawari.faces.cli.us import common as us_file
from mimawari.faces.safe import own, shown
from mimawari.faces.streams import note, put
from mimawari.model import LANGUAGES, Firm, Words

_SAY = Words(en="mimawari: {what}", ja="mimawari：{what}")
_SEALED = Words(
    en="Sealed: {path} ({files} files, {size} bytes). SHA-256: {digest}",
    ja="封印しました：{path}（{files}ファイル、{size}バイト）。SHA-256：{digest}",
)
_INSIDE = Words(en="SHA-256 of the tagmanifest-sha256.txt in it: {digest}", ja="中の tagmanifest-sha256.txt のSHA-256：{digest}")
_SIGNED = Words(
    en="Signed with the key {key}. Give its public key to whoever verifies it by another way than the bag.",
    ja="鍵 {key} で署名しました。公開鍵は、証拠一式とは別の方法で、確認する人に渡してください。",
)
_UNSIGNED = Words(
    en="mimawari: careful: this bag is not signed. Who holds it can make it anew. Write the SHA-256 down elsewhere, or seal with "
    "--key (`mimawari case seal-key` makes one).",
    ja="mimawari：注意：署名はありません。この証拠一式を持つ人は、全体を作り直せます。SHA-256を別の場所に控えるか、"
    "--key で署名してください（鍵は mimawari case seal-key で作れます）。",
)
_PLAIN = Words(
    en="mimawari: nothing was sent. The bag names people, PCs and what was found there: hand it only to those who need it.",
    ja="mimawari：送信はしていません。証拠一式には、人やPCの名前、見つかったものが入っています。必要な人にだけ渡してください。",
)
_NO_COPIES = Words(
    en="--copy and --redact do not go together: a copy is byte for byte, and nobody can mask what is in it. Nothing was written.",
    ja="--copy と --redact は一緒に使えません。写しは元のままで、中の個人情報を伏せられないためです。何も保存していません。",
)
_REDACTED = Words(
    en="mimawari: people outside the firm are masked, and the file names of mails. Domains behind the @ stay, and so do names in "
    "free text that stand nowhere beside an address: read the bag before you hand it on.",
    ja="mimawari：社外の人と、メールのファイル名を伏せました。@の後ろ（取引先のドメインなど）は残ります。自由に書かれた文章の"
    "中の氏名など、見つけられないものも残ります。渡す前に、必ず読んで確認してください。",
)
_NOBODY = Words(
    en="mimawari: careful: no file of the firm (us.toml) is here, so its own people are masked too. Domains behind the @ stay, "
    "and names in free text may stay: read the bag before you hand it on.",
    ja="mimawari：注意：自社の情報ファイル（us.toml）がないため、自社の人も伏せました。@の後ろ（ドメイン）は残ります。自由に書かれた文章の中の氏名も残ることが"
    "あります。渡す前に、必ず読んで確認してください。",
)
_NOT_RECORDED = Words(
    en="{path} is there and whole, but the record says nothing of it: {why}",
    ja="{path} はできていますが、封印したことを記録できませんでした：{why}",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Seal the case into PATH, a folder or a .zip (BagIt, RFC 8493): reports, record, pages, chain of custody and chosen "
        "copies, with digests and a signature that sha256sum and minisign verify. Nothing is sent.",
        ja="記録一式をPATH（フォルダー、または .zip）に封印します（BagIt形式、RFC 8493）。レポート、対応の記録、報告書、"
        "証拠の管理記録、選んだファイルの写しが入ります。sha256sumとminisignで、だれでも確認できます。送信はしません。",
    ),
)
@spoken.option(
    "--out", "path", metavar="PATH", required=True, en="The folder or .zip to make.", ja="作成するフォルダーまたは .zip。"
)
@spoken.option("--key", metavar="FILE", default="", en="Sign with this secret key (minisign).", ja="署名に使う秘密鍵（minisign）。")
@spoken.option(
    "--copy", "copies", metavar="FILE", multiple=True, en="Put a copy of this file in (repeatable).",
    ja="このファイルの写しも入れます（複数指定できます）。",
)  # fmt: skip
@spoken.option(
    "--encrypt-to", "to", metavar="RECIPIENT", multiple=True,
    en="Encrypt the .zip to this public key of age (age1…), or those in a file (repeatable).",
    ja="この公開鍵（ageの age1…）、またはファイルに書いた公開鍵で .zip を暗号化します（複数指定できます）。",
)  # fmt: skip
@spoken.option(
    "--redact", is_flag=True,
    en="Mask mail addresses and names of people outside the firm; the original reports and the case's file stay out.",
    ja="社外の人のメールアドレスと氏名を伏せます。元のレポートと、記録のファイルは入れません。",
)  # fmt: skip
@spoken.option(
    "--us", "us", metavar="FILE", default="",
    en=f"The firm's own file, for its name and for what is not masked (else {us_file.FILE}, where it is there).",
    ja=f"自社の情報ファイル。社名と、伏せない範囲に使います（省略時は、あれば {us_file.FILE}）。",
)  # fmt: skip
@common.case_option
@common.who_option
@spoken.lang
def command(path: str, key: str, copies: tuple[str, ...], to: tuple[str, ...], redact: bool, us: str, **said: str | None) -> int:
    """Make the bag, and then record it."""
    place, who, lang = said["place"], said["who"], said["lang"]
    tongue = spoken.speaking(lang)
    common.some_name(path, tongue)
    if redact and copies:
        raise spoken.Refused(_NO_COPIES, tongue)
    firm = _firm(us, tongue, is_needed=redact)
    with common.at_desk(place, lang, who) as desk, sealing_words.troubles(desk.tongue):
        password = sealing_words.password_of(key, desk.tongue) if key else ""
        mask = bags.mask_of(desk.opened, desk.known, firm) if redact else None
        wanted = bags.Wanted(
            out=path, who=desk.who, at=casework.now(), pages=_pages(desk, firm, mask), read=common.kept_report,
            firm=common.called(firm, desk.tongue), key=key, password=password, copies=copies, to=to, mask=mask,
        )  # fmt: skip
        made = bags.bag_of(desk.opened, desk.known, wanted)
        _told(made, desk.tongue)
        if redact:
            note((_REDACTED if firm else _NOBODY).say(desk.tongue))
        try:
            common.said(bags.recorded(desk.opened, desk.who, made, wanted), desk.tongue)
        except casework.CaseTrouble as trouble:
            why = trouble.words.fill({name: shown(value) for name, value in trouble.facts.items()})
            raise refused(_NOT_RECORDED, desk.tongue, path=made.path, why=why) from trouble
        common.warn_closed(desk.opened, desk.tongue)
    return 0


def _firm(us: str, tongue: str, *, is_needed: bool) -> Firm | None:
    """The firm by its own file; one that is broken stops nobody who does not need it."""
    if us or (is_needed and Path(us_file.FILE).is_file()):
        return us_file.read(us or us_file.FILE, tongue)
    return common.own_firm(tongue)


def _pages(desk: Desk, firm: Firm | None, mask: bags.Mask | None) -> dict[str, bytes]:
    """The pages of the case in every language, by their path."""
    from mimawari.faces.documents import rendered

    pages: dict[str, bytes] = {}
    lack = None
    for tongue in LANGUAGES:
        made = casework.dossier(desk.opened, desk.known, casework.now(), firm=common.called(firm, tongue))
        found, lack = rendered(mask.of(made) if mask else made, tongue)
        pages |= {f"{tongue}/{name}": data for name, data in found.items()}
    if lack:
        note(_SAY.fill({"what": lack}).say(desk.tongue))
    return pages


def _told(made: bags.Sealed, tongue: str) -> None:
    facts = {"path": own(made.path), "files": f"{made.files:,}", "size": f"{made.bytes:,}", "digest": made.sha256}
    put(_SEALED.fill(facts).say(tongue))
    if made.tag_manifest != made.sha256:
        put(_INSIDE.fill({"digest": made.tag_manifest}).say(tongue))
    if made.key:
        put(_SIGNED.fill({"key": made.key}).say(tongue))
    else:
        note(_UNSIGNED.say(tongue))
    note(_PLAIN.say(tongue))
