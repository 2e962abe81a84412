"""What a signer looks at before signing: how the roles stand, who has signed, and what the draft changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mimawari import app
from mimawari.faces.cli import spoken
from mimawari.faces.cli.release.common import command, refusing, repo
from mimawari.faces.safe import plain, shown
from mimawari.faces.streams import put
from mimawari.model import Words

_MOST, _MOST_ROW = 20, 160

_STANDING = Words(en="{role:<9} version {version}, until {expires}{draft}", ja="{role:<9} 版 {version}、有効期限 {expires}{draft}")
_DRAFT = Words(en=", draft, signatures missing: {missing}", ja="、下書き（不足している署名：{missing}）")
_CREW = Words(en="          {threshold} of these keys have to sign:", ja="          次の鍵のうち{threshold}個の署名が必要：")
_CREW_BEFORE = Words(
    en="          and {threshold} of those of the root before:", ja="          以前のルートの鍵のうち{threshold}個の署名も必要："
)
_SIGNED = Words(en="          {id}  has signed", ja="          {id}  署名済み")
_NOT_SIGNED = Words(en="          {id}  has not signed", ja="          {id}  未署名")
_ARCHIVE = Words(en="{name}  {size:,} bytes, sha256 {sha256}", ja="{name}  {size:,}バイト、SHA-256：{sha256}")
_AGAINST_PUBLISHED = Words(
    en="What {name} (sha256 {sha256}) changes against {before}, which is published (sha256 {before_sha256}):",
    ja="{name}（SHA-256：{sha256}）の、公開済みの {before}（SHA-256：{before_sha256}）からの変更点：",
)
_AGAINST_OURS = Words(
    en="What {name} (sha256 {sha256}) changes against {before}, which came with this program:",
    ja="{name}（SHA-256：{sha256}）の、このプログラムに内蔵の {before} からの変更点：",
)
_KINDS = {
    "gone": Words(en="  file gone     {name}", ja="  削除されたファイル  {name}"),
    "new": Words(en="  file new      {name}", ja="  追加されたファイル  {name}"),
    "changed": Words(en="  file changed  {name}", ja="  変更されたファイル  {name}"),
}
_ROWS = (
    Words(en="    gone     {row}", ja="    削除  {row}"),
    Words(en="    new      {row}", ja="    追加  {row}"),
    Words(en="    changed  {row}", ja="    変更  {row}"),
)
_MORE = Words(
    en="    ... and {count} more (all: compare --lines)", ja="    ……ほか{count}件（すべては compare --lines で確認できます）"
)
_TOTAL = Words(
    en="  files: {gone} gone, {new} new, {changed} changed; the rest is the same to the byte",
    ja="  ファイル：削除{gone}件、追加{new}件、変更{changed}件（そのほかは完全に同じ）",
)
_NOTHING = Words(
    en="The draft brings no other knowledge than what is published.",
    ja="この下書きによる、公開済みの知識データからの変更はありません。",
)
_GONE = Words(en="No longer given out: {name}", ja="配布されなくなるもの：{name}")
_ODD = Words(
    en="{name}: THIS IS NO ARCHIVE OF KNOWLEDGE. Do not sign before you know what it is.",
    ja="{name}：知識データのアーカイブではありません。内容を確認できるまで、署名しないでください。",
)


@command.command(
    "show",
    cls=spoken.Command,
    words=Words(
        en="Show each role of REPO: version, expiry, who has to sign and who has; and the archives with their digests.",
        ja="REPOの各役割の版、有効期限、署名が必要な鍵と署名済みの鍵、アーカイブのダイジェストを表示します。",
    ),
)
@repo
@spoken.lang
def show(repo: Path, lang: str | None) -> int:
    """Show them."""
    standing(repo, spoken.speaking(lang))
    return 0


@command.command(
    "compare",
    cls=spoken.Command,
    words=Words(
        en="Show what the draft in REPO changes against what is published there (if nothing is: against what came with this "
        "program): files, YARA rules and rows of tables that are gone, new or changed.",
        ja="REPOの下書きによる、公開済みの知識データ（未公開の場合は、このプログラムに内蔵のもの）からの変更点を表示します。"
        "削除・追加・変更されたファイル、YARAルール、表の行が分かります。",
    ),
)
@repo
@spoken.option(
    "--packed", is_flag=True,
    en="Against what came with this program, whatever is published.", ja="公開済みの有無にかかわらず、内蔵の知識データと比べます。",
)  # fmt: skip
@spoken.option("--lines", is_flag=True, en="Every line that differs, too.", ja="異なる行もすべて表示します。")
@spoken.lang
def compare(repo: Path, packed: bool, lines: bool, lang: str | None) -> int:
    """Show it."""
    changes(repo, spoken.speaking(lang), packed, lines)
    return 0


def standing(repo: Path, tongue: str) -> None:
    """How each role stands, who has signed, and the archives."""
    with refusing(tongue):
        rows, archives = app.release.standing(repo), app.release.archives(repo)
    for row in rows:
        draft = _DRAFT.say(tongue).format(missing=row.missing) if row.is_draft else ""
        put(_STANDING.say(tongue).format(role=row.role, version=row.version, expires=row.expires, draft=draft))
        put(_CREW.say(tongue).format(threshold=row.threshold))
        _keys(row.keys, row.signed, tongue)
        if row.before:
            put(_CREW_BEFORE.say(tongue).format(threshold=row.before_threshold))
            _keys(row.before, row.signed, tongue)
    for archive in archives:
        put(_ARCHIVE.say(tongue).format(name=shown(archive.name), size=archive.size, sha256=shown(archive.sha256)))


def _keys(keys: Iterable[str], signed: Iterable[str], tongue: str) -> None:
    for keyid in keys:
        put((_SIGNED if keyid in signed else _NOT_SIGNED).say(tongue).format(id=shown(keyid)))


def changes(repo: Path, tongue: str, packed: bool = False, lines: bool = False) -> None:
    """What the draft changes."""
    with refusing(tongue):
        found = app.drafted_changes(repo, packed)
    for words, names in ((_ODD, found.odd), (_GONE, found.gone)):
        for name in names:
            put(words.say(tongue).format(name=shown(name)))
    for comparison in found.comparisons:
        for line in _compared(comparison, tongue, lines):
            put(line)
    if not found:
        put(_NOTHING.say(tongue))


def _compared(one: app.release.Comparison, tongue: str, lines: bool) -> Iterator[str]:
    words = _AGAINST_PUBLISHED if one.before_sha256 else _AGAINST_OURS
    yield words.say(tongue).format(
        name=shown(one.name), sha256=shown(one.sha256), before=shown(one.before), before_sha256=shown(one.before_sha256)
    )
    for change in one.changes:
        yield _KINDS[change.kind].say(tongue).format(name=shown(change.name))
        for form, rows in zip(_ROWS, (change.gone, change.new, change.changed), strict=True):
            yield from _rows(form, rows, tongue)
        yield from (f"    {plain(line)}" for line in change.lines if lines)
    count = {kind: sum(change.kind == kind for change in one.changes) for kind in _KINDS}
    yield _TOTAL.say(tongue).format(**count)


def _rows(form: Words, rows: tuple[str, ...], tongue: str) -> Iterator[str]:
    yield from (form.say(tongue).format(row=shown(row, _MOST_ROW)) for row in rows[:_MOST])
    if len(rows) > _MOST:
        yield _MORE.say(tongue).format(count=len(rows) - _MOST)
