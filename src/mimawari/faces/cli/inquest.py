"""The options that ask whether strange mails come from the firm itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.safe import shown
from mimawari.model import Words

_NEEDS_US = Words(
    en="--reported and --ours go with --us FILE, your firm's profile; `mimawari us init` writes one.",
    ja="--reported と --ours は、--us ファイル（自社の設定）と一緒に指定してください。設定は mimawari us init で作成できます。",
)
_UNREAD = Words(en="{path}: {why}", ja="{path}：{why}")


class Named(TypedDict, total=False):
    """The values of the options."""

    us: str | None
    reported: tuple[str, ...]
    ours: tuple[str, ...]


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All of them on *command*."""
    us = click.option(
        "--us", metavar="FILE", cls=spoken.Option,
        words=Words(
            en="Ask as well: do strange mails in our name come from us, or is only our address used? FILE is the firm's profile "
            "(see mimawari us init). Saved mails are taken for those that were reported, mailboxes for the firm's own.",
            ja="「自社から出た迷惑メールか、アドレスを使われただけか」も判定します。FILEは自社の設定です"
            "（mimawari us init で作成）。"
            "ファイルとして保存されたメールは「不審だと連絡のあったメール」、メールボックスは自社のものとして調べます。",
        ),
    )  # fmt: skip
    reported = click.option(
        "--reported", multiple=True, metavar="LOCATOR", cls=spoken.Option,
        words=Words(
            en="Mails that were reported as strange, also where they lie in a mailbox file. Can be given again.",
            ja="不審だと連絡のあったメール（メールボックス形式でも可）。複数回指定できます。",
        ),
    )  # fmt: skip
    ours = click.option(
        "--ours", multiple=True, metavar="LOCATOR", cls=spoken.Option,
        words=Words(
            en="Mails of a mailbox of the firm, also where each is a file of its own. Can be given again.",
            ja="自社のメールボックスのメール（1通ずつのファイルでも可）。複数回指定できます。",
        ),
    )  # fmt: skip
    return us(reported(ours(command)))


def asked(named: Named, tongue: str) -> app.Inquest | None:
    """The question that the options ask; None where they do not. Refuses a profile that cannot be read."""
    place = named.get("us")
    if place is None:
        if places(named):
            raise spoken.Refused(_NEEDS_US, tongue)
        return None
    try:
        firm = app.firm.read(Path(place))
    except app.FirmTrouble as trouble:
        path = shown(place)
        said = Words(en=f"{path}: {shown(trouble.words.en)}", ja=f"{path}：{shown(trouble.words.ja)}")
        raise spoken.Refused(said, tongue) from trouble
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise spoken.Refused(_UNREAD.fill({"path": shown(place), "why": why}), tongue) from error
    return app.Inquest(firm, place, frozenset(named.get("reported", ())), frozenset(named.get("ours", ())))


def places(named: Named) -> tuple[str, ...]:
    """The locators that the options name."""
    return (*named.get("reported", ()), *named.get("ours", ()))
