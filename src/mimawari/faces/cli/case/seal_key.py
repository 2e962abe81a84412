"""``mimawari case seal-key``: the keys that a bag of evidence is signed with."""

from __future__ import annotations

from pathlib import Path

import click

from mimawari.app import sealing as bags
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common, sealing_words
from mimawari.faces.safe import own
from mimawari.faces.streams import note, put
from mimawari.model import Words

_MADE = Words(en="Secret key: {secret}\nPublic key: {public} (id {key})", ja="秘密鍵：{secret}\n公開鍵：{public}（ID {key}）")
_NEXT = Words(
    en="mimawari: keep the secret key where only you can read it, and a copy of it elsewhere. Give the public key to those who "
    "verify, by another way than the bags.",
    ja="mimawari：秘密鍵は、自分だけが読める場所に置き、控えを別の場所に保管してください。公開鍵は、証拠一式とは別の方法で、"
    "確認する人に渡してください。",
)
_OPEN = Words(
    en="mimawari: careful: this secret key has no password. Whoever gets the file can sign in your name.",
    ja="mimawari：注意：この秘密鍵にはパスワードがありません。ファイルを手に入れた人は、あなたの名前で署名できます。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Make a pair of keys (Ed25519, as minisign has them): the secret one in FILE, the public one in FILE.pub. The password "
        "is asked for twice; scripts set MIMAWARI_SEAL_PASSWORD.",
        ja="署名用の鍵を作成します（Ed25519、minisign形式）。秘密鍵はFILE、公開鍵はFILE.pubに保存します。パスワードは2回入力します。"
        "スクリプトでは環境変数 MIMAWARI_SEAL_PASSWORD を使えます。",
    ),
)
@spoken.option("--out", "path", metavar="FILE", required=True, en="Where to write the secret key.", ja="秘密鍵の保存先。")
@spoken.option(
    "--no-password", "is_open", is_flag=True,
    en="Protect the secret key by nothing but its file.", ja="秘密鍵をパスワードで保護しません。",
)  # fmt: skip
@spoken.lang
def command(path: str, is_open: bool, lang: str | None) -> int:
    """Make both files."""
    tongue = spoken.speaking(lang)
    common.some_name(path, tongue)
    with sealing_words.troubles(tongue):
        bags.free(path)
        secret, public, key = bags.new_key_files(path, "" if is_open else sealing_words.new_password(tongue))
    put(_MADE.fill({"secret": own(Path(secret)), "public": own(Path(public)), "key": key}).say(tongue))
    if is_open:
        note(_OPEN.say(tongue))
    note(_NEXT.say(tongue))
    return 0
