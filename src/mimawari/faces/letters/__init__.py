"""Letters that are sent by hand: to who reported a mail, to the mail provider, to a partner whose mailbox looks robbed.

The texts are templates beside this module. They claim no more than the strength of the answer allows, and never that a PC is
clean. What comes from evidence is made harmless before it is put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mimawari import app
from mimawari.faces.safe import shown, usable
from mimawari.faces.text.moments import moment
from mimawari.faces.text.us_sentences import is_unknown
from mimawari.model import Answer, Finding, Firm, Strength, Us, Words

if TYPE_CHECKING:
    from jinja2 import Template

MOST = 20
"""Accounts, days, queue ids and Message-IDs of each that one letter names."""

PARTNER_CLUES = {
    "intersection-partner": Strength.STRONG,
    "partner-account": Strength.STRONG,
    "leaning-partner": Strength.HINT,
    "spread-of-partner": Strength.HINT,
}
"""Clues that point to a partner, and the most that may be said to it by them alone: only beside one of them it is written to."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_OWN_NAME = Words(en="[our firm]", ja="【自社名】")
_PERSON = Words(en="[your name]", ja="【担当者名】")
_WHOM = {
    "reporter": Words(en="[their name]", ja="【相手の会社名・お名前】"),
    "provider": Words(en="[your provider]", ja="【プロバイダー名】"),
    "partner": Words(en="[the partner]", ja="【取引先名】"),
}
_PARTNER = Words(en="[the name of {partner}]", ja="【{partner} の会社名・お名前】")
_NO_ANSWER = Words(
    en="this report has no answer to “us, or only our address?”: there is nothing to write. Run the check with --us us.toml",
    ja="このレポートには「自社か、アドレスだけか」の答えがないため、書ける内容がありません。--us us.toml を付けて調べてください。",
)
_NO_PARTNER = Words(
    en="nothing in this report points to a partner's mailbox, so no partner is to be written to.",
    ja="このレポートには、取引先のメールボックスから情報が漏れたことを示すものがありません（取引先への連絡文は作成しません）。",
)


class To(StrEnum):
    """Whom to write to."""

    REPORTER = "reporter"
    PROVIDER = "provider"
    PARTNER = "partner"


class NoLetter(ValueError):
    """There is nothing that could be written honestly; ``words`` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def letter(us: Us | None, to: To, language: str, firm: Firm) -> str:
    """The letter as text, its subject first. What only people know stands in square brackets. Raises :class:`NoLetter`."""
    if us is None or not us.answers:
        raise NoLetter(_NO_ANSWER)
    robbed = _robbed(us)
    if to is To.PARTNER and not robbed:
        raise NoLetter(_NO_PARTNER)
    return _template(to, language).render(
        firm=_firm(firm, language),
        person=_PERSON.say(language),
        whom=_whom(us, to, language, firm),
        own_device=_strength(us, Answer.OUR_DEVICE),
        own_account=_strength(us, Answer.OUR_ACCOUNT),
        only_address=_strength(us, Answer.ADDRESS_ONLY),
        robbed=robbed.word if robbed else "",
        sent_by_partner=any(clue.kind == "partner-account" for clue in us.because),
        past=all(one.past for one in us.answers),
        unknown=is_unknown(us),
        routine=us.routine,
        accounts=_some(usable(name) for name in _accounts(us)),
        days=_some(_days(us)),
        queue_ids=_some(_mails(us, "queue_id", language)),
        message_ids=_some(_mails(us, "message_id", language)),
    )


def _strength(us: Us, answer: Answer) -> str:
    """The word for it; empty where that answer is not given."""
    strength = us.strength(answer)
    return strength.word if strength else ""


def _robbed(us: Us) -> Strength | None:
    """How surely a partner's mailbox was robbed: no more than the answer, nor than what points there; None where nothing does."""
    answer = us.strength(Answer.ADDRESS_ONLY)
    pointing = [PARTNER_CLUES[clue.kind] for clue in us.because if clue.kind in PARTNER_CLUES]
    return min(answer, max(pointing)) if answer and pointing else None


def _firm(firm: Firm, language: str) -> str:
    name = (firm.name_ja or firm.name) if language == "ja" else (firm.name or firm.name_ja)
    return shown(name, 100) if name else _OWN_NAME.say(language)


def _whom(us: Us, to: To, language: str, firm: Firm) -> str:
    """The addressee: the provider by name; a partner, of whom the report knows an address only, as something to be filled in."""
    if to is To.PROVIDER and firm.provider and not app.firm.is_own_server(firm.provider):
        return shown(firm.provider, 100)
    partners = _facts((clue for clue in us.because if clue.kind in PARTNER_CLUES), "partner")
    if to is To.PARTNER and len(partners) == 1:
        return _PARTNER.fill({"partner": partners[0][:100]}).say(language)
    return _WHOM[to].say(language)


def _accounts(us: Us) -> list[str]:
    """The accounts that the answers name, then those that their reasons do."""
    answered = [name for one in us.answers for name in one.accounts]
    return list(dict.fromkeys((*answered, *_raw(us.because, "account"))))


def _days(us: Us) -> list[str]:
    """The days that are asked about, or that the reasons speak of, in order."""
    days = {one.day for one in us.settle} | {*_raw((*us.because, *us.against), "day")}
    return sorted(day for day in days if _ISO.fullmatch(day))


def _mails(us: Us, name: str, language: str) -> list[str]:
    """The mails by their ids, the earliest first, with the time where one is known: logs are sought by both."""
    times: dict[str, str] = {}
    for clue in (*us.because, *us.against):
        for found in str(clue.facts.get(name) or "").split():
            times[found] = min(filter(None, (times.get(found, ""), clue.seen_at or "")), default="")
    every = sorted(times.items(), key=lambda one: (one[1] or "~", one[0]))
    return [shown(found, 200) + (f" {moment(time, language)}" if time else "") for found, time in every]


def _facts(clues: Iterable[Finding], name: str) -> list[str]:
    return [shown(value, 200) for value in _raw(clues, name)]


def _raw(clues: Iterable[Finding], name: str) -> list[str]:
    values = (clue.facts.get(name) for clue in clues)
    return list(dict.fromkeys(value for value in values if isinstance(value, str) and value))


def _some(every: Iterable[str]) -> list[str]:
    many = list(every)
    return [*many[:MOST], *([f"… (+{len(many) - MOST})"] if len(many) > MOST else [])]


@cache
def _template(to: To, language: str) -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=False,  # noqa: S701  # plain text: there is no markup that a value could be
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    return environment.from_string((files(__name__) / f"{to}.{language}.txt").read_text("utf-8"))
