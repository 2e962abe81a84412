"""The options that ask whether strange mails come from the firm itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.drawings import Drawings
from mimawari.faces.cli.us import common
from mimawari.model import Words

_NEEDS_US = Words(
    en="--reported, --ours, --search-only and --pictures go with --us FILE, your firm's profile; `mimawari us init` writes one.",
    ja="--reported・--ours・--search-only・--pictures は、--us ファイルと一緒に指定してください"
    "（ファイルは mimawari us init で作成できます）。",
)


class Named(TypedDict, total=False):
    """The values of the options."""

    us: str | None
    reported: tuple[str, ...]
    ours: tuple[str, ...]
    search_only: tuple[str, ...]
    pictures: str | None


_SEARCH_ONLY = click.option(
    "--search-only", multiple=True, metavar="LOCATOR", cls=spoken.Option,
    words=Words(
        en="A mailbox of the firm that is only searched for the mails that strange ones quote: far quicker, for very large "
        "ones. Attachments stay closed and nothing in it is checked, so it is never called clean. Can be given again.",
        ja="不審なメールに引用されたメールがあるかどうかだけを検索する、自社のメールボックス（大量のメールでも短時間で済みます）。"
        "添付ファイルは開かず、メールの危険性も調べないため、「兆候なし」とは判定しません。複数回指定できます。",
    ),
)  # fmt: skip


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
    pictures = click.option(
        "--pictures", metavar="DIR", cls=spoken.Option,
        words=Words(
            en="With --us: draw, as SVG files in DIR, when and from where mail was sent with the accounts that the answer names, "
            "and with all others of which hours stand out. The accounts' names stand in them.",
            ja="--us と併せて指定：答えに挙げたアカウントや、送信数が目立って多い時間のあるアカウントについて、いつ・どこから"
            "送信されたかのグラフ（SVG）をDIRに保存します（アカウント名が含まれます）。",
        ),
    )  # fmt: skip
    return us(reported(ours(_SEARCH_ONLY(pictures(command)))))


def asked(named: Named, tongue: str) -> app.Inquest | None:
    """The question that the options ask; None where they do not. Refuses a profile that cannot be read."""
    place = named.get("us")
    if place is None:
        if places(named) or named.get("pictures"):
            raise spoken.Refused(_NEEDS_US, tongue)
        return None
    return app.Inquest(
        common.read(place, tongue),
        place,
        reported=frozenset(named.get("reported", ())),
        ours=frozenset(named.get("ours", ())),
        searched=frozenset(named.get("search_only", ())),
    )


def drawings(named: Named, question: app.Inquest | None, tongue: str) -> Drawings | None:
    """What keeps the profiles to draw; None where nobody asks."""
    folder = named.get("pictures")
    return Drawings(question.firm, Path(folder) if folder else None, tongue) if question else None


def places(named: Named) -> tuple[str, ...]:
    """The locators that the options name."""
    return (*named.get("reported", ()), *named.get("ours", ()), *named.get("search_only", ()))
