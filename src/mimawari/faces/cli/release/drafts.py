"""What is signed: drafts of updates, their signatures, and what is given out."""

from __future__ import annotations

from pathlib import Path

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import refused
from mimawari.faces.cli.release import passphrases, showing
from mimawari.faces.cli.release.common import DRAFTED, ROLE, argument, command, number_option, path_option, refusing, repo, say
from mimawari.model import Words

_ADDED = Words(
    en="knowledge {version} meets all {count} cases; {name} is drafted",
    ja="知識データ {version} は{count}件のケースをすべて満たしています。{name} の下書きを作成しました",
)
_TRIED = Words(
    en="What was tried: {detectors} cases of detectors, by which lists of names, traces and marks are tried; {fitting} contents "
    "that YARA rules have to fit, of {rules} rules; {silent} contents that no rule may fit.",
    ja="確認した内容：検知機能のケース{detectors}件（名前・痕跡・特徴のリストを含む）、YARAルールに一致しなければならないデータ{fitting}件"
    "（ルール{rules}個分）、どのルールにも一致してはならないデータ{silent}件。",
)
_UNTRIED = Words(
    en="What was not: the {indicators} rows of hashes and file names; the wording; rules without such a content: {untried}. What "
    "of it changes: mimawari knowledge release compare {repo}",
    ja="確認していない内容：ハッシュ値・ファイル名のリスト{indicators}件、文言、一致を確認するデータのないルール（{untried}）。"
    "変更点は mimawari knowledge release compare {repo} で確認できます。",
)
_NONE = Words(en="none", ja="なし")
_MOST = 40
_SIGNED = Words(en="signed: {roles}", ja="署名しました：{roles}")
_PUBLISHED = Words(en="published: {roles}", ja="公開しました：{roles}")
_BUNDLED = Words(en="{file}: knowledge {version}", ja="{file}：知識データ {version}")
_BAD_CASE = Words(en="a case cannot be read: {why}", ja="ケースを読み取れません：{why}")


@command.command(
    "add",
    cls=spoken.Command,
    words=Words(
        en="Draft an update of REPO with the knowledge in FOLDER. Refused if one of the regression cases is lost.",
        ja="FOLDERの知識データで、REPOの更新の下書きを作成します。回帰ケースを1件でも満たさない場合は拒否します。",
    ),
)
@repo
@argument("folder")
@path_option(
    "--cases", required=True, metavar="DIR",
    en="The regression cases (tests/cases of the source tree).", ja="回帰ケースのフォルダー（ソースコードの tests/cases）。",
)  # fmt: skip
@spoken.lang
def add(repo: Path, folder: Path, cases: Path, lang: str | None) -> int:
    """Try it, then draft it."""
    tongue = spoken.speaking(lang)
    try:
        with refusing(tongue):
            added = app.release.add(repo, folder, cases, app.lost_cases)
        tried = app.tried_cases(cases, folder)
    except ValueError as error:
        raise refused(_BAD_CASE, tongue, why=error) from error
    say(_ADDED, tongue, version=added.version, count=added.cases, name=added.name)
    say(_TRIED, tongue, detectors=tried.detectors, fitting=tried.fitting, rules=tried.rules, silent=tried.silent)
    untried = f"{', '.join(tried.untried[:_MOST])}{'…' if len(tried.untried) > _MOST else ''}" or _NONE.say(tongue)
    return say(_UNTRIED, tongue, indicators=tried.indicators, untried=untried, repo=repo)


@command.command(
    "sign",
    cls=spoken.Command,
    words=Words(
        en="Show what there is in REPO and what the draft changes, then sign all drafts that this key may sign.",
        ja="REPOの内容と下書きによる変更点を表示してから、下書きのうち、この鍵で署名できるものすべてに署名します。",
    ),
)
@repo
@path_option("--key", "file", required=True, en="The private key.", ja="秘密鍵。")
@passphrases.option
@spoken.lang
def sign(repo: Path, file: Path, passphrase_file: Path | None, lang: str | None) -> int:
    """Sign them."""
    tongue = spoken.speaking(lang)
    showing.standing(repo, tongue)
    showing.changes(repo, tongue)
    with refusing(tongue):
        roles = app.release.sign(repo, file, passphrases.asked(passphrase_file, tongue))
    return say(_SIGNED, tongue, roles=", ".join(roles))


@command.command(
    "publish",
    cls=spoken.Command,
    words=Words(
        en="Make of the drafts in REPO what is given out, if enough have signed.",
        ja="署名がそろっていれば、REPOの下書きを公開用のファイルにします。",
    ),
)
@repo
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
@repo
@argument("role", ROLE)
@number_option("--days", 3650, "So many days.", "有効日数。")
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
@repo
@argument("file")
@spoken.lang
def bundle(repo: Path, file: Path, lang: str | None) -> int:
    """Write it."""
    tongue = spoken.speaking(lang)
    with refusing(tongue):
        version = app.release.bundle(repo, file)
    return say(_BUNDLED, tongue, file=file, version=version)
