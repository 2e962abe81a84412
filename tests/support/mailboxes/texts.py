"""What is said between a shop and its partners: sentences that are put together anew each time, with numbers, goods and days."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from random import Random

from support.draws import letters
from support.mailboxes.cast import Account

GOODS = (
    "備前焼の湯呑",
    "藍染めの手拭い",
    "有田焼の皿",
    "和紙の便箋",
    "南部鉄器の急須",
    "木曽の曲げわっぱ",
    "今治タオル",
    "抹茶椀",
    "漆塗りの箸",
    "風呂敷（麻の葉）",
)
WARES = (
    "tea bowls",
    "indigo towels",
    "iron kettles",
    "lacquer boxes",
    "paper lanterns",
    "chopstick sets",
    "sencha tins",
    "ceramic plates",
)

_SUBJECTS_JA = {
    "見積": ("お見積書の送付", "御見積の件", "{goods}のお見積について", "見積依頼（{number}）"),
    "請求": ("請求書送付のご案内", "{month}月分ご請求書", "ご請求金額の確認", "請求書の件（No.{number}）"),
    "納品": ("納品日のご連絡", "{goods}の納期について", "出荷のご連絡 {number}", "納品書送付の件"),
    "会議": ("会議のご案内", "打合せ日程の件", "{month}月定例会議の議事録", "オンライン打合せのお願い"),
    "在庫": ("在庫確認のお願い", "{goods}の在庫について", "欠品のお詫び", "追加発注の件"),
    "写真": ("商品写真の差し替え", "カタログ校正のお願い", "画像データ①②の件", "{goods}の写真"),
}  # fmt: skip
_SAY_JA = {
    "見積": ("{goods}{count}個のお見積をお送りいたします。", "単価は{price}円、有効期限は{day}までとさせていただきます。",
        "数量が増える場合は改めてお見積いたします。",
             "前回より{percent}%ほどお安くしております。"),
    "請求": ("{month}月分の請求書をお送りいたします。", "ご請求額は税込{price}円でございます。",
        "お支払期限は{day}となっております。", "振込手数料はご負担くださいますようお願いいたします。"),
    "納品": ("{goods}は{day}に発送の予定です。", "送り状番号は{number}です。", "検品のうえ{count}個をお納めいたします。",
        "配送の都合により午前中の指定はできかねます。"),
    "会議": ("次回の打合せは{day} {hour}時からでいかがでしょうか。", "議題は{goods}の販売計画です。",
        "参加者は{count}名の予定です。", "資料は前日までにお送りします。"),
    "在庫": ("{goods}の在庫は残り{count}個となっております。", "次回の入荷は{day}を予定しております。",
        "代替品として品番{number}をご提案いたします。", "ご迷惑をおかけし申し訳ございません。"),
    "写真": ("{goods}の写真を差し替えました。", "{count}点のうち{number}番だけ色味が違うようです。",
        "{day}までに校正をお戻しください。", "解像度は300dpiでお願いいたします。", "ｶﾀﾛｸﾞは№{number}をご覧ください。"),
}  # fmt: skip
_SUBJECTS_EN = ("Order {number}", "Invoice {number}", "Shipment of {wares}", "Meeting on {day}", "Quotation for {wares}",
                "Samples of {wares}", "Price list {month}/{number}")  # fmt: skip
_SAY_EN = (
    "We would like to order {count} {wares}.", "Our price for {wares} is {price} JPY per carton.",
    "The goods leave our warehouse on {day}.",
    "Could you confirm the reference {number}?", "Payment is due by {day}.", "Please let me know if {hour} o'clock suits you.",
    "We counted {count} pieces, {percent} percent were damaged.", "The forwarder gave us the tracking number {number}.",
    "I will be out of the office until {day}.",
    "From next week our price for {wares} is {price} JPY.",
    ">From {day} on the warehouse closes at {hour}.",
)  # fmt: skip
_OPEN_JA = (
    "いつもお世話になっております。",
    "お世話になります。",
    "平素より大変お世話になっております。",
    "早速のご連絡ありがとうございます。",
    "ご連絡が遅くなり申し訳ございません。",
)
_CLOSE_JA = (
    "何卒よろしくお願いいたします。",
    "ご確認のほどよろしくお願い申し上げます。",
    "以上、よろしくお願いいたします。",
    "ご不明な点がございましたらご連絡ください。",
)
_OPEN_EN = ("Thank you for your mail.", "I hope this finds you well.", "Just a quick note.", "Thanks for getting back to us.")
_CLOSE_EN = ("Kind regards,", "Best wishes,", "Many thanks,", "Regards,")


def facts(draw: Random, moment: datetime) -> dict[str, str]:
    """Numbers, goods and days, never the same twice."""
    day = moment + timedelta(days=draw.randint(2, 40))
    return {
        "goods": draw.choice(GOODS), "wares": draw.choice(WARES), "count": str(draw.randint(2, 480)),
        "price": f"{draw.randint(8, 9999)},{draw.randint(0, 999):03}",
        "number": f"{draw.choice(('A', 'B', 'M', 'T'))}{draw.randint(10000, 99999)}", "month": str(moment.month),
        "percent": str(draw.randint(2, 30)),
        "day": f"{day.month}月{day.day}日", "hour": str(draw.randint(9, 17)),
    }  # fmt: skip


def _english_day(filled: dict[str, str]) -> dict[str, str]:
    month, _, day = filled["day"].partition("月")
    return {**filled, "day": f"{day.removesuffix('日')}/{month}"}


def topic(draw: Random) -> str:
    """What a thread is about."""
    return draw.choice(tuple(_SAY_JA))


def subject(draw: Random, lang: str, moment: datetime, about: str) -> str:
    """Of a new thread."""
    filled = facts(draw, moment)
    if lang == "en":
        return draw.choice(_SUBJECTS_EN).format(**_english_day(filled))
    return draw.choice(_SUBJECTS_JA[about]).format(**filled)


def sign(account: Account) -> str:
    """What stands below each mail of an account."""
    if account.lang == "en":
        return f"{account.name}\n{account.firm}\nTel. {account.phone}\n{account.address}\n"
    return f"――――――――――――\n{account.firm}\n{account.name}\nTEL {account.phone}\n{account.address}\n――――――――――――\n"


def greeting(account: Account) -> str:
    """The first line of a mail to it."""
    if account.lang == "en":
        return f"Dear {account.name.split()[0]},\n\n"
    return f"{account.firm}\n{account.family_name}様\n\n"


def letter(draw: Random, writer: Account, reader: Account, moment: datetime, about: str, said: str = "") -> str:
    """A whole text. *said* is what is put among it."""
    if writer.lang == "en" or reader.lang == "en":
        filled = _english_day(facts(draw, moment))
        lines = [one.format(**filled) for one in draw.sample(_SAY_EN, draw.randint(2, 4))]
        opened = greeting(reader) if reader.lang == "en" else "Dear all,\n\n"
        return f"{opened}{draw.choice(_OPEN_EN)}\n" + "\n".join(lines) + f"\n{said}\n{draw.choice(_CLOSE_EN)}\n\n" + sign(writer)
    filled = facts(draw, moment)
    lines = [one.format(**filled) for one in draw.sample(_SAY_JA[about], draw.randint(2, 4))]
    body = "\n".join(lines)
    opened = f"{greeting(reader)}{draw.choice(_OPEN_JA)}\n{writer.firm}の{writer.family_name}です。\n\n"
    return f"{opened}{body}\n{said}\n{draw.choice(_CLOSE_JA)}\n\n{sign(writer)}"


def as_page(text: str, draw: Random) -> str:
    """The same as HTML."""
    lines = "".join(f"<p>{_LINK.sub(_anchor, _escaped(line)) or '&nbsp;'}</p>\n" for line in text.splitlines())
    style = draw.choice(("font-family:'MS PGothic'", "font-family:Calibri,sans-serif", "font-size:10.5pt"))
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html"></head>\n<body style="{style}">\n{lines}</body></html>\n'
    )


_LINK = re.compile(r"(?:https?://|ms-appinstaller:)[!-;=?-~]+")


def _anchor(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}">{found[0]}</a>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def nonce(draw: Random) -> str:
    """Something that no other mail has."""
    return letters(draw, 10, 10, "abcdefghijkmnpqrstuvwxyz23456789")
