"""``mimawari rules``: which YARA rules are used, whose they are, and which are not used and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import click

from mimawari import app
from mimawari.faces.cli import listed, own_sets, spoken
from mimawari.faces.cli.common import in_use
from mimawari.faces.json_report import words
from mimawari.faces.safe import shown
from mimawari.faces.streams import put
from mimawari.faces.text.ages import age
from mimawari.model import Row, SignatureSet, Words

_SET = Words(en="{name}: {count} rules, the newest of {date}", ja="{name}：{count}件（最新のルールの日付：{date}）")
_NO_DATE = Words(en="unknown date", ja="不明")
_UNDATED = Words(en="not dated", ja="日付の記載なし")
_UNREAD = Words(en="date not understood: {date}", ja="日付を読み取れません：{date}")
_AGED = Words(en="{date} ({age})", ja="{date}（{age}）")
_NO_FAMILY = Words(en="names no malware family", ja="マルウェア名の指定なし")
_NO_LICENCE = Words(en="licence not told", ja="ライセンスの記載なし")
_NONE = Words(en="There are no rules.", ja="ルールはありません。")
_LACKS = Words(en="Not used:", ja="使用できないもの：")
_BETWEEN = Words(en=", ", ja="、")
_LACK = Words(en="  {what}: {detail}", ja="  {what}：{detail}")
UNUSED = 20
"""The status where something that was named cannot be used; a check goes on where it is little of it."""


@click.command(
    cls=spoken.Command,
    words=Words(
        en="List the YARA rules in use: set, date, age, malware, weight and licence of each, and what cannot be used. Exit status: "
        "20 where something cannot be used, else 0.",
        ja="使用するYARAルールの一覧（日付、経過年数、マルウェアの名前、強さ、ライセンス）と、使用できないものを表示します。"
        "終了コード：使用できないものがあれば20、なければ0。",
    ),
)
@own_sets.rules
@listed.indicators
@spoken.as_json
@spoken.lang
@spoken.knowledge
def command(rules: tuple[str, ...], indicators: tuple[str, ...], as_json: bool, lang: str | None, knowledge: str | None) -> int:
    """List them."""
    tongue = spoken.speaking(lang)
    used = in_use(knowledge, tongue)
    found = app.rules(own_sets.chosen({"rules": rules, "indicators": indicators}, tongue), used.folder)
    today = datetime.now(UTC).date()
    if as_json:
        put(json.dumps(described(found, today), indent=1))
    else:
        for line in _lines(found, used.known, today, tongue):
            put(line)
    return status(found.lacks)


def status(lacks: Iterable[app.Lack]) -> int:
    """Whether something cannot be used that contents would be held against, if only a row of many."""
    return UNUSED if any(lack.wanted in (app.SIGNATURE, app.UNUSED_SIGNATURE) for lack in lacks) else 0


def described(found: app.Rules, today: date) -> dict[str, Any]:
    """All of it as data."""
    return {
        "sets": [
            {"name": one.name, "version": one.version, "as_of": one.as_of, "rules": one.rows, "ours": one.is_ours}
            for one in found.sets
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
                "description_ja": row.note_ja,
                "unread_date": row.unread_date,
                "ours": row.is_ours,
                "era": list(row.era),
                "attack": list(row.attack),
                "words": words(row.words) if row.words else None,
            }
            for row in found.rows
        ],
        "lacks": [{"what": lack.what, "reason": lack.reason, "detail": lack.detail} for lack in found.lacks],
    }


def _lines(found: app.Rules, known: app.Knowledge, today: date, tongue: str) -> Iterator[str]:
    if not found.rows:
        yield _NONE.say(tongue)
    # What was brought comes first: whoever names a set wants to see that one.
    for one in sorted(found.sets, key=lambda one: one.is_ours):
        yield _head(one, tongue)
        yield from (_line(row, known, today, tongue) for row in found.rows if row.collection == one.name)
    if found.lacks:
        yield _LACKS.say(tongue)
    for lack in found.lacks:
        detail = known.detail(lack.detail).say(tongue)
        yield _LACK.say(tongue).format(what=shown(lack.what), detail=shown(detail, 300))


def _head(one: SignatureSet, tongue: str) -> str:
    return _SET.say(tongue).format(name=shown(one.name), count=f"{one.rows:,}", date=shown(one.as_of) or _NO_DATE.say(tongue))


def _line(row: Row, known: app.Knowledge, today: date, tongue: str) -> str:
    weight = known.named("strength", row.strength.word).say(tongue)
    told = (_age(row, today, tongue), weight, row.family or _NO_FAMILY.say(tongue), row.licence or _NO_LICENCE.say(tongue))
    return f"  {shown(row.name):<44} {_BETWEEN.say(tongue).join(shown(word) for word in told)}"


def _age(row: Row, today: date, tongue: str) -> str:
    if not row.date:
        return (_UNREAD if row.unread_date else _UNDATED).say(tongue).format(date=row.unread_date)
    old = age(row.date, today.isoformat())
    return _AGED.say(tongue).format(date=row.date, age=old.say(tongue)) if old else row.date


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
