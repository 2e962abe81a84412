"""Reports for the situations of a case: a PC, an account, an address, a mail, and what was not looked at."""

from __future__ import annotations

from dataclasses import replace

from support import reports

from mimawari import app
from mimawari.model import (
    About,
    Answer,
    Answered,
    Clue,
    Finding,
    Looked,
    Origin,
    Part,
    ReadFinding,
    Report,
    Source,
    Strength,
    Us,
    Verdict,
    Words,
)

ACCOUNT = "hanako@shop.example"


def mail_finding(kind: str = "macro-delivery", about: About = About.DELIVERY, strength: Strength = Strength.STRONG) -> Finding:
    return ReadFinding(
        name=kind,
        origin=Origin("box-0001", "case/box.mbox", ("mail 3", "invoice.doc")),
        strength=strength,
        words=Words(en="A document runs a program by itself.", ja="文書を開くと、プログラムが動きます。"),
        about=about,
    )


def misuse(kind: str = "abused-account", account: str = ACCOUNT) -> Finding:
    return ReadFinding(
        name=kind,
        origin=Origin("log-0001", "case/mail.log"),
        strength=Strength.STRONG,
        words=Words(en="Somebody else seems to send.", ja="第三者が送信した疑いがあります。"),
        about=About.MAIL,
        given=(("account", account),),
    )


def bare(name: str, kind: str, *findings: Finding, host: str = "", looked: str = "message") -> Source:
    part = Part(f"{name}-0001", "all", "2026.11.1", findings=tuple(sorted(findings)), looked=(Looked(looked, 3),))
    return Source(id=f"{name}-0001", locator=f"case/{name}", kind=kind, host=host, ought=(looked,), parts=(part,))


def mailbox(*findings: Finding) -> Source:
    return bare("box", "mbox", *findings)


def mail_log(*findings: Finding, host: str = "") -> Source:
    return bare("log", "mail-log", *findings, host=host)


def clue(name: str, strength: Strength = Strength.STRONG, **given: str) -> Clue:
    row = app.known().us.clues[name]
    facts = {"subject": "firm", "account": "", "machine": "", "day": ""} | given
    return Clue(origin=Origin("q", "case"), name=name, words=row.words, strength=strength, given=tuple(sorted(facts.items())))


def answered(
    verdict: Verdict,
    answer: Answer,
    strength: Strength | None = None,
    *,
    accounts: tuple[str, ...] = (),
    machines: tuple[str, ...] = (),
) -> Verdict:
    """*verdict* with an answer to "is it us?"."""
    clues = tuple(clue("host-clean", machine=name) for name in machines)
    return replace(verdict, us=Us((Answered(answer, strength, accounts, machines),), because=clues))


def case(name: str) -> tuple[Report, Verdict]:
    """A report and its verdict for one of the situations: ``our-device``, ``suspected``, ``our-account`` …"""
    made = {
        "our-device": lambda: Report.of([reports.infected("PC1"), reports.suspected("PC2"), reports.no_sign("PC3")]),
        "suspected": lambda: Report.of([reports.suspected("PC1")]),
        "past": lambda: Report.of([past("PC1")]),
        "our-account": lambda: Report.of([mail_log(misuse())]),
        "script": lambda: Report.of([mail_log(misuse("abused-script", "www-data"))]),
        "exposed": lambda: Report.of([mailbox(mail_finding())]),
        "address-only": lambda: Report.of([mailbox()]),
        "undetermined": lambda: Report.of([reports.undetermined("PC1")]),
        "open": lambda: Report.of([mailbox()]),
        "no-sign": lambda: Report.of([reports.no_sign("PC1")]),
        "all": lambda: Report.of(
            [
                reports.infected("PC1"),
                reports.undetermined("PC4"),
                mail_log(misuse()),
                mailbox(mail_finding()),
                reports.no_sign("PC3"),
            ]
        ),
    }
    report = made[name]()
    verdict = app.judge(report)
    if name == "address-only":
        verdict = answered(verdict, Answer.ADDRESS_ONLY, Strength.STRONG)
    if name == "our-account":
        verdict = answered(verdict, Answer.OUR_ACCOUNT, Strength.CONCLUSIVE, accounts=(ACCOUNT,))
    return report, answered(verdict, Answer.UNKNOWN) if name == "open" else verdict


CASES = (
    "our-device",
    "suspected",
    "past",
    "our-account",
    "script",
    "exposed",
    "address-only",
    "undetermined",
    "open",
    "no-sign",
    "all",
)


def past(host: str) -> Source:
    return reports.source(host, reports.part(host, (reports.loader(host, past=True),)))
