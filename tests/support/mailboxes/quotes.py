"""How a mail is quoted below an answer, by the mailers of the years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from support.mailboxes import marks, texts
from support.mailboxes.cast import Account

_WEEK = "月火水木金土日"


@dataclass(frozen=True)
class Sent:
    """A mail that was written: what an answer needs of it."""

    message_id: str
    moment: datetime
    author: Account
    to: tuple[Account, ...]
    subject: str
    text: str
    references: tuple[str, ...] = ()
    is_here: bool = True
    """Whether it lies in the mailbox."""

    @property
    def local(self) -> datetime:
        """When, on the author's clock."""
        return self.moment + timedelta(minutes=marks.offset(self.author.zone))


def _person(account: Account) -> str:
    return f"{account.name} <{account.address}>"


def _marked(sent: Sent) -> str:
    return "".join(f"> {line}\n" if not line.startswith(">") else f">{line}\n" for line in sent.text.splitlines())


def _people(sent: Sent) -> str:
    return "; ".join(map(_person, sent.to))


def _clock(sent: Sent) -> str:
    return f"{sent.local:%I:%M %p}".lstrip("0")


def outlook(sent: Sent) -> str:
    when = f"{sent.local:%A, %B} {sent.local.day}, {sent.local.year} {_clock(sent)}"
    return (
        f"-----Original Message-----\nFrom: {_person(sent.author)}\nSent: {when}\nTo: {_people(sent)}\n"
        f"Subject: {sent.subject}\n\n{sent.text}"
    )


def outlook_ja(sent: Sent) -> str:
    when = f"{sent.local.year}年{sent.local.month}月{sent.local.day}日 {sent.local:%H:%M}"
    line = "_" * 32
    return f"{line}\n差出人: {_person(sent.author)}\n送信日時: {when}\n宛先: {_people(sent)}\n件名: {sent.subject}\n\n{sent.text}"


def outlook_365(sent: Sent) -> str:
    when = f"{sent.local:%A, %B} {sent.local.day}, {sent.local.year} {_clock(sent)}"
    return f"From: {_person(sent.author)}\nSent: {when}\nTo: {_people(sent)}\nSubject: {sent.subject}\n\n{sent.text}"


def gmail_ja(sent: Sent) -> str:
    day = f"{sent.local.year}年{sent.local.month}月{sent.local.day}日({_WEEK[sent.local.weekday()]}) {sent.local:%H:%M}"
    return f"{day} {_person(sent.author)}:\n\n{_marked(sent)}"


def gmail_en(sent: Sent) -> str:
    day = f"{sent.local:%a, %b} {sent.local.day}, {sent.local.year} at {_clock(sent)}"
    return f"On {day} {_person(sent.author)} wrote:\n\n{_marked(sent)}"


def thunderbird(sent: Sent) -> str:
    return f"On {sent.local:%Y/%m/%d %H:%M}, {sent.author.name} wrote:\n{_marked(sent)}"


def becky(sent: Sent) -> str:
    return f"On {marks.date(sent.moment, sent.author.zone)}\n{_person(sent.author)} wrote:\n\n{_marked(sent)}"


def name_only(sent: Sent) -> str:
    return f"{sent.author.family_name}さんは書きました:\n{_marked(sent)}"


def forward(sent: Sent) -> str:
    return (
        f"---------- Forwarded message ---------\nFrom: {_person(sent.author)}\nDate: {marks.date(sent.moment, sent.author.zone)}\n"
        f"Subject: {sent.subject}\nTo: {_people(sent)}\n\n{sent.text}"
    )


def forward_ja(sent: Sent) -> str:
    return (
        f"-------- 転送メッセージ --------\n件名: {sent.subject}\n日付: {marks.date(sent.moment, sent.author.zone)}\n"
        f"差出人: {_person(sent.author)}\n宛先: {_people(sent)}\n\n{sent.text}"
    )


STYLES: dict[str, Callable[[Sent], str]] = {
    "outlook": outlook, "outlook365": outlook_365, "gmail": gmail_ja, "thunderbird": thunderbird, "becky": becky,
    "shuriken": name_only, "winmail": outlook, "notes": name_only, "roundcube": thunderbird, "yahoo": becky,
    "applemail": gmail_en, "iphone": gmail_ja,
}  # fmt: skip
ANY = (outlook, outlook_ja, outlook_365, gmail_ja, gmail_en, thunderbird, becky, name_only)


def below(writer: Account, sent: Sent) -> str:
    """*sent* as the mailer of *writer* quotes it."""
    if writer.mailer in ("outlook", "outlook365"):
        return outlook_ja(sent) if writer.lang == "ja" else STYLES[writer.mailer](sent)
    return STYLES.get(writer.mailer, becky)(sent) if writer.lang == "ja" or writer.mailer != "gmail" else gmail_en(sent)


def page(draw: Random, top: str, quoted: str) -> str:
    """Both as HTML: the quotation in a block, or below a line."""
    above = texts.as_page(top, draw).removesuffix("</body></html>\n")
    inner = "<br>\n".join(
        line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in quoted.replace("\n> ", "\n").splitlines()
    )
    opened, closed = draw.choice(
        (
            ('<div class="gmail_quote"><blockquote style="margin:0 0 0 .8ex;border-left:1px #ccc solid">', "</blockquote></div>"),
            ("<hr>\n<div>", "</div>"),
            ('<div style="border-top:solid #E1E1E1 1.0pt">', "</div>"),
        )
    )
    return f"{above}{opened}{inner}{closed}\n</body></html>\n"
