"""Mails that speak of Emotet, and other people's swindles: neither is a lure of Emotet's."""

from __future__ import annotations

from support.mailboxes import routes, texts
from support.mailboxes.cast import HOME, STAFF, Account
from support.mailboxes.honest import wrapped
from support.mailboxes.near_people import Near
from support.mailboxes.planted import Planted
from support.mailboxes.wire import Body
from support.mailboxes.world import Letter, World

_DESKS = (
    Account("商工会 情報セキュリティ担当", "security@shokokai.example", "商工会", "ja", "postfix", "becky", charset="iso-2022-jp"),
    Account("Abuse Desk", "abuse@rental.example", "Rental", "en", "exim", "thunderbird", "+0000"),
    Account("港印刷㈱ 総務部", "soumu@example7.co.jp", "港印刷㈱", "ja", "qmail", "becky", charset="iso-2022-jp-ms"),
)
_WARNING_JA = """【注意喚起】Emotetに感染させるメールについて

弊社社員を装った不審なメールが送信されています。特徴は次の通りです。

・差出人の名前は弊社社員ですが、アドレスが異なります
　例： From: ""山田 太郎"" <info@hotel-bergamo.example>
　例： From: "山田 太郎 taro0@example1.co.jp" <x@y.example>
・件名が「Re: {subject}」「RE: 」など返信を装います
・添付ファイル名: {year}-{month:02}-03_1122.zip
・解凍パスワード: {password}
・マクロ（コンテンツの有効化）を実行しないでください
・リンク先の例 hxxp://www[.]example[.]com/wp-content/{nonce}/

このようなメールを受信された場合は開かずに削除してください。
"""
_WARNING_EN = """We received reports about malicious mail from your neighbourhood ({nonce}).

From sales@foreign.example Thu Mar  3 11:22:33 2022
Return-Path: <sales@foreign.example>
Typical headers:
    Received: from [192.0.2.77] (h77.isp.example [192.0.2.77]) with ESMTPSA
    From: ""Taro Yamada"" <sales@foreign.example>
    Subject: RE: {subject}
    Message-ID: <20220303.ABC@example8.ne.jp@[192.0.2.77]>
The body says: Zip pass: {password}
The archive holds a workbook that asks to enable content and runs regsvr32.
Do not open it. URLs: hxxp://www[.]example[.]com/wp-admin/{nonce}/
"""


def warning(world: World) -> Planted:
    """A partner, a chamber of commerce or an abuse desk warns, and quotes names, subjects, passwords and traits."""
    draw, desk = world.draw, world.draw.choice(_DESKS)
    thread = world.going_on()
    filled = {"subject": thread.subject if thread else "請求書", "password": draw.randint(100, 9999), "nonce": texts.nonce(draw),
              "year": world.now.year, "month": world.now.month}  # fmt: skip
    text = (_WARNING_EN if desk.lang == "en" else _WARNING_JA).format(**filled)
    subject = draw.choice(
        (
            "【重要】弊社を装った不審なメールにご注意ください",
            "Emotet（エモテット）に関する注意喚起",
            "Warning: Emotet mails",
            "[abuse] malspam report",
        )
    )
    letter = Letter(desk, (HOME,), f"{subject} {draw.randint(1, 999)}", wrapped(world, desk, text))
    return world.post(letter, "near", "a warning about Emotet")


def apology(world: World) -> Planted:
    """A partner that was hit says so, and quotes the false mail."""
    draw, desk = world.draw, _DESKS[2]
    text = (
        f"お取引先各位\n\n弊社のパソコンがEmotetに感染し、メール情報が窃取されました。第{draw.randint(1, 9)}報 "
        f"{texts.nonce(draw)}\n"
        "お手元に次のようなメールが届いた場合は、添付ファイルを開かないでください。\n\n"
        "> いつもお世話になっております。\n> 添付ファイルをご確認ください。\n> 添付ファイル名： 2022-03-03_1122.zip\n> "
        "解凍パスワード： 4432\n\n"
        "ご迷惑をおかけしますことを深くお詫び申し上げます。\n"
    )
    letter = Letter(
        desk, (HOME,), f"【お詫び】不正アクセスによる不審メールについて（{draw.randint(1, 99)}）", wrapped(world, desk, text)
    )
    return world.post(letter, "near", "an apology of a firm that was hit")


def phishing(world: World) -> Planted:
    """Somebody wants a card's number: a known name, a foreign address, a link; no thread and nothing to open."""
    draw = world.draw
    shown = draw.choice(("カードセンター", "はやて便", "Account Team", "ネット銀行 お客様窓口"))
    sender = Account(
        shown,
        f"{texts.nonce(draw)}@sent{draw.randint(1, 99)}.example",
        "",
        "ja",
        "postfix",
        "none",
        draw.choice(("+0800", "+0900", "+0000")),
    )
    link = f"https://{texts.nonce(draw)}.login.example/{draw.randint(1, 999)}"
    text = (
        f"お客様のアカウントが一時的に制限されました。24時間以内にご確認ください。\n{link}\n確認番号 {draw.randint(10**5, 10**6)}\n"
    )
    page = (
        f"<html><body><p>お客様のアカウントが一時的に制限されました。</p><a href='{link}'>https://www.card.example/</a>"
        "</body></html>\n"
    )
    letter = Letter(
        sender, (draw.choice(STAFF),), f"【重要】お支払い方法の確認 {draw.randint(1, 999)}", Body(text, page, cte="base64")
    )
    letter.client, letter.verdict = (
        routes.Client("localhost", "unknown", f"203.0.113.{draw.randint(2, 250)}"),
        "spf=fail; dkim=none; dmarc=fail",
    )
    return world.post(letter, "near", "phishing")


def blackmail(world: World) -> Planted:
    """Somebody claims to have a film, and writes in the shop's own name."""
    draw = world.draw
    sender = Account("", HOME.address, "", "en", "postfix", "none", "-0300")
    text = f"I know one of your passwords: {texts.nonce(draw)}\nSend {draw.randint(300, 2000)} USD in bitcoin within 48 hours.\n"
    letter = Letter(sender, (HOME,), draw.choice((HOME.address, f"I have bad news {draw.randint(1, 999)}")), Body(text))
    letter.envelope, letter.verdict = f"{texts.nonce(draw)}@sent.example", "spf=softfail; dkim=none; dmarc=fail"
    letter.client = routes.Client("[203.0.113.9]", "dsl9.isp.example", "203.0.113.9")
    return world.post(letter, "near", "blackmail")


ALL: tuple[Near, ...] = (warning, warning, apology, phishing, blackmail)
