"""Answers to "us, or only our address?", made for tests of the faces: the judge is told to give them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from support import reports

from mimawari import app
from mimawari.model import (
    Answer,
    Answered,
    Clue,
    Fact,
    Level,
    Origin,
    Part,
    Report,
    Settle,
    Source,
    Strength,
    Us,
    Verdict,
    Words,
)

SUZUKI = "suzuki@sakura.example.jp"


def clue(name: str, en: str, ja: str, path: tuple[str, ...] = ("maillog", "line 7"), **facts: Fact) -> Clue:
    return Clue(
        origin=Origin("log-0001", "case/maillog", path), name=name, words=Words(en=en, ja=ja), strength=Strength.STRONG,
        given=tuple(sorted(facts.items())),
    )  # fmt: skip


IN_LOG = clue(
    "in-our-log", "The mail is in the log of your server: the account {account} sent it.",
    "自社のサーバーのログに、アカウント {account} がこのメールを送信した記録があります。",
    account=SUZUKI, day="2026-11-10", queue_id="4XyzQ1", message_id="<a1@sakura.example.jp>",
)  # fmt: skip
FOREIGN = clue(
    "foreign-login", "{account} was used from networks that it never used before.",
    "{account} が、これまで使われたことのないネットワークから利用されています。", ("maillog", "line 9"),
    account=SUZUKI, day="2026-11-10",
)  # fmt: skip
PARTNER = clue(
    "intersection-partner", "Only {partner} held all the mails that are quoted.",
    "引用されたメールをすべて持っていたのは {partner} だけです。",
    ("mail.eml",), partner="kobo.example.com", day="2026-11-09",
)  # fmt: skip
QUIET = clue("host-clean", "Nothing was found on PC-SUZUKI.", "PC-SUZUKI では、感染の痕跡は見つかっていません。", ("PC-SUZUKI",))
ASK = Settle(
    "provider-log", Words(
        en="Ask your mail provider for the log of that day.", ja="その日のログを、メールのプロバイダーに依頼してください。"
    ),
    "2026-11-10", SUZUKI,
)  # fmt: skip
CHANGE = Words(
    en="Change the password of the account from another PC.", ja="アカウントのパスワードを、別のPCから変更してください。"
)

ACCOUNT = Us(
    (Answered(Answer.OUR_ACCOUNT, Strength.CONCLUSIVE, (SUZUKI,)), Answered(Answer.OUR_DEVICE, Strength.HINT, (), ("PC-SUZUKI",))),
    (IN_LOG, FOREIGN), (QUIET,), (ASK,), ("auth-sender",), False, (CHANGE,),
)  # fmt: skip
ADDRESS = Us((Answered(Answer.ADDRESS_ONLY, Strength.STRONG),), (PARTNER,))
UNKNOWN = Us((Answered(Answer.UNKNOWN),), settle=(ASK,))
ROUTINE = Us((Answered(Answer.UNKNOWN),), routine=True)
EMPTY = Us(())


def of(answer: Answer, strength: Strength | None, past: bool = False) -> Us:
    return Us((Answered(answer, strength, (SUZUKI,), ("PC-SUZUKI",), past),), (IN_LOG,), settle=(ASK,))


def inquiry(us: Us) -> Source:
    """The source that carries the clues."""
    clues = tuple(sorted({*us.because, *us.against}))
    whole = Part("q-0001", "all", "2026.11.1", findings=clues, content="0123456789abcdef")
    return Source(id="q-0001", locator="us.toml", kind="inquiry", parts=(whole,), runs=(reports.RUN,))


def report(us: Us, *sources: Source) -> Report:
    return Report.of([*(sources or (reports.no_sign(),)), inquiry(us)])


@contextmanager
def judged(us: Us | None) -> Iterator[None]:
    """The judge says *us* beside the level, on which clues have no say (:class:`mimawari.model.About`)."""
    judge = app.judge

    def told(report: Report) -> Verdict:
        clues = {one.key: Level.NO_SIGN for one in report.sources if one.kind == "inquiry"}
        seen = judge(Report(tuple(one for one in report.sources if one.key not in clues)))
        return replace(seen, us=us, levels={**seen.levels, **clues})

    with patch.object(app, "judge", told):
        yield
