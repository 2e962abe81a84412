"""Us, or only our address? The answer in one plain sentence, as strong as it is and no stronger."""

from __future__ import annotations

from mimawari.model import Answer, Answered, Strength, Us, Words

DECISIVE = Words(en=" The evidence for it is decisive.", ja="決め手となる証拠があります。")
FIRST_SIGN = Words(
    en=" There is a sign of it, but that alone does not decide it.", ja="手がかりはありますが、これだけでは断定できません。"
)
PAST = Words(
    en=" That was in the past: nothing that was looked at shows that it still goes on.",
    ja="ただし、これは過去のことです。いまも続いていることを示すものは、調べた範囲では見つかっていません。",
)
_SENTENCES = {
    (Answer.OUR_DEVICE, Strength.CONCLUSIVE): Words(
        en="The cause is a PC or mailbox of yours{whom}; mail may have been stolen from it.",
        ja="原因は、自社のPCまたはメールボックス{whom}にあります。メールの内容が盗まれたおそれがあります。",
    ),
    (Answer.OUR_DEVICE, Strength.STRONG): Words(
        en="Mail has very probably been stolen from a PC or mailbox of yours{whom}.",
        ja="自社のPCまたはメールボックス{whom}から、メールの内容が盗まれた可能性が高いです。",
    ),
    (Answer.OUR_DEVICE, Strength.HINT): Words(
        en="Mail may have been stolen from a PC or mailbox of yours{whom}.",
        ja="自社のPCまたはメールボックス{whom}から、メールの内容が盗まれた可能性があります。",
    ),
    (Answer.OUR_ACCOUNT, Strength.CONCLUSIVE): Words(
        en="Somebody else uses a mail account or server of yours{whom} without your leave.",
        ja="自社のメールアカウントまたはサーバー{whom}が、第三者に不正に使われています。",
    ),
    (Answer.OUR_ACCOUNT, Strength.STRONG): Words(
        en="Somebody else very probably uses a mail account or server of yours{whom} without your leave.",
        ja="自社のメールアカウントまたはサーバー{whom}が、第三者に不正に使われている可能性が高いです。",
    ),
    (Answer.OUR_ACCOUNT, Strength.HINT): Words(
        en="Somebody else may be using a mail account or server of yours{whom} without your leave.",
        ja="自社のメールアカウントまたはサーバー{whom}が、第三者に不正に使われている可能性があります。",
    ),
    (Answer.ADDRESS_ONLY, Strength.CONCLUSIVE): Words(
        en="The strange mails do not come from you: only your address or name{whom} is used.",
        ja="不審なメールは自社から送信されたものではなく、自社のアドレスや名前{whom}が使われているだけです。",
    ),
    (Answer.ADDRESS_ONLY, Strength.STRONG): Words(
        en="The strange mails very probably do not come from you: only your address or name{whom} is used.",
        ja="不審なメールは自社から送信されたものではなく、自社のアドレスや名前{whom}が使われているだけの可能性が高いです。",
    ),
    (Answer.ADDRESS_ONLY, Strength.HINT): Words(
        en="The strange mails may come from elsewhere, with nothing but your address or name{whom}.",
        ja="不審なメールは自社から送信されたものではなく、自社のアドレスや名前{whom}が使われているだけの可能性があります。",
    ),
}
_SCRIPT = {
    Strength.CONCLUSIVE: Words(
        en="A web form or script on a server of yours{whom} is misused to send mail.",
        ja="自社のサーバー上のWebフォームやプログラム{whom}が、メールの送信に悪用されています。",
    ),
    Strength.STRONG: Words(
        en="A web form or script on a server of yours{whom} is very probably misused to send mail.",
        ja="自社のサーバー上のWebフォームやプログラム{whom}が、メールの送信に悪用されている可能性が高いです。",
    ),
    Strength.HINT: Words(
        en="A web form or script on a server of yours{whom} may be misused to send mail.",
        ja="自社のサーバー上のWebフォームやプログラム{whom}が、メールの送信に悪用されている可能性があります。",
    ),
}
"""Of what sends without a password: no mailbox is concerned."""
_ROUTINE = Words(
    en="What was looked at fits the usual course of your business: theft, misuse or forgery are not needed to explain it.",
    ja="調べた範囲では、いつもの業務の範囲に見えます。情報の盗難やアカウントの不正利用、なりすましを考えなくても説明がつきます。",
)
_UNKNOWN = Words(
    en="It cannot be told yet whether it is you, or only your address: what is known so far is not enough.",
    ja="自社に原因があるのか、アドレスが使われただけなのか、まだ判断できません。いまある手がかりだけでは足りません。",
)
_NOTES = {
    Answer.OUR_DEVICE: Words(
        en="Stolen mails are used to write “replies” to your partners that look real. Those need not pass through your server.",
        ja="盗まれたメールは、取引先に送る本物らしい「返信」の材料に使われます。偽のメールは、自社のサーバーを通らずに送られることもあります。",
    ),
    Answer.ADDRESS_ONLY: Words(
        en="This is said of what was looked at. It does not say that your PCs are free of malware.",
        ja="これは、調べたものについての答えです。自社のPCが感染していないという意味ではありません。",
    ),
}
_FIRST = {
    True: Words(
        en="But there is evidence that mails or accounts of yours are misused: read “Us, or only our address?” below first.",
        ja="ただし、自社のメールやアカウントが悪用されていることを示す証拠があります。下の「自社か、アドレスだけか」を先にお読みください。",
    ),
    False: Words(
        en="But there is a sign that mails or accounts of yours may be misused: see “Us, or only our address?” below.",
        ja="ただし、自社のメールやアカウントが悪用されている可能性を示す手がかりがあります。下の「自社か、アドレスだけか」をご覧ください。",
    ),
}
"""Said beside the level, by whether it is more than a hint: the level speaks of malware, and may well be "no sign" here."""
_NO_ALL_CLEAR = Words(en="That is no all-clear.", ja="「問題なし」という意味ではありません。")
_ONLY_SEEN = Words(
    en="This is said of what was looked at, and of nothing else. If something strange comes up, ask again with it.",
    ja="これは、調べたものについての答えです。新たに不審なメールなどが見つかったら、それも加えて調べ直してください。",
)


def answered(one: Answered, us: Us) -> Words:
    """What one answer of *us* says; ``{whom}`` is whom of the firm it speaks of."""
    if one.answer is Answer.UNKNOWN or one.strength is None:
        return _ROUTINE if us.routine else _UNKNOWN
    said = _SCRIPT[one.strength] if _is_script(one, us) else _SENTENCES[one.answer, one.strength]
    more = {Strength.CONCLUSIVE: DECISIVE, Strength.HINT: FIRST_SIGN}.get(one.strength, Words(en="", ja=""))
    was = PAST if one.past else Words(en="", ja="")
    return Words(en=said.en + more.en + was.en, ja=said.ja + more.ja + was.ja)


def _is_script(one: Answered, us: Us) -> bool:
    """Whether all that is misused sends without a password."""
    without = {clue.facts.get("account") for clue in (*us.because, *us.against) if clue.kind == "no-sasl"}
    return one.answer is Answer.OUR_ACCOUNT and bool(one.accounts) and without.issuperset(one.accounts)


def is_unknown(us: Us) -> bool:
    """Whether there is no answer."""
    return all(one.answer is Answer.UNKNOWN for one in us.answers)


def first(us: Us) -> Words | None:
    """What must be said at once, beside the level: that the firm itself is concerned, or what else the answer is; None: unknown."""
    ours = [one.strength for one in us.answers if one.answer in (Answer.OUR_DEVICE, Answer.OUR_ACCOUNT) and one.strength]
    if ours:
        return _FIRST[max(ours) > Strength.HINT]
    if is_unknown(us) and not us.routine:
        return None
    return answered(us.answers[0], us).fill({"whom": ""}) if us.answers else None


def notes(us: Us) -> tuple[Words, ...]:
    """What must be said beside the answers, so that nobody takes them for more."""
    if is_unknown(us):
        return (_ONLY_SEEN,) if us.routine else (_NO_ALL_CLEAR,)
    return tuple(_NOTES[one.answer] for one in us.answers if one.answer in _NOTES)
