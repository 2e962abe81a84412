"""What the bounces look like that are not in the form of RFC 3464: the words by which the programs that write them are known.

A row has the words of one kind of bounce. Three in five of them stand in bounces that were published; of the others, nearly all of
the Japanese ones among them, none was at hand. A row alone proves nothing, since people quote bounces:
:mod:`mimawari.formats.bounces.senders` asks who sent it.
"""

from __future__ import annotations

import re

_FIRST = 16 << 10
"""So many characters of a text are looked at."""


OTHER = "other"
"""The row of words that many write, people too: only where the subject says the same."""


class Form:
    """One row: one of its marks, in lower case, is in the text of each bounce of the kind."""

    def __init__(self, name: str, *marks: str) -> None:
        self.name, self.marks = name, marks


FORMS = (
    Form(
        "qmail",
        "this is the qmail-send program",
        "this is the mail delivery agent at",
        "this is a permanent error; i've given up",
        "this is the machine generated message from mail service",
        "message from yahoo.com.",
        "--- below this line is a copy of the message",
    ),
    Form(
        "exim",
        "this message was created automatically by mail delivery software",
        "this message was created automatically by the mail system (ecelerity)",
        "a message that you sent could not be delivered to one or more of its",
        "a message that you have sent could not be delivered to one or more",
        "a message that you sent has not yet been delivered to one or more of its",
    ),
    Form(
        "postfix",
        "this is the mail system at host",
        "this is the postfix program",
        "i'm sorry to have to inform you that your message could not",
    ),
    Form("opensmtpd", "this is the mailer-daemon, please do not reply"),
    Form("dragonfly", "this is the dragonfly mail agent"),
    Form(
        "sendmail",
        "----- the following addresses had permanent",
        "----- the following addresses had transient",
        "----- transcript of session follows",
        "----- unsent message follows",
        "----- the following addresses had delivery",
        "----- the following addresses have delivery",
        "---the following addresses had delivery errors---",
        "----- transcript of the session follows",
        "this is the sendmail program at",
    ),
    Form(
        "exchange",
        "your message did not reach some or all of the intended recipients",
        "did not reach the following recipient(s)",
        "delivery has failed to these recipients",
        "the following recipient(s) could not be reached",
        "diagnostic information for administrators",
        "generating server:",
        "your message couldn't be delivered to the recipients shown below",
        "の受信者またはグループへの配信に失敗しました",
        "受信者またはグループにメッセージを配信できませんでした",
        "受信者または配布リストへの配信に失敗しました",
        "以下の受信者に配信できませんでした",
        "次の受信者に対するメッセージの配信に失敗しました",
        "管理者向けの診断情報",
        "生成元サーバー",
        "メッセージは、宛先の一部またはすべてに配信できませんでした",
    ),
    Form(
        "google",
        "delivery to the following recipient failed permanently",
        "delivery to the following recipients failed",
        "your message wasn't delivered to",
        "technical details of permanent failure",
        "technical details of temporary failure",
        "delivery to the following recipient has been delayed",
        "we're writing to let you know that the group you tried to contact",
        "次の宛先へのメールは配信できませんでした",
        "次の受信者への配信に失敗しました",
        "へのメールは配信されませんでした",
        "メールは次の宛先に配信されませんでした",
    ),
    Form(
        "yahoo",
        "sorry, we were unable to deliver your message to the following address",
        "unable to deliver message to the following address",
        "the following message was undeliverable",
    ),
    Form(
        "carrier",
        "the user(s) account is disabled",
        "the user(s) account is temporarily over quota",
        "the following recipients did not receive this message",
        "could not be delivered to mobile",
        "error: invalid user address error message below",
        "each of the following recipients was rejected by a remote mail server",
        "あて先不明などの理由により送信できませんでした",
        "次のあて先へのメッセージはエラーのため送信できませんでした",
        "メールボックスが一杯のため、送信できませんでした",
    ),
    Form(
        "domino",
        "failure to deliver a message to:",
        "------- failure reasons",
        "not listed in domino directory",
        "not listed in public name & address book",
        "ドミノディレクトリに登録されていません",
    ),
    Form("mailmarshal", "your message could not be delivered for the following reason"),
    Form("imail", "undeliverable to ", "delivery failed 20 attempts"),
    Form(
        "x400",
        "this report relates to a message you sent with the following header fields",
        "the following message was not delivered",
    ),
    Form("groupwise", "the message that you sent was undeliverable to the following", "the message you sent was undeliverable"),
    Form("delay", "this is a warning message only", "warning: message still undelivered"),
    Form(
        OTHER,
        "mail delivery failed",
        "could not be delivered",
        "undeliverable",
        "undelivered mail",
        "delivery failed",
        "delivery failure",
        "cannot be delivered",
        "failed to deliver",
        "unable to deliver",
        "was not delivered",
        "could not deliver",
        "not be delivered",
        "trouble delivering",
        "delivery to the following",
        "returned mail",
        "delivery status notification",
        "user unknown",
        "unknown user",
        "no such user",
        "mailbox unavailable",
        "automatic bounce notification",
        "mailbox full",
        "配信できません",
        "配信されませんでした",
        "配信不能",
        "配送できません",
        "配送されませんでした",
        "配達できません",
        "送信できません",
        "届けることができません",
        "お届けできません",
        "送達できません",
        "エラーメール",
    ),
)
_DELAYED = re.compile(
    r"will be retried|still being retried|not yet been delivered|has been delayed|warning message only|still undelivered"
    r"|continue to (?:try|attempt)|will keep trying|no action is required on your part|delivery attempts will continue"
    r"|遅延|再送を(?:試み|続け)|引き続き配信を試み|配信を再試行",
    re.IGNORECASE,
)


def form_of(text: str) -> str:
    """The name of the first row of which a mark is in the beginning of *text*; empty where none is."""
    start = " ".join(text[:_FIRST].lower().replace("\u2019", "'").split())
    return next((form.name for form in FORMS if any(mark in start for mark in form.marks)), "")


def is_delay(subject: str, text: str) -> bool:
    """Whether it only says that it takes longer."""
    return _DELAYED.search(subject[:300]) is not None or _DELAYED.search(text[:4000]) is not None
