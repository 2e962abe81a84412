"""What stands at the top of a bag for somebody who has no mimawari: what it is, and how to verify it with public tools."""

from __future__ import annotations

from mimawari.model.words import Words

_TITLE = Words(en="EVIDENCE OF THE CASE {case}", ja="証拠一式　対応番号 {case}")
_WHAT = Words(
    en="This folder is a BagIt bag (RFC 8493). mimawari {version} sealed it at {at}.\n"
    "What lies where:\n"
    "  data/report/   reports of mimawari, {reports}\n"
    "  data/case/     the record of the case: who did what and when\n"
    "  data/pages/    the same for people to read\n"
    "  data/copies/   files that somebody chose; data/contents.tsv says where they were\n"
    "  data/custody.txt, custody.tsv   chain of custody; data/inputs.tsv: what the reports looked at\n"
    "  data/input-files.tsv   SHA-256 of it as it lay there at the moment of sealing, not of the check; what was not there or too\n"
    "                 large (16 GB, 20,000 files in all) is named, and has no digest\n"
    "  data/tool.json, tool-files.txt  the program that made this, with digests of its own files",
    ja="このフォルダーは、BagIt形式（RFC 8493）で封印した証拠一式です。mimawari {version} で作成しました。作成日時：{at}\n"
    "内容：\n"
    "  data/report/   mimawariのレポート（{reports}）\n"
    "  data/case/     対応の記録（だれが、いつ、何をしたか）\n"
    "  data/pages/    人が読むための報告書\n"
    "  data/copies/   担当者が選んだファイルの写し。元の場所は data/contents.tsv にあります\n"
    "  data/custody.txt, custody.tsv   証拠の管理記録。data/inputs.tsv は、レポートで調べたものの一覧\n"
    "  data/input-files.tsv   調べたもののSHA-256。調査時ではなく、封印した時点のものです。その時点で元の場所にないものや、\n"
    "                 合計16GB・2万ファイルを超えるものは、値がなく、その旨を書いています\n"
    "  data/tool.json, tool-files.txt  作成に使ったプログラムの情報",
)
_WHOLE = Words(en="byte for byte as in the case", ja="記録にあるものと同じ内容")
_HIDDEN = Words(en="with people masked", ja="個人情報を伏せたもの")
_SUMS = Words(
    en="HOW TO VERIFY\n"
    "Open a terminal in this folder (Linux, macOS with coreutils, WSL, Git Bash). Nothing of mimawari is needed.\n"
    "1. No file was changed or is missing. Every line must end with OK:\n"
    "     sha256sum -c manifest-sha256.txt\n"
    "     sha256sum -c tagmanifest-sha256.txt\n"
    "   On Windows alone: certutil -hashfile FILE SHA256 shows the digest of one file, to be compared with its line in the list.",
    ja="確認の方法\n"
    "このフォルダーでターミナルを開いてください（Linux、macOS＋coreutils、WSL、Git Bash）。mimawariは不要です。\n"
    "1. 変更・欠落がないこと。すべての行の最後がOKであれば問題ありません。\n"
    "     sha256sum -c manifest-sha256.txt\n"
    "     sha256sum -c tagmanifest-sha256.txt\n"
    "   Windowsだけの場合は、certutil -hashfile ファイル SHA256 で識別値を表示し、一覧の行と見比べてください。",
)
_SIGNED = Words(
    en="2. The signature (Ed25519, https://jedisct1.github.io/minisign/; Debian, Ubuntu: apt install minisign):\n"
    "     minisign -Vm tagmanifest-sha256.txt -p mimawari.pub\n"
    "   It must say: Signature and comment signature verified.\n"
    "3. The key. Whoever makes a whole bag anew can put a key of his own into it. So compare mimawari.pub with the public key\n"
    "   that the firm gave you by another way (paper, telephone). Its id is {key}.",
    ja="2. 署名（Ed25519。https://jedisct1.github.io/minisign/　Debian・Ubuntuでは apt install minisign）：\n"
    "     minisign -Vm tagmanifest-sha256.txt -p mimawari.pub\n"
    "   Signature and comment signature verified と表示されれば、署名は正しいものです。\n"
    "3. 鍵。一式をすべて作り直した人は、自分の鍵を入れることもできます。mimawari.pub が、別の方法（紙、電話など）で\n"
    "   受け取った公開鍵と同じかどうかを確かめてください。鍵のIDは {key} です。",
)
_UNSIGNED = Words(
    en="2. THIS BAG IS NOT SIGNED. The digests show an accident, or a file that was changed by itself. They do not show that\n"
    "   somebody made the whole bag anew. Compare the digest that was written down when it was sealed with:\n"
    "     sha256sum tagmanifest-sha256.txt",
    ja="2. 署名はありません。壊れたファイルや、一部だけの書き換えは分かりますが、全体を作り直された場合は分かりません。\n"
    "   封印したときに控えた識別値と、次のコマンドの結果を比べてください。\n"
    "     sha256sum tagmanifest-sha256.txt",
)
_MASKED = Words(
    en="THIS BAG IS REDACTED. Mail addresses of people outside the firm are person-1@…, their names person-1, and so on, the same\n"
    "for the same person in every file. Files of mails are mail-1 and so on. The domain behind the @ stays.\n"
    "So do hosts, programs, digests and the firm's own "
    "addresses. The original reports are not here; data/originals.txt has their SHA-256. A hash in the record is that of the\n"
    "original entry. What people wrote in their own words may name somebody whom no program can recognise: read it before\n"
    "you hand it on.",
    ja="個人情報を伏せた版です。社外の人のメールアドレスは person-1@…、氏名は person-1 のように置き換えました。同じ人は、"
    "どのファイルでも\n"
    "同じ番号です。メールのファイル名は mail-1 のように置き換えました。\n"
    "@の後ろ（ドメイン）、ホスト名、プログラム名、識別値、自社のアドレスは残しています。"
    "元のレポートは入っていません。\n"
    "そのSHA-256は data/originals.txt にあります。記録のハッシュ値は、置き換える前のものです。\n"
    "自由に書かれた文章の中の氏名は、自動では見つけられないことがあります。渡す前に必ず読んで確認してください。",
)


def readme(*, case: str, version: str, at: Words, key: str, is_redacted: bool) -> bytes:
    """The text, Japanese first. *key* is the id of the key that signs, empty for none."""
    parts = [_TITLE, _WHAT, *([_MASKED] if is_redacted else []), _SUMS, _SIGNED if key else _UNSIGNED]
    reports = _HIDDEN if is_redacted else _WHOLE
    facts = {"case": case, "version": version, "at": at, "key": key, "reports": reports}
    told = ["\n\n".join(part.fill(facts).say(tongue) for part in parts) for tongue in ("ja", "en")]
    return ("\n\n----\n\n".join(told) + "\n").encode()
