"""``mimawari case step``: a step of the plan is done, skipped, or open again."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches

import click

from mimawari.app.passwording import change_keys
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.safe import own, plain
from mimawari.faces.streams import note
from mimawari.model import Deed, StepState, Words

_ONE = Words(en="say one of --done, --skip and --reopen.", ja="--done、--skip、--reopen のどれか1つを指定してください。")
_NO_STEP = Words(
    en="the plan has no step “{key}”. `mimawari case plan` shows the steps.{near} Nothing was recorded.",
    ja="「{key}」という手順はありません。mimawari case plan で手順を確認できます。{near}何も記録していません。",
)
_WHY = Words(
    en="say with --text why the step is skipped; nothing was recorded.",
    ja="行わない理由を --text で書いてください。何も記録していません。",
)
_BEFORE = Words(
    en="mimawari: careful: “{step}” comes before this and is not done yet ({key}).",
    ja="mimawari：注意：先に行う手順「{step}」が、まだ済んでいません（{key}）。",
)


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Record that the step KEY of the plan is done (--done), is not going to be done (--skip, with the reason), "
        "or is open again (--reopen). `mimawari case plan` shows the keys.",
        ja="手順が済んだこと（--done）、行わないこと（--skip、理由も書きます）、やり直すこと（--reopen）を記録します。"
        "KEYは手順の記号で、mimawari case plan で確認できます。",
    ),
)
@click.argument("key")
@spoken.option("--done", is_flag=True, en="It is done.", ja="済みました。")
@spoken.option("--skip", is_flag=True, en="It is not going to be done.", ja="行いません。")
@spoken.option("--reopen", is_flag=True, en="It is open again.", ja="やり直します。")
@common.text_option(en="What was done, or why not.", ja="行ったこと、または行わない理由。")
@common.case_option
@common.who_option
@spoken.lang
def command(
    key: str, text: str, place: str | None, who: str | None, lang: str | None, *, done: bool, skip: bool, reopen: bool
) -> int:
    """Add the entry."""
    tongue = spoken.speaking(lang)
    chosen = [
        deed for is_asked, deed in ((done, Deed.STEP_DONE), (skip, Deed.STEP_SKIPPED), (reopen, Deed.STEP_REOPENED)) if is_asked
    ]
    if len(chosen) != 1:
        raise spoken.Refused(_ONE, tongue)
    if skip and not text.strip():
        raise spoken.Refused(_WHY, tongue)
    with common.at_desk(place, lang, who) as desk:
        meant = _meant(desk, key)
        if done:
            _warn(desk, meant)
        desk.record(chosen[0], about=meant, text=text.strip())
    return 0


def _meant(desk: common.Desk, key: str) -> str:
    """The key of the step that *key* is one way to write; refused where no step fits, or several."""
    planned = [*(one.key for one in desk.opened.plan.steps), *change_keys(desk.opened, desk.known)]
    every = dict.fromkeys((*planned, *(name for name, _, _ in desk.opened.state.steps)))
    fits = [name for name in every if _bare(name) == _bare(key)]
    if key in every or len(fits) == 1:
        return key if key in every else fits[0]
    by_bare = {_bare(name): name for name in planned}
    close = get_close_matches(_bare(key)[:80], by_bare, n=1, cutoff=0.5)
    near = common.near(by_bare[close[0]]) if close else Words(en="", ja="")
    raise spoken.Refused(_NO_STEP.fill({"key": own(key), "near": near}), desk.tongue)


def _bare(key: str) -> str:
    """Without what differs where somebody copies a key from a page, or types it: case, wide letters, what was made harmless."""
    typed = unicodedata.normalize("NFKC", plain(key)).strip().casefold()
    return typed.replace("[@]", "@").replace("[.]", ".")


def _warn(desk: common.Desk, key: str) -> None:
    """Say which steps ought to have come before."""
    step = desk.opened.plan.step(key)
    if step is None:
        return
    for one in desk.opened.plan.steps:
        is_same = not one.target or not step.target or one.target == step.target
        if one.step.id in step.step.after and is_same and desk.opened.state.step(one.key) is StepState.OPEN:
            title = common.harmless_words(one.step.title)
            quoted = Words(en=title.en.rstrip("."), ja=title.ja.rstrip("。"))
            note(_BEFORE.fill({"step": quoted, "key": own(one.key)}).say(desk.tongue))
