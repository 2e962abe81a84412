"""The verdict in one plain sentence where a mail account, a web form or a machine is misused, or mail was stolen."""

from __future__ import annotations

from mimawari.faces.text.view import ACCOUNT, MACHINE, SCRIPT, STOLEN, View, of_account
from mimawari.model import Answer, Level, Words

_SENTENCES = {
    ACCOUNT: Words(
        en="A mail account seems to be used by somebody else: {names}. That is no proof that a PC is infected.",
        ja="メールアカウントが第三者に使われている疑いがあります（{names}）。PCが感染しているという意味ではありません。",
    ),
    SCRIPT: Words(
        en="A web form or script on your server seems to be misused to send mail: {names}.",
        ja="サーバー上のWebフォームやプログラムが、メールの送信に悪用されている疑いがあります（{names}）。",
    ),
    MACHINE: Words(
        en="A machine in your network seems to send mail by itself, as an infected PC does: {names}.",
        ja="社内の機器が、感染したPCのように、自動でメールを送信している疑いがあります（{names}）。",
    ),
    STOLEN: Words(
        en="Mail seems to have been stolen from a PC or mailbox of yours: {names}.",
        ja="自社のPCまたはメールボックスから、メールの内容が盗まれた疑いがあります（{names}）。",
    ),
}
_SURE = {
    ACCOUNT: Words(
        en="A mail account is used by somebody else: {names}. That is no proof that a PC is infected.",
        ja="メールアカウントが第三者に使われています（{names}）。PCが感染しているという意味ではありません。",
    ),
    SCRIPT: Words(
        en="A web form or script on your server is misused to send mail: {names}.",
        ja="サーバー上のWebフォームやプログラムが、メールの送信に悪用されています（{names}）。",
    ),
}
"""Where the answer to "us, or only our address?" is certain."""
_ROBBED = Words(
    en="Mail seems to have been stolen from a PC or mailbox of yours. Which one is not known yet.",
    ja="自社のPCまたはメールボックスから、メールの内容が盗まれた疑いがあります。どれかは、まだ分かりません。",
)
_UNNAMED = Words(
    en="A mail account or server of yours seems to be used by somebody else. Which one is not known yet.",
    ja="自社のメールアカウントまたはサーバーが第三者に使われている疑いがあります。どのアカウントかは、まだ分かりません。",
)
_OPEN = Words(
    en="Nothing dangerous was found in what was looked at. But whether strange mails come from you cannot be told yet.",
    ja="調べた範囲では、危険なものは見つかりませんでした。ただし、不審なメールが自社から出たものかどうかは、まだ判断できません。",
)


def is_open(view: View) -> bool:
    """Whether all was looked at, and only the question whose the mails are has no answer."""
    is_asked = view.verdict.level is Level.UNDETERMINED and view.verdict.us is not None
    return is_asked and bool(view.hosts) and not any(host.level is Level.UNDETERMINED for host in view.hosts)


def sentence(view: View) -> str:
    """The sentence; empty where the level rests on anything else."""
    what = of_account(view.verdict)
    if not what:
        return view.say(_OPEN) if is_open(view) else ""
    names = dict.fromkeys(str(finding.facts["account"]) for finding in view.verdict.because if finding.facts.get("account"))
    wanted = Answer.OUR_DEVICE if what == STOLEN else Answer.OUR_ACCOUNT
    for one in view.verdict.us.answers if view.verdict.us else ():
        if one.answer is wanted:
            names |= dict.fromkeys((*one.accounts, *(one.machines if what == STOLEN else ())))
    if not names:
        return view.say(_ROBBED if what == STOLEN else _UNNAMED)
    said = (view.certain and _SURE.get(what)) or _SENTENCES[what]
    return view.say(said).replace("{names}", view.listed(names))
