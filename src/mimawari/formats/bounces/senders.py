"""Who writes bounces; and what looks like one and is none: answers for people, challenges, moderation, complaints, receipts."""

from __future__ import annotations

import re

from mimawari.formats.mail.headers import Headers
from mimawari.model import Message


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


_MACHINE = _any(
    r"mailer[-_.]?da?emon",
    r"mail[-_.]?daemon",
    r"mailer[-_.]?deamon",
    r"mdaemon",
    r"smtp[-_.]?(?:daemon|gateway)",
    r"mmdf",
    r"uucp",
    r"mta",
    r"dsn",
    r"root",
    r"post[-_.]?master",
    r"mail[-_.]?delivery(?:[-_.].{0,40})?",
    r"mail[-_.]?system",
    r"bounces?(?:[-_.+].{0,60})?",
    r"double-bounce",
    r"delivery[-_.]?(?:failure|subsystem).{0,40}",
    r"undeliverable.{0,40}",
    r"returnedmail.{0,40}",
    r"microsoftexchange[0-9a-f]{8,40}",
    r"(?:system|mail)[-_.]?administrator",
)
_NO_REPLY = re.compile(r"(?:no|do-?not)[-_.]?reply", re.IGNORECASE)
_NAMED = _any(
    r"mail(?:er)? ?delivery ?(?:sub)?system",
    r"mailer[- ]daemon",
    r"mail delivery (?:service|system)",
    r"post ?master",
    r"mail system",
    r"(?:system|mail) ?administrator",
    r"internet mail delivery",
    r"microsoft (?:outlook|exchange)",
    r"システム管理者",
    r"メール配信(?:サブ)?システム",
)
_SUBJECT = _any(
    r"undeliver",
    r"non-?deliver",
    r"not delivered",
    r"unable to deliver",
    r"could ?n[o']t (?:be )?(?:send|deliver|sent)",
    r"could not send",
    r"deliver(?:y|ing)\b.{0,40}\b(?:fail|status|notif|report|problem|error|delay|warn|incomplete|unsuccessful)",
    r"delivery (?:of|to)\b.{0,60}(?:failed|delayed)",
    r"fail(?:ed|ure).{0,20}deliver",
    r"failure (?:notice|notification|delivery)",
    r"returned (?:mail|to sender)",
    r"mail(?:ing)? (?:delivery|system) (?:fail|error)",
    r"mail(?:er)? (?:error|failure)",
    r"error in mail",
    r"error sending",
    r"message status",
    r"user unknown",
    r"warning: (?:message|could not|e-?mail)",
    r"notice: mail",
    r"rejected",
    r"bounce",
    r"配信(?:不能|できません|されませんでした|失敗|エラー|状態|遅延)",
    r"配信.{0,10}失敗",
    r"配送(?:不能|できません|エラー)",
    r"送信(?:不能|できません|エラー|失敗)",
    r"不達",
    r"返送",
    r"エラーメール",
    r"メールエラー",
    r"お届けできません",
)
_PERSONAL = _any(
    r"out of (?:the )?office",
    r"auto(?:matic)?[- ]?(?:repl|respon|answer)",
    r"vacation",
    r"absence",
    r"away from",
    r"on (?:leave|holiday)",
    r"thank you for (?:your|contacting)",
    r"不在",
    r"休暇",
    r"休業",
    r"自動(?:返信|応答|回答)",
    r"お問い?合わ?せ(?:ありがとう|を)",
    r"受け付け",
)
_CHALLENGE = _any(
    r"confirm(?:ation)? (?:of |your )?(?:e-?mail|message|sender|request)",
    r"verify (?:your|that)",
    r"challenge",
    r"subscri(?:be|ption)",
    r"(?:awaiting|needs|requires|awaits).{0,30}(?:moderat|approval|confirm)",
    r"承認待ち",
    r"司会",
    r"確認のお願い",
    r"本人確認",
)
_LIST = re.compile(r"request to mailing list|moderat|mailing list .{0,40} rejected", re.IGNORECASE)
_REPLIES = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response")


def is_machine(message: Message) -> bool:
    """Whether a mail system sent it, by its envelope (RFC 5321 4.5.5: an empty one) or by what it calls itself in From."""
    if message.envelope_sender == "<>":
        return True
    author = message.author
    if author is None:
        return False
    local = author.address.partition("@")[0] or author.name
    return _MACHINE.fullmatch(local) is not None or _NAMED.search(author.name[:200]) is not None


def takes_no_answer(message: Message) -> bool:
    """Whether its address in From is one of those that programs of every kind send from, mail systems among them."""
    return message.author is not None and _NO_REPLY.fullmatch(message.author.address.partition("@")[0]) is not None


def is_failure(subject: str) -> bool:
    """Whether the subject is one of those that bounces have."""
    return _SUBJECT.search(subject[:300]) is not None


def is_none(headers: Headers, subject: str) -> bool:
    """Whether it is something else in the form or with the envelope of a bounce.

    Complaints (RFC 5965), receipts (RFC 8098), reports on TLS (RFC 8460), answers for people (RFC 3834), challenges, and what the
    moderator of a list gets or sends.
    """
    kind = headers.parameter("report-type").lower()
    if kind and kind not in ("delivery-status", "global-delivery-status", "delivery_status"):
        return True
    if headers.media_type == "multipart/report" and not kind:
        return False
    return is_personal(subject) or any(name in headers.fields for name in _REPLIES)


def is_personal(subject: str) -> bool:
    """Whether the subject is that of an answer for a person, a challenge, or of moderation."""
    short = subject[:300]
    if is_failure(short) and not _LIST.search(short):
        return False
    return any(form.search(short) for form in (_PERSONAL, _CHALLENGE, _LIST))
