"""``mimawari rules``: which YARA rules are used, whose they are, and which are not used and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import click

from mimawari import app
from mimawari.faces.cli import own_sets, spoken
from mimawari.faces.cli.common import in_use
from mimawari.faces.json_report import words
from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.model import Row, SignatureSet, Words

_SET = Words(en="{name}: {count} rules, the newest of {date}", ja="{name}：{count}件（最新のルールの日付：{date}）")
_NO_DATE = Words(en="unknown date", ja="不明")
_UNDATED = Words(en="not dated", ja="日付の記載なし")
_YEARS = (
    Words(en="{date} (less than a year old)", ja="{date}（1年以内）"),
    Words(en="{date} (1 year old)", ja="{date}（1年前）"),
    Words(en="{date} ({years} years old)", ja="{date}（{years}年前）"),
)
_NO_FAMILY = Words(en="no name", ja="名前なし")
_NO_LICENCE = Words(en="licence not told", ja="ライセンスの記載なし")
_NONE = Words(en="There are no rules.", ja="ルールはありません。")
_LACKS = Words(en="Not used:", ja="使用できないもの：")
_DAYS = 365.25


@click.command(
    cls=spoken.Command,
    words=Words(
        en="List the YARA rules in use: set, date, age, malware, weight and licence of each, and what cannot be used.",
        ja="使用するYARAルールの一覧（日付、経過年数、マルウェアの名前、強さ、ライセンス）と、使用できないものを表示します。",
    ),
)
@own_sets.rules
@spoken.as_json
@spoken.lang
@spoken.knowledge
def command(rules: tuple[str, ...], as_json: bool, lang: str | None, knowledge: str | None) -> int:
    """List them."""
    tongue = spoken.speaking(lang)
    used = in_use(knowledge, tongue)
    listed = app.rules(own_sets.chosen({"rules": rules}, tongue), used.folder)
    today = datetime.now(UTC).date()
    if as_json:
        put(json.dumps(described(listed, today), indent=1))
    else:
        for line in _lines(listed, used.known, today, tongue):
            put(line)
    return 0


def described(listed: app.Rules, today: date) -> dict[str, Any]:
    """All of it as data."""
    return {
        "sets": [
            {"name": one.name, "version": one.version, "as_of": one.as_of, "rules": one.rows, "ours": one.is_ours}
            for one in listed.sets
        ],
        "rules": [
            {
                "name": row.name,
                "set": row.collection,
                "date": row.date,
                "age_days": (today - date.fromisoformat(row.date)).days if _is_day(row.date) else None,
                "family": row.family,
                "strength": row.strength.word,
                "about": row.about,
                "author": row.author,
                "licence": row.licence,
                "reference": row.reference,
                "description": row.note,
                "era": list(row.era),
                "attack": list(row.attack),
                "words": words(row.words) if row.words else None,
            }
            for row in listed.rows
        ],
        "lacks": [{"what": lack.what, "reason": lack.reason, "detail": lack.detail} for lack in listed.lacks],
    }


def _lines(listed: app.Rules, known: app.Knowledge, today: date, tongue: str) -> Iterator[str]:
    if not listed.rows:
        yield _NONE.say(tongue)
    for one in listed.sets:
        yield _head(one, tongue)
        yield from (_line(row, known, today, tongue) for row in listed.rows if row.collection == one.name)
    if listed.lacks:
        yield _LACKS.say(tongue)
    for lack in listed.lacks:
        detail = known.detail(lack.detail).say(tongue)
        yield f"  {shown(lack.what)}: {shown(detail, 300)}"


def _head(one: SignatureSet, tongue: str) -> str:
    return _SET.say(tongue).format(name=shown(one.name), count=f"{one.rows:,}", date=shown(one.as_of) or _NO_DATE.say(tongue))


def _line(row: Row, known: app.Knowledge, today: date, tongue: str) -> str:
    weight = known.named("strength", row.strength.word).say(tongue)
    told = (_age(row.date, today, tongue), weight, row.family or _NO_FAMILY.say(tongue), row.licence or _NO_LICENCE.say(tongue))
    return f"  {shown(row.name):<44} {', '.join(shown(word) for word in told)}"


def _age(day: str, today: date, tongue: str) -> str:
    if not _is_day(day):
        return _UNDATED.say(tongue)
    years = max(0, int((today - date.fromisoformat(day)).days / _DAYS))
    return _YEARS[min(years, 2)].say(tongue).format(date=day, years=years)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
