"""Who signs: keys, the roles of a new repository, and changing hands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.release import passphrases
from mimawari.faces.cli.release.common import (
    DRAFTED,
    ROLE,
    Face,
    argument,
    command,
    number_option,
    path_option,
    refusing,
    repo,
    say,
)
from mimawari.model import Words

_MADE = Words(en="key {id}: give {public} to whoever sets up the roles", ja="鍵 {id}：役割を設定する人に {public} を渡してください")


@command.command(
    "key",
    cls=spoken.Command,
    words=Words(
        en="Make a key pair: FILE (keep it offline, and the passphrase elsewhere) and FILE.pub.json.",
        ja="鍵のペアを作成します。FILE（オフラインで保管し、パスフレーズは別の場所に保管）と FILE.pub.json です。",
    ),
)
@argument("file")
@passphrases.option
@spoken.lang
def key(file: Path, passphrase_file: Path | None, lang: str | None) -> int:
    """Make it."""
    tongue = spoken.speaking(lang)
    with refusing(tongue):
        made = app.release.new_key(file, passphrases.chosen(passphrase_file, tongue))
    return say(_MADE, tongue, id=made, public=f"{file}.pub.json")


def _key(name: str, en: str, ja: str) -> Callable[[Face], Face]:
    """An option that names files of public keys."""
    return path_option(name, en=en, ja=ja, multiple=True, required=True)


@command.command(
    "init",
    cls=spoken.Command,
    words=Words(
        en="Draft a new repository in REPO from the public keys of those who sign.",
        ja="署名する人の公開鍵から、新しいリポジトリの下書きをREPOに作成します。",
    ),
)
@repo
@_key("--root", "A key that signs the root (again for each).", "ルートに署名する鍵（複数指定可）。")
@_key("--targets", "A key that signs updates.", "更新に署名する鍵（複数指定可）。")
@_key("--online", "A key that signs the timestamp.", "タイムスタンプに署名する鍵（複数指定可）。")
@number_option("--root-threshold", 20, "So many have to sign the root (2).", "ルートに必要な署名数（2）。", default=2)
@number_option("--targets-threshold", 20, "So many have to sign an update (2).", "更新に必要な署名数（2）。", default=2)
@spoken.lang
def init(
    repo: Path,
    root: tuple[Path, ...],
    targets: tuple[Path, ...],
    online: tuple[Path, ...],
    root_threshold: int,
    targets_threshold: int,
    lang: str | None,
) -> int:
    """Draft it."""
    tongue = spoken.speaking(lang)
    with refusing(tongue):
        app.release.begin(repo, root, targets, online, (root_threshold, targets_threshold))
    return say(DRAFTED, tongue, repo=repo)


@command.command(
    "rotate",
    cls=spoken.Command,
    words=Words(
        en="Draft a root in which other keys sign for ROLE. Enough keys of the old root have to sign it, too.",
        ja="ROLEに署名する鍵を入れ替えたルートの下書きを作成します。以前のルートの鍵による署名も必要です。",
    ),
)
@repo
@argument("role", ROLE)
@path_option("--add", "added", multiple=True, en="A public key.", ja="追加する公開鍵。")
@spoken.option("--remove", "removed", multiple=True, metavar="KEYID", en="The id of a key.", ja="取り除く鍵のID。")
@number_option("--threshold", 20, "So many have to sign.", "必要な署名数。")
@spoken.lang
def rotate(
    repo: Path, role: str, added: tuple[Path, ...], removed: tuple[str, ...], threshold: int | None, lang: str | None
) -> int:
    """Draft it."""
    tongue = spoken.speaking(lang)
    with refusing(tongue):
        app.release.reman(repo, role, added, removed, threshold or 0)
    return say(DRAFTED, tongue, repo=repo)
