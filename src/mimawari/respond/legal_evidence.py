"""What the evidence of a report says to the questions of the law. It answers few of them, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari.judge import BLOCKED
from mimawari.knowledge import Knowledge
from mimawari.knowledge.law import Law
from mimawari.model import About, Answer, Consideration, Finding, Report, Source, Strength, Verdict, Words
from mimawari.respond.looks import is_machine, is_whole

_GAPS = 2
"""Gaps that a reason names."""
_BYTES = "rule-hit"
"""The kind that speaks of the bytes of a file: that it lies there does not say that it ran."""
_MAILBOXES = frozenset({"mbox", "maildir", "thunderbird", "outlook-data", "imap"})
"""Kinds that people read and write mail in. Loose mails in a folder are as a rule those that others reported."""
_NAMES = 5
_MORE = Words(en="and {count} more", ja="ほか{count}件")
_PIECE = Words(en="1 piece of evidence", ja="証拠1件")
_PIECES = Words(en="{count} pieces of evidence", ja="証拠{count}件")


def told(report: Report, verdict: Verdict, known: Knowledge) -> Iterator[Consideration]:
    """The considerations that the evidence gives rise to, question by question."""
    law = known.law
    account = list(_account(verdict, known))
    yield from _executed(report, verdict, law, "executed-quiet-account" if account else "executed-quiet")
    yield from _taken(verdict, known)
    yield from account
    yield from _blocked(report, law)
    yield from _address_book(report, law)
    yield from _ransomware(verdict, law)


def is_address_only(verdict: Verdict) -> bool:
    """Whether more than a hint says that only the firm's address is used, and nothing that it is the firm itself."""
    return _weight(verdict, Answer.ADDRESS_ONLY) > Strength.HINT and not (
        _weight(verdict, Answer.OUR_DEVICE) or _weight(verdict, Answer.OUR_ACCOUNT)
    )


def _executed(report: Report, verdict: Verdict, law: Law, quiet: str) -> Iterator[Consideration]:
    """Every look counts, also an older one: what ran once may have taken something, whatever the PC shows today.

    *quiet* is the reason that quiet machines are: where a stranger used an account, they do not speak against.
    """
    on_hosts, ran = _on_hosts(report), _ran(report)
    if ran:
        yield _reason(law, "executed-seen", _ids(ran), hosts=_hosts(report, ran))
    elif on_hosts:
        yield _reason(law, "executed-suspected", _ids(on_hosts), hosts=_hosts(report, on_hosts))
    if verdict.opened:
        yield _reason(law, "executed-opened", (), opened=_joined(verdict.opened))
    if not on_hosts and not verdict.opened:
        yield from _not_executed(report, law, quiet)


def _on_hosts(report: Report) -> list[Finding]:
    """What is more than a hint about a machine, the strongest first."""
    every = (finding for source in report.sources for finding in source.findings)
    return sorted({one for one in every if one.strength > Strength.HINT and one.about is About.HOST})


def _ran(report: Report) -> list[Finding]:
    """The findings of each source that prove, as the ladder of levels counts, that something ran there, or had."""
    found: dict[str, list[Finding]] = {}
    for one in _on_hosts(report):
        if one.kind != _BYTES:
            found.setdefault(one.origin.source, []).append(one)
    return sorted(one for group in found.values() if _proves(group) for one in group)


def _proves(group: list[Finding]) -> bool:
    return len({one.kind for one in group}) > 1 or group[0].strength is Strength.CONCLUSIVE


def _not_executed(report: Report, law: Law, quiet: str) -> Iterator[Consideration]:
    """Only a machine that was wholly looked at speaks against; one that was not is an open question."""
    machines = [source for source in report.sources if is_machine(source)]
    whole = [source for source in machines if is_whole(source)]
    if whole:
        yield _reason(law, quiet, (), hosts=_named(map(_called, whole)))
    if len(whole) < len(machines):
        part = [source for source in machines if not is_whole(source)]
        gaps = tuple(gap.id for source in part for gap in source.gaps)
        yield _reason(law, "executed-unseen", gaps[:_GAPS], hosts=_named(map(_called, part)))


def _taken(verdict: Verdict, known: Knowledge) -> Iterator[Consideration]:
    if _weight(verdict, Answer.OUR_DEVICE) > Strength.HINT:
        yield _rests_on(known, "taken-seen", _clues(verdict, known, "device"))
    elif is_address_only(verdict):
        yield _rests_on(known, "taken-elsewhere", _clues(verdict, known, "address"))


def _account(verdict: Verdict, known: Knowledge) -> Iterator[Consideration]:
    misused = [one for one in verdict.because if one.facts.get("account") and one.about is About.MAIL]
    if _weight(verdict, Answer.OUR_ACCOUNT) > Strength.HINT:
        yield _rests_on(known, "account-seen", _clues(verdict, known, "account"))
    elif misused:
        yield _rests_on(known, "account-seen", misused)


def _clues(verdict: Verdict, known: Knowledge, answer: str) -> list[Finding]:
    """What "us, or only our address?" rests on: the clues that speak for this *answer*; all of them where none does."""
    every = list(verdict.us.because) if verdict.us else []
    rows = known.us.clues
    return [one for one in every if one.kind in rows and answer in rows[one.kind].speaks] or every


def _rests_on(known: Knowledge, name: str, found: list[Finding]) -> Consideration:
    """What the clues say stands with the evidence; here are the accounts that they are about, and how many there are."""
    accounts = sorted({str(one.facts.get("account") or "") for one in found} - {""})
    count = _PIECE if len(found) == 1 else _PIECES.fill({"count": len(found)})
    about = [_named(accounts), count] if accounts else [count]
    said = Words(en=", ".join(one.en for one in about), ja="、".join(one.ja for one in about))
    return _reason(known.law, name, _ids(found), about=said)


def _blocked(report: Report, law: Law) -> Iterator[Consideration]:
    """What an antivirus program does not let be read it knows; whether it knew it in time its own record tells."""
    kept = sorted({gap for source in report.sources for gap in source.gaps if gap.wanted == BLOCKED})
    if kept:
        places = _named((gap.origin.path or (gap.origin.locator,))[-1] for gap in kept)
        yield _reason(law, "blocked-seen", tuple(gap.id for gap in kept), places=places)


def _address_book(report: Report, law: Law) -> Iterator[Consideration]:
    boxes = [source for source in report.sources if _is_mailbox(source)]
    if boxes:
        yield _reason(law, "address-book-seen", (), sources=_named(_short(source) for source in boxes))


def _short(source: Source) -> str:
    """The end of the way to a mailbox: the folder that is called as its account, or that folder and the file in it."""
    ends = source.place.replace("\\", "/").rstrip("/").split("/")[-2:]
    return ends[0] if "@" in ends[0] else "/".join(ends)


def _called(source: Source) -> str:
    return source.host or _short(source)


def _hosts(report: Report, found: list[Finding]) -> Words:
    """The machines that *found* are of, by name."""
    wanted = set(found)
    return _named(_called(source) for source in report.sources if wanted.intersection(source.findings))


def _is_mailbox(source: Source) -> bool:
    return source.kind in _MAILBOXES and "message" in source.looked_at


def _ransomware(verdict: Verdict, law: Law) -> Iterator[Consideration]:
    named = sorted(law.ransomware.intersection(verdict.families))
    if named:
        ids = _ids(one for one in verdict.because if one.family in law.ransomware)
        yield _reason(law, "ransomware-seen", ids, families=_named(named))


def _weight(verdict: Verdict, answer: Answer) -> int:
    return (verdict.us.strength(answer) or 0) if verdict.us else 0


def _reason(law: Law, name: str, evidence: tuple[str, ...], **facts: Words) -> Consideration:
    row = law.reasons[name]
    return Consideration(
        question=row.question,
        side=row.side,
        words=row.words.fill(facts),
        evidence=evidence,
        cited=row.cited,
        lawyer=row.lawyer,
    )


def _ids(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(one.id for one in findings)


def _named(names: Iterable[str]) -> Words:
    """Names in a row, each once, and how many more there are."""
    every = list(dict.fromkeys(names))
    more = _more(len(every) - _NAMES)
    return Words(en=", ".join(every[:_NAMES] + [one.en for one in more]), ja="、".join(every[:_NAMES] + [one.ja for one in more]))


def _joined(sentences: Iterable[Words]) -> Words:
    """The first of them, and how many more there are. Its full stop is left out."""
    every = list(dict.fromkeys(sentences))
    kept = [Words(en=one.en.rstrip("."), ja=one.ja.rstrip("。")) for one in every[:1]] + _more(len(every) - 1)
    return Words(en="; ".join(one.en for one in kept), ja="、".join(one.ja for one in kept))


def _more(count: int) -> list[Words]:
    return [_MORE.fill({"count": count})] if count > 0 else []
