"""``mimawari case known-at``: when the firm came to know of it, from which the days of the law are counted."""

from __future__ import annotations

import click

from mimawari.app import casework
from mimawari.faces.both_times import NoMoment, both, read_moment
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.common import refused
from mimawari.faces.safe import own
from mimawari.faces.streams import note, put
from mimawari.model import Deed, Words

_UNDERSTOOD = Words(en="Understood as {moment}.", ja="{moment}と読み取りました。")
_LATER = Words(
    en="mimawari: careful: that is later than the moment recorded before ({moment}, entry {n}), so every deadline moves later. "
    "The days count from when anybody in the firm first had reason to suspect it. If the earlier moment is right, record it again.",
    ja="mimawari：注意：前に記録した日時（{moment}、{n}番）より遅いため、期限がすべて遅くなります。"
    "期限は、社内のだれかがいちばん早く気付いた時点から数えます。前の日時が正しい場合は、もう一度記録してください。",
)
_NOTHING = Words(en="{why} Nothing was recorded.", ja="{why}何も記録していません。")
_BEFORE = Words(
    en="Before, {moment} was recorded (entry {n}, by {who}). Both stay in the record; the new one counts.",
    ja="前の記録は{moment}です（{n}番、{who}）。両方とも記録に残り、新しい方を使います。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record the moment when somebody in the firm first had reason to think that data may have leaked. "
        "TIME is 2026-11-27 14:30 (Japan's time unless an offset is given), 2026-11-27T05:30Z or 2026年11月27日 14時30分. "
        "It can be recorded anew; the old one stays visible.",
        ja="個人情報の漏えいなどのおそれを、自社のだれかが最初に知った日時を記録します。"
        "TIMEは 2026-11-27 14:30（日本時間）、2026年11月27日 14時30分、2026-11-27T05:30Z（UTC）のように書きます。"
        "あとから記録し直せます。前の記録も残ります。",
    ),
)
@click.argument("time", metavar="TIME", nargs=-1, required=True)
@common.text_option(en="How it became known.", ja="知ったきっかけ。")
@common.case_option
@common.who_option
@spoken.lang
def command(time: tuple[str, ...], text: str, place: str | None, who: str | None, lang: str | None) -> int:
    """Add the entry, and say how the time was understood."""
    tongue, written = spoken.speaking(lang), " ".join(time)
    try:
        moment = read_moment(written, casework.now())
    except NoMoment as error:
        why = error.words if error.is_future else _NOTHING.fill({"why": error.words})
        raise refused(why, tongue, text=written) from error
    with common.at_desk(place, lang, who) as desk:
        before = desk.opened.state.known_at
        put(_UNDERSTOOD.fill({"moment": both(moment)}).say(tongue))
        desk.record(Deed.KNOWN_AT, text=moment, facts={"as_written": written, "how": text.strip()})
        if before:
            facts = {"moment": both(before.text), "n": before.number, "who": own(before.who)}
            put(_BEFORE.fill(facts).say(tongue))
            if moment > before.text:
                note(_LATER.fill(facts).say(tongue))
    return 0
