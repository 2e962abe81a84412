"""``mimawari case``: the record of a case, what is to be done, and what was done. One module a command below it."""

from __future__ import annotations

import click

from mimawari.faces.cli.spoken import Help, Lazy

COMMANDS = {
    "show": Help(en="Show how the case stands, and all that was recorded.", ja="対応の状況と、これまでの記録を表示します。"),
    "list": Help(en="List the cases of a place.", ja="記録されている件の一覧を表示します。"),
    "plan": Help(en="Print the plan: what to do, in order.", ja="行うことの一覧を、順番に表示します。"),
    "step": Help(en="Record that a step is done, or skipped.", ja="手順が済んだこと、行わないことを記録します。"),
    "passwords": Help(en="Show which passwords to change, in order.", ja="変更が必要なパスワードを、順番に表示します。"),
    "note": Help(en="Record a note.", ja="メモを記録します。"),
    "known-at": Help(en="Record when the firm came to know of it.", ja="自社がこの件を知った日時を記録します。"),
    "reply": Help(en="Answer a question about the legal duties.", ja="法律上の報告に関する質問への答えを記録します。"),
    "contact": Help(en="Record that a desk was told.", ja="相談先・届出先に連絡したことを記録します。"),
    "law": Help(en="Show reasons and days for a report under the law.", ja="法律上の報告について、考える材料と期限を表示します。"),
    "desks": Help(en="Show who helps with it.", ja="相談先・届出先を表示します。"),
    "exposure": Help(en="List and count who must be told.", ja="連絡が必要な人の一覧を作り、人数を数えます。"),
    "recheck": Help(en="The second check: may isolation be lifted?", ja="再確認：ネットワークに戻してよいかを調べます。"),
    "report": Help(en="Write the pages for management and for experts.", ja="経営者向け・技術者向けの報告書を作成します。"),
    "letters": Help(en="Write drafts of letters and reports.", ja="連絡文・届出の下書きを作成します。"),
    "export": Help(en="Write the case for other programs.", ja="ほかのソフト向けのファイルに書き出します。"),
    "lift": Help(en="Record that a PC goes back to the network.", ja="PCをネットワークに戻したことを記録します。"),
    "verify": Help(en="Look whether the record was changed.", ja="記録が書き換えられていないかを確かめます。"),
    "seal": Help(en="Seal the case as a bag of evidence.", ja="証拠一式を封印します。"),
    "seal-key": Help(en="Make the keys that seal a bag.", ja="封印に使う鍵を作成します。"),
    "seal-check": Help(en="Look whether a sealed bag was changed.", ja="封印した証拠が変えられていないかを確かめます。"),
    "close": Help(en="Close the case.", ja="対応を終了したことを記録します。"),
    "reopen": Help(en="Open a closed case again.", ja="終了した対応を再開します。"),
}


@click.group(
    cls=Lazy,
    package=__name__,
    every=COMMANDS,
    words=Help(
        en="The record of a case: what is to be done, who did what and when. Entries are only ever added. mimawari does none "
        "of the steps by itself and sends nothing.",
        ja="対応の記録です。行うことと、だれがいつ何をしたかを残します。記録は追加するだけで、"
        "書き換えられると case verify で分かります。mimawariが自動で操作したり、送信したりすることはありません。",
    ),
)
def command() -> None:
    """Everything below is a command."""
