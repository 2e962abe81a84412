"""Who writes bounces, and what looks like a bounce and is none: answers of programs for people, moderation, complaints, receipts."""

from __future__ import annotations

import re

from mimawari.formats.mail.headers import Headers
from mimawari.model import Message

_MACHINE = re.compile(
    r"(?:mailer[-_.]?d(?:a?e)mon|post[-_.]?master|mail[-_.]?daemon|mmdf|uucp|mail[-_.]?delivery(?:[-_.].{0,40})?|mdaemon|mailsystem"
    r"|mail[-_.]?system|smtp[-_.]?(?:daemon|gateway)|bounces?(?:[-_.+].{0,60})?|delivery[-_.]?(?:failure|subsystem).{0,40}|microsoftexchange[0-9a-f]{8,40}"
    r"|system[-_.]?administrator|mail[-_.]?administrator|double-bounce|undeliverable.{0,40}|returnedmail.{0,40}|mta|root|dsn)",
    re.IGNORECASE,
)
_NO_REPLY = re.compile(r"(?:no|do-?not)[-_.]?reply", re.IGNORECASE)
_NAMED = re.compile(
    r"mail(?:er)? ?delivery ?(?:sub)?system|mailer[- ]daemon|mail delivery (?:service|system)|post ?master|system administrator|システム管理者"
    r"|メール配信(?:サブ)?システム|microsoft outlook|microsoft exchange|mail system|internet mail delivery|mail ?administrator",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|non-?deliver|deliver(?:y|ing)\b.{0,40}\b(?:fail|status|notif|report|problem|error|delay|warn|incomplete|unsuccessful)|returned (?:mail|to sender)"
    r"|failure (?:notice|notification|delivery)|mail(?:ing)? (?:delivery|system) (?:fail|error)|mail system error|fail(?:ed|ure).{0,20}deliver|delivery failure"
    r"|could ?n[o']t (?:be )?(?:send|deliver|sent)|could not send|unable to deliver|message status|permanent delivery failure|user unknown|undelivered"
    r"|warning: (?:message|could not|e-?mail)|not delivered|notice: mail|rejected|bounce|mail error|error (?:in )?mail|nondelivery|mailer error|mail failure|error sending|delivery (?:of|to)\b.{0,60}(?:failed|delayed)"
    r"|配信(?:不能|できません|されませんでした|失敗|エラー|状態|遅延)|配送(?:不能|できません|エラー)|送信(?:不能|できません|エラー|失敗)|不達|返送|エラーメール|メールエラー|配信.{0,10}失敗|お届けできません",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"out of (?:the )?office|auto(?:matic)?[- ]?(?:repl|respon|answer)|vacation|away from|on (?:leave|holiday)|thank you for (?:your|contacting)|absence"
    r"|不在|休暇|自動(?:返信|応答|回答)|お問い?合わ?せ(?:ありがとう|を)|受け付け|休業",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"confirm(?:ation)? (?:of |your )?(?:e-?mail|message|sender|request)|verify (?:your|that)|(?:awaiting|needs|requires|awaits).{0,30}(?:moderat|approval|confirm)"
    r"|moderat(?:or|ion)|challenge|subscri(?:be|ption)|承認待ち|司会|確認のお願い|本人確認",
    re.IGNORECASE,
)
_LIST = re.compile(r"request to mailing list|moderat|mailing list .{0,40} rejected", re.IGNORECASE)
_REPLIES = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response")


def is_machine(message: Message) -> bool:
    """Whether a mail system sent it, by its envelope (RFC 5321 4.5.5: an empty one) or by what it calls itself in From.

    An address that takes no answer counts where the subject is that of a bounce.
    """
    if message.envelope_sender == "<>":
        return True
    author = message.author
    if author is None:
        return False
    local = author.address.partition("@")[0] or author.name
    if _NO_REPLY.fullmatch(local):
        return is_failure(message.subject)
    return _MACHINE.fullmatch(local) is not None or _NAMED.search(author.name[:200]) is not None


def is_failure(subject: str) -> bool:
    """Whether the subject is one of those that bounces have."""
    return _SUBJECT.search(subject[:300]) is not None


def is_none(headers: Headers, subject: str) -> bool:
    """Whether it is something else in the form or with the envelope of a bounce.

    Complaints (RFC 5965), receipts (RFC 8098), reports on TLS (RFC 8460), answers of programs for people (RFC 3834), challenges, and
    what the moderator of a list gets or sends.
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
