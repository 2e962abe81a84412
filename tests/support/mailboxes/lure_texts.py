"""The few words above a stolen thread: labels and passwords as DOMAIN.md 2.2 has them, in Japanese and English."""

from __future__ import annotations

from random import Random

from support.mailboxes import texts
from support.mailboxes.cast import Account
from support.mailboxes.world import Thread

_ATTACHED = {
    "ja": ("添付ファイルをご確認ください。\n添付ファイル名： {0}\n", "ファイルをお送りします。ご査収ください。\n",
        "添付をご覧ください。\n{0}\n", "請求書を添付いたします。ご確認お願いいたします。\n",
           "先日の件、資料を添付します。\n添付ファイル名:{0}\n"),
    "en": ("Please see the attached file.\n{0}\n", "Attached is what you asked for.\n", "Please review {0} and let me know.\n",
        "Kindly find the document enclosed.\n"),
}  # fmt: skip
_LOCKED = {
    "ja": ("添付ファイル名： {0}\n解凍パスワード： {1}\n", "添付ファイル名:{0}\n解凍パスワード:{1}\n",
        "ファイルを添付します。\nパスワード：{1}\n", "{0}\nパスワードは {1} です。\n", "ファイル名: {0}\nﾊﾟｽﾜｰﾄﾞ: {1}\n"),
    "en": ("{0}\nPassword: {1}\n", "Attached file: {0}\nZip pass: {1}\n", "Archive pass: {1}\n",
        "The password for the archive is {1}\n", "Password - {1}\n"),
}  # fmt: skip
SECRETS = {
    "ja": ("パスワード：{0}\n", "解凍パスワード： {0}\n", "パスワードは「{0}」です。\n"),
    "en": ("Password: {0}\n", "Zip pass: {0}\n", "The password is {0}\n"),
}
_LINK = {
    "ja": ("下記よりダウンロードしてください。\n{0}\n", "資料はこちらです。\n{0}\n", "請求書： {0}\n"),
    "en": ("Please download the document here:\n{0}\n", "Your invoice: {0}\n", "The file is here {0}\n"),
}
_APP = {"ja": "添付のPDFはこちらからご覧ください。\n{0}\n", "en": "Please see the attached PDF: {0}\n"}
_OPEN = {
    "ja": ("お世話になっております。\n", "いつもお世話になっております。\n", "ご連絡ありがとうございます。\n", ""),
    "en": ("Hello,\n", "Good day,\n", "Hi,\n", ""),
}
_CLOSE = {"ja": ("以上、よろしくお願いいたします。\n", "よろしくお願いします。\n", ""), "en": ("Thanks\n", "Regards,\n", "")}


def attached(draw: Random, lang: str, name: str) -> str:
    return draw.choice(_ATTACHED[lang]).format(name)


def locked(draw: Random, lang: str, name: str, secret: str) -> str:
    return draw.choice(_LOCKED[lang]).format(name, secret)


def page(draw: Random, thread: Thread, victim: Account, said: str, way: str) -> str:
    """All above the quotation."""
    lang = thread.lang
    if way == "link":
        said = draw.choice(_LINK[lang]).format(said)
    elif way == "app":
        said = _APP[lang].format(said)
    signed = f"\n{victim.name}\n{victim.address}\n" if draw.random() < 0.7 else f"\n{texts.sign(victim)}"
    return f"{draw.choice(_OPEN[lang])}{said}{draw.choice(_CLOSE[lang])}{signed}"
