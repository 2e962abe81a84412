"""The questions for the emergency sheet. Every one of them may be left out, and none asks for a password."""

from __future__ import annotations

from mimawari.app import preparing
from mimawari.faces.cli.us.asking import Asking
from mimawari.faces.streams import note
from mimawari.model import ANSWERS, Answers, Words

_BEGIN = Words(
    en="12 questions for the emergency sheet. Enter alone keeps what stands there, or leaves a line to write on. "
    "Never enter a password.",
    ja="緊急連絡シートのための質問（12問）です。Enterキーだけを押すと、表示中の内容のまま、または手書き用の空欄になります。"
    "パスワードは入力しないでください。",
)
_QUESTIONS = {
    "firm": Words(en="1. What is your firm called?", ja="1. 会社名を入力してください。"),
    "decides": Words(
        en="2. Who decides in an emergency? (name and telephone)", ja="2. 緊急時に判断する人はだれですか（名前と電話番号）。"
    ),
    "deputy": Words(en="3. Who decides if that person is away?", ja="3. その人が不在のときはだれですか（名前と電話番号）。"),
    "technician": Words(
        en="4. Who looks after the PCs? (name or company, telephone)", ja="4. PCの担当者または業者はだれですか（名前と電話番号）。"
    ),
    "provider": Words(en="5. Who runs your mail?", ja="5. メールのサービスはどこですか。"),
    "provider_support": Words(
        en="6. Its support number, and your contract number?", ja="6. そのサポートの電話番号と、契約番号を入力してください。"
    ),
    "provider_logs": Words(
        en="7. Where are its records of sending and sign-ins seen, and how long are they kept?",
        ja="7. 送信やログインの記録はどこで見られますか。何日残りますか。",
    ),
    "other_logs": Words(
        en="8. Which other records are there (router, server), where, and how long?",
        ja="8. ほかの記録（ルーター、サーバーなど）はどこにあり、何日残りますか。",
    ),
    "pcs": Words(en="9. Which PCs are there? (with commas)", ja="9. 社内のPCの名前を入力してください（コンマ区切り）。"),
    "accounts": Words(
        en="10. Which accounts are there? (addresses and names of services only, with commas; never a password)",
        ja="10. アカウントを入力してください（アドレスとサービス名だけ。コンマ区切り。パスワードは書かない）。",
    ),
    "backups": Words(
        en="11. Where are the backups, and when was one last restored as a try?",
        ja="11. バックアップはどこにありますか。最後に復元を試したのはいつですか。",
    ),
    "others": Words(
        en="12. Who else is called? (insurer, lawyer, card company, with telephone)",
        ja="12. ほかに連絡する先はありますか（保険会社、弁護士、カード会社など。電話番号も）。",
    ),
}


def asked(known: Answers, tongue: str) -> Answers:
    """The answers, with what is *known* as proposals."""
    asking = Asking(tongue)
    note(_BEGIN.say(tongue))
    found: dict[str, object] = {}
    for name in ANSWERS:
        check, words, before = preparing.CHECKS[name], _QUESTIONS[name], getattr(known, name)
        if name in preparing.LISTS:
            found[name] = asking.each(words, check, before, spaced=False)
        else:
            found[name] = asking.checked(words, check, before)
    return Answers(**found)  # type: ignore[arg-type]
