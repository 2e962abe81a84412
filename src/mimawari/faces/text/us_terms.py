"""Words of the trade in the answer to "us, or only our address?", each told once in words that a shop owner knows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mimawari.model import Words

_TERMS = (
    (
        r"\b(?:SPF|DKIM|DMARC)\b",
        Words(
            en="SPF, DKIM, DMARC: checks by which the recipient's server tells whether a mail really comes from its domain.",
            ja="SPF・DKIM・DMARC：メールが差出人のドメインから本当に送られたかどうかを、受信側のサーバーが確かめる仕組みです。",
        ),
    ),
    (
        r"\bheader\b|ヘッダー",
        Words(
            en="Header: the part of a mail that is not shown; the way that it came stands there.",
            ja="ヘッダー：メールの、普段は表示されない部分です。どこを通って届いたかが書かれています。",
        ),
    ),
    (
        r"\bMessage-IDs?\b",
        Words(
            en="Message-ID: the number that a mail gets when it is sent.",
            ja="Message-ID：送信するときにメールに付く番号です。",
        ),
    ),
    (
        r"\bReturn-Path\b|\breturn path\b|\benvelope sender\b",
        Words(
            en="Return path, envelope sender: where a mail goes back to if it cannot be delivered; not always the sender shown.",
            ja="Return-Path：メールを配信できないときの返送先です。表示される差出人とは別のことがあります。",
        ),
    ),
    (
        r"\bbounces?\b|不達通知",
        Words(
            en="Bounce: the message that a mail could not be delivered.",
            ja="不達通知：「メールを配信できませんでした」という自動のお知らせです。",
        ),
    ),
    (
        r"\bEHLO\b",
        Words(en="EHLO: the name by which the sending computer greets.", ja="EHLO：メールを送る機器が、最初に名乗る名前です。"),
    ),
    (
        r"\bIMAP\b",
        Words(
            en="IMAP: how mail programs read a mailbox on the server.",
            ja="IMAP：メールソフトが、サーバーにあるメールを読むときの方式です。",
        ),
    ),
    (
        r"\bsessions?\b|セッション",
        Words(
            en="To end sessions: to sign out every device that is signed in now.",
            ja="セッションの切断：いまログインしている機器を、すべてログアウトさせることです。",
        ),
    ),
    (
        r"\bsecond factor\b|多要素認証",
        Words(
            en="Second factor: a code or an app beside the password.",
            ja="多要素認証：パスワードのほかに、アプリや確認コードでも本人かどうかを確かめることです。",
        ),
    ),
    (
        r"\bmail queue\b|送信待ち",
        Words(
            en="Mail queue: mails that wait on the server to be sent.",
            ja="送信待ち：サーバーで送信の順番を待っているメールです。",
        ),
    ),
)


def explained(texts: Iterable[str], language: str) -> tuple[str, ...]:
    """What the words of the trade mean that stand in *texts*."""
    whole = "\n".join(texts)
    return tuple(words.say(language) for pattern, words in _TERMS if re.search(pattern, whole, re.ASCII))
