"""Why nothing was sealed or could be looked at, in one sentence that says what was not lost."""

from __future__ import annotations

from mimawari.model.words import Words

TAKEN = Words(
    en="{path} is there already. Give another name: nothing is overwritten.",
    ja="{path} はすでにあります。上書きを避けるため、別の名前を指定してください。",
)
NOT_WRITTEN = Words(
    en="the bag cannot be written to {path} ({why}). No half bag was left, and the case is as it was.",
    ja="{path} に証拠を保存できません（{why}）。作りかけのものは残していません。対応の記録はそのままです。",
)
KEY_NOT_WRITTEN = Words(
    en="the keys cannot be written to {path} ({why}). Neither was left.",
    ja="鍵を {path} に保存できません（{why}）。どちらの鍵も残していません。",
)
NO_ROOM = Words(
    en="the bag needs about {need} MB at {path}, and {free} MB are free. Nothing was written, and the case is as it was.",
    ja="{path} には約{need}MBの空きが必要ですが、{free}MBしかありません。何も保存していません。対応の記録はそのままです。",
)
NO_COPY = Words(
    en="{path} cannot be copied ({why}). Nothing was sealed, and the case is as it was.",
    ja="{path} をコピーできません（{why}）。封印はしていません。対応の記録はそのままです。",
)
FOLDER = Words(
    en="it is a folder; name each file, or pack the folder first",
    ja="フォルダーです。ファイルを1つずつ指定するか、先に1つのファイルにまとめてください",
)
LINK = Words(en="it is a link; name the file that it leads to", ja="リンクです。リンク先のファイルを指定してください")
NO_FILE = Words(en="it is no regular file", ja="通常のファイルではありません")
MOVED = Words(en="it changed while it was read", ja="読み取り中に内容が変わりました")
TOO_MUCH = Words(en="all copies together may have {most} GB and be {count} files", ja="コピーは合計{most}GB、{count}個までです")
NO_LIBRARY = Words(
    en='{what} needs a library that is not installed here (pip install "mimawari[seal]"). Nothing was written.',
    ja='{what}には、ここにない部品が必要です（pip install "mimawari[seal]"）。何も保存していません。',
)
SIGNING = Words(en="signing", ja="署名")
VERIFYING = Words(en="looking at a signature", ja="署名の確認")
ENCRYPTING = Words(en="encrypting with age", ja="ageによる暗号化")
DECRYPTING = Words(en="decrypting with age", ja="ageで暗号化されたものを開く処理")
NO_KEY = Words(
    en="{path} is no secret key of minisign that can be used ({why}). Nothing was written.",
    ja="{path} は、使えるminisignの秘密鍵ではありません（{why}）。何も保存していません。",
)
NO_PUBLIC_KEY = Words(
    en="{path} is no public key of minisign that can be used ({why}).",
    ja="{path} は、使えるminisignの公開鍵ではありません（{why}）。",
)
NO_PASSWORD = Words(
    en="the password does not open the secret key {path}. Nothing was written.",
    ja="パスワードが違うため、秘密鍵 {path} を使えません。何も保存していません。",
)
NO_RECIPIENT = Words(
    en="“{text}” is no public key of age (age1…) and no file of such keys. Nothing was written.",
    ja="「{text}」は、ageの公開鍵（age1…）でも、公開鍵を書いたファイルでもありません。何も保存していません。",
)
NO_IDENTITY = Words(
    en="{path} holds no secret key of age that can be used ({why}).",
    ja="{path} に、使えるageの秘密鍵がありません（{why}）。",
)
NOT_OPENED = Words(en="{path} cannot be decrypted ({why}).", ja="{path} を復号できません（{why}）。")
NONE = Words(
    en="{path} is no bag of evidence: name the folder, .zip or .zip.age that was sealed.",
    ja="{path} は証拠一式ではありません。封印したフォルダー、.zip、.zip.age を指定してください。",
)
NOT_READ = Words(en="{path} cannot be read ({why}).", ja="{path} を読み取れません（{why}）。")
LOCKED_AWAY = Words(
    en="{path} is encrypted with age; name the file with the secret key by --identity.",
    ja="{path} はageで暗号化されています。秘密鍵のファイルを --identity で指定してください。",
)


class SealTrouble(Exception):
    """What stood in the way. ``words`` has places for ``facts``, whose values may come from anybody."""

    def __init__(self, words: Words, **facts: object) -> None:
        super().__init__(words.en, facts)
        self.words, self.facts = words, facts
