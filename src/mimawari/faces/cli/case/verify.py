"""``mimawari case verify``: whether the record is as it was written."""

from __future__ import annotations

import click

from mimawari.app import case_verifying
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.model import Words

FAULTY = 1

_WHOLE = Words(
    en="The record is whole: {count} entries, each bound to the one before it. The newest has the digest {head}.",
    ja="記録に異常はありません。{count}件の記録が、順番どおりにつながっています。最新の記録の識別値：{head}",
)
_CANNOT = Words(
    en="This cannot prove that nobody wrote the whole record anew. Keep the digest elsewhere (a mail, paper) to compare it later.",
    ja="記録全体を作り直された場合は、これだけでは分かりません。識別値をメールや紙など別の場所に控えておくと、あとで照合できます。",
)
_FAULTY = Words(en="The record is not as it was written ({count}):", ja="記録に異常があります（{count}件）：")
_DAMAGE = Words(en="The file is damaged: {what}", ja="ファイルが壊れています：{what}")
_UNCHANGED = Words(
    en="Nothing was changed. If this is the record to go on with, run `mimawari case verify --accept`; that is recorded too.",
    ja="内容は変えていません。この記録で続ける場合は mimawari case verify --accept を実行してください。そのことも記録されます。",
)
_NOTHING = Words(en="Nothing to accept: nothing was recorded.", ja="確認が必要な異常はないため、何も記録していません。")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Look whether an entry or report of the record was changed, taken out, put in or moved, and whether this copy is older "
        "than what was seen on this PC. The exit status is 1 where something is wrong and not accepted now.",
        ja="記録やレポートが変えられたり、消されたり、加えられたり、並べ替えられたりしていないか、"
        "このPCで前に見たものより古くないかを確かめます。異常があれば終了コードは1です（--accept で認めたときは0）。",
    ),
)
@spoken.option(
    "--accept", is_flag=True,
    en="Go on with the record as it is. Who accepted what is recorded.",
    ja="今の記録のまま続けます。だれが何を認めたかも記録します。",
)  # fmt: skip
@common.case_option
@common.who_option
@spoken.lang
def command(accept: bool, place: str | None, who: str | None, lang: str | None) -> int:
    """Verify, and accept where that is asked for."""
    tongue = spoken.speaking(lang)
    at = common.place_of(place)
    with common.troubles(tongue), case_verifying.verified(at, common.state_folder()) as (found, accepted):
        is_faulty = bool(found.faults or found.damage)
        _tell(found, tongue)
        if accept and is_faulty:
            common.said(accepted(common.who_of(who)), tongue)
            return 0
        if accept or is_faulty:
            put((_NOTHING if accept else _UNCHANGED).say(tongue))
    return FAULTY if is_faulty else 0


def _tell(found: case_verifying.Verified, tongue: str) -> None:
    if not found.faults and not found.damage:
        put(_WHOLE.fill({"count": found.count, "head": shown(found.head)}).say(tongue))
        put(_CANNOT.say(tongue))
        return
    put(_FAULTY.fill({"count": len(found.faults) + bool(found.damage)}).say(tongue))
    if found.damage:
        put("- " + _DAMAGE.fill({"what": shown(found.damage)}).say(tongue))
    for one in found.faults:
        put("- " + shown(one.words.say(tongue)))
