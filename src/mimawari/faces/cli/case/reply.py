"""``mimawari case reply``: an answer to a question about the legal duties."""

from __future__ import annotations

import click

from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.common import refused
from mimawari.model import Deed, ReplyValue, Words

_NO_QUESTION = Words(
    en="there is no question “{question}”. `mimawari case law` shows the questions. Nothing was recorded.",
    ja="「{question}」という質問はありません。mimawari case law で質問を確認できます。何も記録していません。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record the answer to QUESTION, as `mimawari case law` names it. unknown is an answer too. "
        "It can be answered anew; the old answer stays in the record.",
        ja="QUESTION（mimawari case law に表示される名前）への答えを記録します。分からないときは unknown とします。"
        "あとから答え直せます。前の答えも記録に残ります。",
    ),
)
@click.argument("question")
@click.argument("answer", metavar="yes|no|unknown", type=click.Choice([one.value for one in ReplyValue]))
@common.text_option(en="How that is known.", ja="そう答えた根拠。")
@common.case_option
@common.who_option
@spoken.lang
def command(question: str, answer: str, text: str, place: str | None, who: str | None, lang: str | None) -> int:
    """Add the entry."""
    with common.at_desk(place, lang, who) as desk:
        if all(one.id != question for one in desk.known.law.questions):
            raise refused(_NO_QUESTION, desk.tongue, question=question)
        desk.record(Deed.REPLIED, about=question, text=answer, facts={"how": text.strip()} if text.strip() else {})
    return 0
