"""``mimawari indicators``: the lists of hashes and names that are looked for, how old they are, and what of them is not used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import click

from mimawari import app
from mimawari.faces.cli import listed, spoken
from mimawari.faces.cli.common import in_use
from mimawari.faces.cli.rules import status
from mimawari.faces.json_report import words
from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.faces.text.ages import age
from mimawari.model import Words

_MALICIOUS = Words(en="looked for:", ja="検索に使うリスト：")
_GOOD = Words(en="known to be good:", ja="安全と確認済みのファイルのリスト：")
_LIST = Words(en="  {name} ({form}): {rows} rows {kinds}{age}", ja="  {name}（{form}）：{rows}件{kinds}{age}")
_KINDS = Words(en="({kinds})", ja="（{kinds}）")
_KIND = Words(en="{kind} {count}", ja="{kind} {count}件")
_BETWEEN = Words(en=", ", ja="、")
_CALLED = {
    "sha256": Words(en="SHA-256", ja="SHA-256"),
    "sha1": Words(en="SHA-1", ja="SHA-1"),
    "md5": Words(en="MD5", ja="MD5"),
    "name": Words(en="file names", ja="ファイル名"),
    "yara": Words(en="YARA rules", ja="YARAルール"),
}
_FORMS = {
    "knowledge": Words(en="comes with the program", ja="プログラムに付属"),
    "text": Words(en="text", ja="テキスト"),
    "csv": Words(en="CSV", ja="CSV"),
    "stix": Words(en="STIX", ja="STIX"),
    "misp": Words(en="MISP", ja="MISP"),
    "": Words(en="not read", ja="読み込めません"),
}
_WHEN = Words(en=", {days}", ja="、{days}")
_AGED = Words(en=", {days} ({age})", ja="、{days}（{age}）")
_FROM_TO = Words(en="{oldest} .. {newest}", ja="{oldest}〜{newest}")
_UNDATED = Words(en=", not dated", ja="、日付の記載なし")
_PAST = Words(
    en="      {count} of them are not, or no longer, in force by their author's dates, and weigh less",
    ja="      うち{count}件は有効期間の外（期限切れ、または開始前）のため、重みを下げて扱います",
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
        en="Show the lists of hashes and file names that are looked for: what they hold, how old they are, and what is not used. "
        "Exit status: 20 where something of a list cannot be used, else 0.",
        ja="検索に使うハッシュ値・ファイル名のリストについて、件数、日付、使用していない行を表示します。"
        "終了コード：使用できないものがあれば20、なければ0。",
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
        return status(lack for one in looked_for for lack in one.lacks)
    for heading, tallies in ((_MALICIOUS, looked_for), (_GOOD, good)):
        put(heading.say(tongue))
        for line in (line for one in tallies for line in _lines(one, known, tongue)):
            put(line)
    return status(lack for one in looked_for for lack in one.lacks)


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
    kinds = _BETWEEN.say(tongue).join(
        _KIND.say(tongue).format(kind=_CALLED[kind].say(tongue) if kind in _CALLED else kind, count=f"{count:,}")
        for kind, count in sorted(tally.rows.items())
    )
    yield (
        _LIST.say(tongue)
        .format(
            name=shown(tally.name),
            form=_FORMS[tally.form].say(tongue) if tally.form in _FORMS else tally.form,
            rows=f"{tally.rows.total():,}",
            kinds=_KINDS.say(tongue).format(kinds=kinds) if kinds else "",
            age=_dated(tally, tongue) if tally.rows else "",
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


def _dated(tally: app.Tally, tongue: str) -> str:
    if not tally.newest:
        return _UNDATED.say(tongue)
    old = age(tally.newest, datetime.now(UTC).date().isoformat())
    words = _AGED if old else _WHEN
    both = _FROM_TO.say(tongue).format(oldest=tally.oldest, newest=tally.newest)
    days = tally.newest if tally.oldest == tally.newest else both
    return words.say(tongue).format(days=days, age=old.say(tongue) if old else "")
