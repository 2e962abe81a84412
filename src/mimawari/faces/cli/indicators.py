"""``mimawari indicators``: the lists of hashes and names that are looked for, how old they are, and what of them is not used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from mimawari import app
from mimawari.faces.cli import listed, spoken
from mimawari.faces.cli.common import in_use
from mimawari.faces.json_report import words
from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.model import Words

_MALICIOUS = Words(en="looked for:", ja="検索に使うリスト：")
_GOOD = Words(en="known to be good:", ja="安全と確認済みのファイルのリスト：")
_LIST = Words(en="  {name} ({form}): {rows} rows {kinds}{age}", ja="  {name}（{form}）：{rows}件{kinds}{age}")
_KINDS = Words(en="({kinds})", ja="（{kinds}）")
_AGE = Words(en=", {oldest} .. {newest}", ja="、{oldest}〜{newest}")
_UNDATED = Words(en=", not dated", ja="、日付の記載なし")
_PAST = Words(
    en="      {count} of them are past the date until which their author stands by them, and weigh less",
    ja="      うち{count}件は有効期限を過ぎているため、重みを下げて扱います",
)
_ASIDE = Words(
    en="      {count} rows are left out, as their author wants it (withdrawn, benign, not for detection)",
    ja="      {count}件は、作成者の意図（取り消し、無害、検知用でない）に従い、使用しません",
)
_LACK = Words(en="      not used: {what}: {reason} {detail}", ja="      使用していないもの：{what}：{reason}{detail}")
_DETAIL = Words(en="({detail})", ja="（{detail}）")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Show the lists of hashes and file names that are looked for: what they hold, how old they are, and what is not used.",
        ja="検索に使うハッシュ値・ファイル名のリストについて、件数、日付、使用していない行を表示します。",
    ),
)
@listed.indicators
@listed.known_good
@spoken.as_json
@spoken.lang
@spoken.knowledge
def command(
    indicators: tuple[str, ...], known_good: tuple[str, ...], as_json: bool, lang: str | None, knowledge: str | None
) -> int:
    """Show them."""
    tongue = spoken.speaking(lang)
    used = in_use(knowledge, tongue)
    known = used.known
    chosen = listed.chosen(indicators, known_good, None, tongue)
    looked_for, good = app.indicator_lists(chosen, used.folder), app.known_good_lists(chosen, used.folder)
    if as_json:
        found = {"indicators": [described(one, known) for one in looked_for], "known_good": [described(one, known) for one in good]}
        put(json.dumps(found, indent=1))
        return 0
    for heading, tallies in ((_MALICIOUS, looked_for), (_GOOD, good)):
        put(heading.say(tongue))
        for line in (line for one in tallies for line in _lines(one, known, tongue)):
            put(line)
    return 0


def described(tally: app.Tally, known: app.Knowledge) -> dict[str, Any]:
    """A list as data."""
    return {
        "name": tally.name,
        "form": tally.form,
        "version": tally.version,
        "rows": dict(sorted(tally.rows.items())),
        "oldest": tally.oldest,
        "newest": tally.newest,
        "past": tally.past,
        "aside": tally.aside,
        "elsewhere": dict(sorted(tally.elsewhere.items())),
        "unmatched": dict(sorted(tally.unmatched.items())),
        "lacks": [
            {"what": lack.what, "reason": str(lack.reason), "wanted": lack.wanted, "detail": words(known.detail(lack.detail))}
            for lack in tally.lacks
        ],
    }


def _lines(tally: app.Tally, known: app.Knowledge, tongue: str) -> Iterator[str]:
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(tally.rows.items()))
    age = (_AGE if tally.newest else _UNDATED).say(tongue).format(oldest=tally.oldest, newest=tally.newest)
    yield (
        _LIST.say(tongue)
        .format(
            name=shown(tally.name),
            form=tally.form or "-",
            rows=f"{tally.rows.total():,}",
            kinds=_KINDS.say(tongue).format(kinds=kinds) if kinds else "",
            age=age if tally.rows else "",
        )
        .rstrip()
    )
    for said, count in ((_PAST, tally.past), (_ASIDE, tally.aside)):
        if count:
            yield said.say(tongue).format(count=f"{count:,}")
    for lack in tally.lacks:
        detail = known.detail(lack.detail).say(tongue)
        yield _LACK.say(tongue).format(
            what=shown(lack.what),
            reason=known.named("reason", str(lack.reason)).say(tongue),
            detail=_DETAIL.say(tongue).format(detail=shown(detail)) if detail else "",
        )
