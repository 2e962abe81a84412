"""Why this verdict: host by host the rule, every reason with its marks, everything unseen, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari import app
from mimawari.faces.explanation import changes, rule
from mimawari.faces.safe import shown
from mimawari.faces.text.detail import eras, used
from mimawari.faces.text.headline import headline
from mimawari.faces.text.line import Block, Line, Style
from mimawari.faces.text.mails import by_mail
from mimawari.faces.text.moments import moment
from mimawari.faces.text.reasons import alike
from mimawari.faces.text.unseen import unseen
from mimawari.faces.text.us import section as us
from mimawari.faces.text.view import HostView, View
from mimawari.faces.text.why import further, reason
from mimawari.model import Finding, Report, Strength, Words

_ALL, _MOST_HINTS, _PLACES = 1000, 30, 20

_HOST = Words(en="{name}: {level}", ja="■ {name}：{level}")
_MARKS = Words(en="{strength}; {kind}", ja="強さ：{strength}　種別：{kind}")
_ATTACK = Words(en="; ATT&CK {attack}", ja="　ATT&CK：{attack}")
_SEEN = Words(en="; at {moment}", ja="　日時：{moment}")
_PAST = Words(en="; past", ja="　過去の状態")
_WEAK = Words(en="Weak signs (they do not count for the result)", ja="小さな特徴（判定には使っていません）")
_CHANGE = Words(en="What would change it", ja="判定が変わる条件")


def explained(view: View) -> Iterator[Block]:
    """The whole explanation."""
    yield from headline(view)
    yield from us(view, _ALL, is_closer=True)
    for host in view.hosts:
        yield from _host(view, host)
    yield from unseen(view, _ALL, places=_PLACES)
    yield Line()
    yield from eras(view)
    yield from used(view)


def _host(view: View, host: HostView) -> Iterator[Line]:
    own = Report(host.sources)
    yield Line()
    yield Line(view.say(_HOST, name=host.name, level=view.named("level", host.word)), style=Style.HEAD)
    yield Line(shown(rule(own, view.known).say(view.language), 1000), lead="  ")
    for one in alike(by_mail(view, host.verdict.because)[:_ALL]):
        yield from reason(view, one)
        yield Line(_marks(view, one.findings[0]), lead="    ", style=Style.FAINT)
    yield from further(view, app.deciding(host.sources))
    yield from _hints(view, host)
    yield Line(view.say(_CHANGE), style=Style.HEAD)
    for words in changes(own, view.known):
        yield Line(shown(words.say(view.language), 1000), lead=view.bullet)


def _hints(view: View, host: HostView) -> Iterator[Line]:
    """Weak signs, which count for nothing: who looks closer wants to know them."""
    found = {one for source in app.deciding(host.sources) for one in source.findings if one.strength is Strength.HINT}
    if found:
        yield Line(view.say(_WEAK), style=Style.HEAD)
    for one in alike(sorted(found))[:_MOST_HINTS]:
        yield from reason(view, one)
        yield Line(_marks(view, one.findings[0]), lead="    ", style=Style.FAINT)


def _marks(view: View, finding: Finding) -> str:
    text = view.say(_MARKS, strength=view.named("strength", finding.strength.word), kind=finding.kind)
    if finding.attack:
        text += view.say(_ATTACK, attack=", ".join(finding.attack))
    if finding.seen_at:
        text += view.say(_SEEN, moment=moment(finding.seen_at, view.language))
    return text + (view.say(_PAST) if finding.past else "")
