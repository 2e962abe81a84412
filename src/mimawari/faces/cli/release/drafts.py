"""What is signed: drafts of updates, their signatures, and what is given out."""

from __future__ import annotations

from pathlib import Path

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import refused
from mimawari.faces.cli.release.common import DRAFTED, PATH, command, refusing, say
from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.model import Words

_PASSPHRASE = Words(en="Passphrase", ja="パスフレーズ")
_ADDED = Words(
    en="knowledge {version} meets all {count} cases; {name} is drafted",
    ja="知識データ {version} は{count}件のケースをすべて満たしています。{name} の下書きを作成しました",
)
_SIGNED = Words(en="signed: {roles}", ja="署名しました：{roles}")
_PUBLISHED = Words(en="published: {roles}", ja="公開しました：{roles}")
_BUNDLED = Words(en="{file}: knowledge {version}", ja="{file}：知識データ {version}")
_STANDING = Words(en="{role:<9} version {version}, until {expires}{draft}", ja="{role:<9} 版 {version}、有効期限 {expires}{draft}")
_DRAFT = Words(en=", draft, signatures missing: {missing}", ja="、下書き（不足している署名：{missing}）")
_CREW = Words(en="          {threshold} of these keys have to sign:", ja="          次の鍵のうち{threshold}個の署名が必要：")
_KEY = Words(en="          {id}", ja="          {id}")
_ARCHIVE = Words(en="{name}  {size:,} bytes, sha256 {sha256}", ja="{name}  {size:,}バイト、SHA-256：{sha256}")
_BAD_CASE = Words(en="a case cannot be read: {why}", ja="ケースを読み取れません：{why}")


@command.command(
    "add",
    cls=spoken.Command,
    words=Words(
        en="Draft an update of REPO with the knowledge in FOLDER. Refused if one of the regression cases is lost.",
        ja="FOLDERの知識データで、REPOの更新の下書きを作成します。回帰ケースを1件でも満たさない場合は拒否します。",
    ),
)
@click.argument("repo", type=PATH)
@click.argument("folder", type=PATH)
@click.option(
    "--cases",
    required=True,
    type=PATH,
    metavar="DIR",
    cls=spoken.Option,
    words=Words(en="The regression cases (tests/cases).", ja="回帰ケースのフォルダー（tests/cases）。"),
)
@spoken.lang
def add(repo: Path, folder: Path, cases: Path, lang: str | None) -> int:
    """Try it, then draft it."""
    tongue = spoken.speaking(lang)
    try:
        with refusing(tongue):
            added = app.release.add(repo, folder, cases, app.lost_cases)
    except ValueError as error:
        raise refused(_BAD_CASE, tongue, why=error) from error
    return say(_ADDED, tongue, version=added.version, count=added.cases, name=added.name)


@command.command(
    "sign",
    cls=spoken.Command,
    words=Words(
        en="Show what there is in REPO, then sign all drafts that this key may sign.",
        ja="REPOの内容を表示してから、下書きのうち、この鍵で署名できるものすべてに署名します。",
    ),
)
@click.argument("repo", type=PATH)
@click.option(
    "--key",
    "file",
    required=True,
    type=PATH,
    metavar="FILE",
    cls=spoken.Option,
    words=Words(en="The private key.", ja="秘密鍵。"),
)
@spoken.lang
def sign(repo: Path, file: Path, lang: str | None) -> int:
    """Sign them."""
    tongue = spoken.speaking(lang)
    _list(repo, tongue)
    passphrase = click.prompt(_PASSPHRASE.say(tongue), hide_input=True, default="", show_default=False, err=True)
    with refusing(tongue):
        roles = app.release.sign(repo, file, passphrase)
    return say(_SIGNED, tongue, roles=", ".join(roles))


@command.command(
    "publish",
    cls=spoken.Command,
    words=Words(
        en="Make of the drafts in REPO what is given out, if enough have signed.",
        ja="署名がそろっていれば、REPOの下書きを公開用のファイルにします。",
    ),
)
@click.argument("repo", type=PATH)
@spoken.lang
def publish(repo: Path, lang: str | None) -> int:
    """Publish them."""
    tongue = spoken.speaking(lang)
    with refusing(tongue):
        roles = app.release.publish(repo)
    return say(_PUBLISHED, tongue, roles=", ".join(roles))


@command.command(
    "renew",
    cls=spoken.Command,
    words=Words(
        en="Draft ROLE (root, targets, snapshot or timestamp) anew as it is, valid for longer, before it expires.",
        ja="期限が切れる前に、ROLE（root、targets、snapshot、timestamp）の有効期限を延ばす下書きを作成します。内容は変わりません。",
    ),
)
@click.argument("repo", type=PATH)
@click.argument("role", type=click.Choice(app.release.ROLES))
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=None,
    metavar="N",
    cls=spoken.Option,
    words=Words(en="So many days.", ja="有効日数。"),
)
@spoken.lang
def renew(repo: Path, role: str, days: int | None, lang: str | None) -> int:
    """Draft it."""
    tongue = spoken.speaking(lang)
    with refusing(tongue):
        app.release.renew(repo, role, days or 0)
    return say(DRAFTED, tongue, repo=repo)


@command.command(
    "bundle",
    cls=spoken.Command,
    words=Words(
        en="Write what is published as one FILE, for PCs without network (`mimawari update --from FILE`).",
        ja="公開済みの内容を1つのファイルFILEにまとめます。"
        "ネットワークにつながっていないPCで、mimawari update --from FILE として使います。",
    ),
)
@click.argument("repo", type=PATH)
@click.argument("file", type=PATH)
@spoken.lang
def bundle(repo: Path, file: Path, lang: str | None) -> int:
    """Write it."""
    tongue = spoken.speaking(lang)
    with refusing(tongue):
        version = app.release.bundle(repo, file)
    return say(_BUNDLED, tongue, file=file, version=version)


@command.command(
    "show",
    cls=spoken.Command,
    words=Words(
        en="Show each role of REPO: version, expiry, missing signatures, who signs; and the archives with their digests.",
        ja="REPOの各役割の版、有効期限、不足している署名、署名する鍵と、アーカイブのダイジェストを表示します。",
    ),
)
@click.argument("repo", type=PATH)
@spoken.lang
def show(repo: Path, lang: str | None) -> int:
    """Show them."""
    _list(repo, spoken.speaking(lang))
    return 0


def _list(repo: Path, tongue: str) -> None:
    """What a signer compares before signing."""
    with refusing(tongue):
        rows, archives = app.release.standing(repo), app.release.archives(repo)
    for row in rows:
        draft = _DRAFT.say(tongue).format(missing=row.missing) if row.is_draft else ""
        put(_STANDING.say(tongue).format(role=row.role, version=row.version, expires=row.expires, draft=draft))
        put(_CREW.say(tongue).format(threshold=row.threshold))
        for keyid in row.keys:
            put(_KEY.say(tongue).format(id=shown(keyid)))
    for archive in archives:
        put(_ARCHIVE.say(tongue).format(name=shown(archive.name), size=archive.size, sha256=shown(archive.sha256)))
