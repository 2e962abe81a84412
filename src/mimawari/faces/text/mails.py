"""The mails that the verdict rests on, each as a person finds it again: when, from whom, about what, in which folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.moments import at, mailed
from mimawari.faces.text.reasons import brief, place
from mimawari.faces.text.view import View
from mimawari.model import About, Finding, Gap, Item, Letter, Level, Origin, Strength, Words

MOST = 10
_MOST_REASONS, _MOST_LISTED, _MOST_SHUT = 2, 1000, 200
_OF_FILE = Words(en="{name}: {said}", ja="{name}：{said}")

_MAILS = Words(en="Which mails", ja="■ 該当するメール")
_ORDER = (Level.INFECTED, Level.EXPOSED, Level.SUSPECTED, Level.UNDETERMINED, Level.NO_SIGN)
_SHUT = Words(en="Mails that could not be wholly opened", ja="■ すべては開けなかったメール")
_NO_SUBJECT = Words(en="(no subject)", ja="（件名なし）")
_NO_DATE = Words(en="(no date)", ja="（日時なし）")
_LETTER = Words(en="{date}  {sender}  “{subject}”", ja="{date}　{sender}　「{subject}」")
_IN_FOLDER = Words(en="in: {box}", ja="場所：{box}")
_FAMILIES = Words(en="{level} ({families})", ja="{level}（{families}）")
_MORE_REASONS = (Words(en="and 1 more reason", ja="ほか1件の理由"), Words(en="and {count} more reasons", ja="ほか{count}件の理由"))
_MORE = (
    Words(en="and 1 more mail: see the details below", ja="ほか1通（下の「詳細」に示します）"),
    Words(en="and {count} more: see the details below", ja="ほか{count}通（下の「詳細」に示します）"),
)
_UNLISTED = (
    Words(en="and 1 more mail (all: --jsonl or --json)", ja="ほか1通（すべては --jsonl や --json で確認できます）"),
    Words(en="and {count} more (all: --jsonl or --json)", ja="ほか{count}通（すべては --jsonl や --json で確認できます）"),
)
_EXACT = Words(en="Where exactly the mails are:", ja="メールの正確な場所：")


def letters(view: View) -> list[Item]:
    """The mails of all mailboxes that findings or gaps were kept of: first what was shown, then what was guessed, by date."""
    return sorted(view.items, key=lambda item: (_ORDER.index(app.level_of_item(item)), at(item.letter.date), item.letter.path))


def weighty(view: View) -> list[Item]:
    """Those of them that the verdict rests on."""
    return [item for item in letters(view) if app.level_of_item(item) in (Level.INFECTED, Level.SUSPECTED, Level.EXPOSED)]


def which(view: View) -> Iterator[Line]:
    """The first of them with what was found in each."""
    found = weighty(view)
    if not found:
        return
    yield Line()
    yield Line(view.say(_MAILS), style=Style.HEAD)
    for number, item in enumerate(found[:MOST], 1):
        yield from _mail(view, number, item)
    if len(found) > MOST:
        yield Line(view.counted(_MORE, len(found) - MOST), lead="    ")


def shut(view: View) -> Iterator[Line]:
    """The mails that nothing was found in, and of which something could not be opened."""
    found = [item for item in letters(view) if app.level_of_item(item) is Level.UNDETERMINED and item.letter.path]
    if not found:
        return
    yield Line()
    yield Line(view.say(_SHUT), style=Style.HEAD)
    for item in found[:_MOST_SHUT]:
        yield Line(letter(view, item.letter), lead=f"  {view.bullet}")
        what = dict.fromkeys(_lacking(view, gap) for gap in item.gaps)
        yield Line(view.listed(what, 3), lead="      ", style=Style.FAINT)
    if len(found) > _MOST_SHUT:
        yield Line(view.counted(_UNLISTED, len(found) - _MOST_SHUT), lead="      ")


def _lacking(view: View, gap: Gap) -> str:
    said = view.known.detail(gap.detail).say(view.language) if gap.detail else view.named("reason", gap.reason)
    name = gap.origin.path[-1] if len(gap.origin.path) > 2 else ""
    return said if not name or name in said else view.say(_OF_FILE, name=name, said=said)


def _mail(view: View, number: int, item: Item) -> Iterator[Line]:
    yield Line(letter(view, item.letter), lead=f"{number:>2}. ")
    if box := _box(view, item):
        yield Line(view.say(_IN_FOLDER, box=box), lead="    ", style=Style.FAINT)
    said = list(dict.fromkeys(brief(view, finding) for finding in _strong(item)))
    for text in said[:_MOST_REASONS]:
        yield Line(text, lead=f"    {view.bullet}")
    if len(said) > _MOST_REASONS:
        yield Line(view.counted(_MORE_REASONS, len(said) - _MOST_REASONS), lead=f"    {view.bullet}", style=Style.FAINT)


def mail_of(view: View, origin: Origin) -> Letter | None:
    """The mail that something was seen in; None where it is none of a mailbox."""
    return next(
        (found for end in range(len(origin.path), 0, -1) if (found := view.letters.get((origin.source, origin.path[:end])))), None
    )


def by_mail(view: View, findings: Iterable[Finding]) -> list[Finding]:
    """*findings*, those of one mail together, the oldest mail first; all that are of no mail come before them."""

    def order(finding: Finding) -> tuple[object, ...]:
        mail = mail_of(view, finding.origin)
        return (bool(mail), at(mail.date) if mail else 0.0, mail.path if mail else ())

    return sorted(findings, key=order)


def letter(view: View, one: Letter) -> str:
    """When, from whom, about what."""
    date = mailed(one.date) or view.say(_NO_DATE)
    subject = one.subject or view.say(_NO_SUBJECT)
    return view.say(_LETTER, date=date, sender=shown(one.sender, 100) or "?", subject=shown(subject, 100))


def exact(view: View) -> Iterator[Line]:
    """Level, folder, place and Message-ID of each, numbered as above; of those that did not stand there what stood there, too."""
    found = weighty(view)
    if found:
        yield Line(view.say(_EXACT), lead="  ")
    for number, item in enumerate(found[:_MOST_LISTED], 1):
        lines = [f"{_level(view, item)}: {place(tuple(step for step in item.letter.path if step != '.'))}"]
        if number > MOST:
            lines = [letter(view, item.letter), *lines, *(brief(view, finding) for finding in _strong(item)[:1])]
        for first, line in enumerate(lines):
            yield Line(line, lead="      " if first else f"  {number:>2}. ", style=Style.FAINT)
    if len(found) > _MOST_LISTED:
        yield Line(view.counted(_UNLISTED, len(found) - _MOST_LISTED), lead="      ")


def _level(view: View, item: Item) -> str:
    level = view.named("level", "mail-suspected" if app.level_of_item(item) is Level.SUSPECTED else app.level_of_item(item))
    families = sorted({one.family for one in _strong(item) if one.family})
    return (
        view.say(_FAMILIES, level=level, families=view.listed(one.replace("-", " ").title() for one in families))
        if families
        else level
    )


def _strong(item: Item) -> list[Finding]:
    """What it carries before how it was sent."""
    found = [finding for finding in item.findings if finding.strength > Strength.HINT]
    return sorted(found, key=lambda finding: (finding.about is About.MAIL, finding))


def _box(view: View, item: Item) -> str:
    """The mailbox, where there are several, and the folder in it, where that is another name."""
    box = view.host_of(item.origin)
    folder = next(iter(item.letter.path[:-1]), "")
    named = [box] if len(view.hosts) > 1 else []
    return " > ".join([*named, *([] if folder in ("", ".", box.rpartition("/")[2]) else [folder])])
