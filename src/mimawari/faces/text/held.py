"""What lay on a PC that is infected or suspected: one sentence with counts, and where the list of passwords is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line
from mimawari.faces.text.view import HostView, View
from mimawari.model import Held, Holding, Level, Words

_MOST = 3
_THERE = Words(en="On {host} lay {things}.", ja="{host}には、{things}がありました。")
_AT_LEAST = Words(
    en="On {host} lay at least {things}; not all of it could be read.",
    ja="{host}には、少なくとも{things}がありました（読み取れなかったものもあります）。",
)
_MORE = Words(en="And on {count} more PCs.", ja="ほか{count}台にもありました。")
_LIST = Words(
    en="They may have been stolen. Which passwords to change, in order: `mimawari respond REPORT`, then `mimawari case passwords`.",
    ja="盗まれたおそれがあります。変更するパスワードの一覧は、mimawari respond レポート のあと、"
    "mimawari case passwords で表示できます。",
)
_ACCOUNTS = (
    Words(en="1 mail account", ja="メールアカウント1件"),
    Words(en="{count} mail accounts", ja="メールアカウント{count}件"),
)
_SITES = (
    Words(en="saved logins of 1 site ({logins})", ja="保存されたログイン1サイト（{logins}件）"),
    Words(en="saved logins of {count} sites ({logins})", ja="保存されたログイン{count}サイト（{logins}件）"),
)
_CARDS = (Words(en="1 saved card", ja="保存されたカード1枚"), Words(en="{count} saved cards", ja="保存されたカード{count}枚"))
_WAYS = (
    Words(en="1 way into another machine", ja="ほかの機器への接続1件"),
    Words(en="{count} ways into other machines", ja="ほかの機器への接続{count}件"),
)


def held(view: View) -> Iterator[Line]:
    """The sentences; nothing where no PC is infected or suspected, or none of them kept anything."""
    concerned = [host for host in view.hosts if host.level in (Level.INFECTED, Level.SUSPECTED)]
    told = [(host, things) for host in concerned if (things := _things(view, host))]
    for host, things in told[:_MOST]:
        is_whole = not any(gap.wanted == Holding.kind() for source in host.sources for gap in source.gaps)
        yield Line(view.say(_THERE if is_whole else _AT_LEAST, host=shown(host.name, 80), things=things))
    if len(told) > _MOST:
        yield Line(view.say(_MORE, count=len(told) - _MOST))
    if told:
        yield Line(view.say(_LIST))


def _things(view: View, host: HostView) -> str:
    every = [one for source in host.sources if source in view.deciding for one in source.holdings]
    logins = _of(every, Held.SAVED_LOGIN)
    sites = {one.place.removeprefix("www.") for one in logins}
    numbers = (
        (_ACCOUNTS, len({(one.account or one.place).lower() for one in _of(every, Held.MAIL_ACCOUNT)})),
        (_SITES, len(sites)),
        (_CARDS, sum(one.count for one in _of(every, Held.SAVED_CARD))),
        (_WAYS, len({(one.service, one.place) for one in _of(every, Held.REMOTE_LOGIN)})),
    )
    total = f"{sum(one.count for one in logins):,}"
    said = [view.say(words[count != 1], count=f"{count:,}", logins=total) for words, count in numbers if count]
    return ("、" if view.language == "ja" else ", ").join(said)


def _of(every: Iterable[Holding], kind: Held) -> list[Holding]:
    return [one for one in every if one.held is kind]
