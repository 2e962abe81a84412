"""``mimawari knowledge``: what the program knows, and of when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.common import known as knowledge_in_use
from mimawari.faces.cli.knowledge_state import aged, said
from mimawari.faces.json_report import origin_of, words
from mimawari.faces.language import language
from mimawari.faces.streams import put
from mimawari.model import Words

_VERSION = Words(en="knowledge {version} of {as_of}, {source}", ja="知識データ {version}（{as_of}版、{source}）")
_RELEASE = Words(en="For those who publish knowledge.", ja="知識データの配布者向けの機能です。")
_FAMILIES = Words(en="malware that a finding may name: {names}", ja="検知結果で名前を示すマルウェア：{names}")
_ERAS = Words(en="periods of Emotet:", ja="Emotetの活動時期：")
_DESKS = Words(en="whom to ask:", ja="相談先：")


class _WithRelease(spoken.Group):
    """The command with what maintainers need below it, imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The one."""
        return ["release"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """The release tool."""
        if cmd_name != "release":
            return None
        from mimawari.faces.cli.release import command as release

        return release

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """Its name and what it is for, which need not be imported."""
        with formatter.section("Commands"):
            formatter.write_dl([("release", _RELEASE.say(language()))])


@click.group(
    cls=_WithRelease,
    invoke_without_command=True,
    words=Words(
        en="Show the knowledge in use: its version and where it is from, the malware it names, the periods of Emotet, whom to ask.",
        ja="使用している知識データの版と入手元、マルウェアの名前、Emotetの活動時期、相談先を表示します。",
    ),
)
@spoken.as_json
@spoken.lang
@spoken.knowledge
@click.pass_context
def command(ctx: click.Context, as_json: bool, lang: str | None, knowledge: str | None) -> int:
    """Show it."""
    if ctx.invoked_subcommand:
        return 0
    tongue = spoken.speaking(lang)
    known = knowledge_in_use(knowledge, tongue)
    if as_json:
        put(json.dumps(described(known), indent=1))
    else:
        for line in _lines(known, tongue):
            put(line)
    return 0


def described(known: app.Knowledge) -> dict[str, Any]:
    """The knowledge as data."""
    return {
        "version": known.version,
        "as_of": known.as_of,
        "source": origin_of(known.provenance),
        "families": sorted(known.families),
        "eras": [
            {"name": era.name, "from": era.first, "until": era.last, "words": words(era.words)} for era in known.eras.values()
        ],
        "minimum": {kind: sorted(row) for kind, row in sorted(known.minimum.items())},
        "desks": [
            {
                "name": words(desk.name),
                "purpose": words(desk.helps),
                "contact": desk.contacts[0].value,
                "page": desk.cited.page,
                "as_of": desk.cited.as_of,
            }
            for desk in known.first_desks
        ],
    }


def _lines(known: app.Knowledge, tongue: str) -> Iterator[str]:
    yield _VERSION.say(tongue).format(version=known.version, as_of=known.as_of, source=said(known.provenance, tongue))
    yield from aged(known, tongue)
    yield _FAMILIES.say(tongue).format(names=", ".join(sorted(known.families)))
    yield _ERAS.say(tongue)
    yield from (f"  {era.name:<3} {era.first} .. {era.last}  {era.words.say(tongue)}" for era in known.eras.values())
    yield _DESKS.say(tongue)
    for desk in known.first_desks:
        yield f"  {desk.name.say(tongue)}: {desk.contacts[0].value} ({desk.cited.as_of}) {desk.cited.page}"
