"""A legal clock by hand: reasons, counter-reasons, and deadlines counted in two ways."""

from __future__ import annotations

from mimawari.model import Certainty, Cited, Consideration, Counting, Deadline, LegalClock, Question, Side, Words

_PPC = Cited(
    title=Words(en="PPC: when data leaked", ja="個人情報保護委員会「漏えい等の対応」"),
    page="https://ppc.example/",
    as_of="2026-11-20",
    certainty=Certainty.READ,
)
_FIRM = Cited(
    title=Words(en="A law firm's note", ja="法律事務所の解説"),
    page="https://law.example/",
    as_of="2026-11-20",
    certainty=Certainty.SECOND_HAND,
)
_NOBODY = Cited(title=Words(en="not confirmed", ja="未確認"), as_of="2026-11-20", certainty=Certainty.UNCONFIRMED)
CAUTION = Words(
    en="This is help for a talk with a lawyer and no legal opinion.",
    ja="これは弁護士に相談するための資料であり、法律上の判断ではありません。",
)  # fmt: skip


def _both(first: str, second: str) -> tuple[Counting, ...]:
    return (
        Counting(way=Words(en="with the day of knowledge as day 1", ja="知った日を1日目と数える"), last_day=first, cited=_NOBODY),
        Counting(way=Words(en="from the day after", ja="翌日から数える"), last_day=second, cited=_NOBODY),
    )


def clock(known: bool) -> LegalClock:
    """The clock two days after the moment of knowledge, or without one."""
    deadlines = (
        Deadline(
            kind="prompt", name=Words(en="First report", ja="速報"), days=(3, 5),
            countings=_both("2026-11-26", "2026-11-27"), left=0, cited=(_PPC,),
        ),
        Deadline(
            kind="final-60", name=Words(en="Full report (60 days)", ja="確報（60日）"), days=(60, 60),
            countings=_both("2027-01-22", "2027-01-25"), left=57, cited=(_FIRM,),
        ),
    )  # fmt: skip
    return LegalClock(
        known_at="2026-11-24T00:40:00Z" if known else None,
        considerations=(
            Consideration(
                question="executed", side=Side.FOR, evidence=("f-0123",), cited=(_PPC,),
                words=Words(en="A program of Emotet starts by itself.", ja="PCでEmotetのプログラムが自動的に起動します。"),
            ),
            Consideration(
                question="blocked", side=Side.AGAINST, by="田中", cited=(_FIRM,),
                words=Words(en="The firewall is said to have blocked it.", ja="通信は遮断されていたとのことです。"),
            ),
            Consideration(
                question="bodies", side=Side.OPEN, lawyer=True,
                words=Words(en="Whether the text of mails is personal data.", ja="メール本文が個人データに当たるかどうか。"),
            ),
        ),
        deadlines=deadlines if known else (),
        questions=(
            Question(id="cards", words=Words(en="Were card numbers on it?", ja="カード番号が保存されていましたか。"),
                     why=Words(en="Then more is due.", ja="対応が増えるためです。"), yes=Side.FOR, no=Side.AGAINST),
        ),
        cautions=(CAUTION,),
        leaning=Words(en="More speaks for a duty to report than against it.", ja="報告が必要となる可能性があります。"),
        entrusted=None,
    )  # fmt: skip
