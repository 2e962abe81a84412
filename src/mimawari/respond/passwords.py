"""Which passwords to change, in order, because of what was on a PC that was robbed, or may have been. Pure.

What opens all others comes first (:class:`~mimawari.model.Use`), and within one use what is known to give most power: a mail
account before a web page of its provider, the firm's own server before all others, then the order of the table of services.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mimawari.knowledge import Knowledge
from mimawari.knowledge.services import Directory
from mimawari.model import Change, Held, Holding, OnlineService, PasswordPlan, Plan, Report, Use, Verdict, Words, digest
from mimawari.respond.held import Looted, Thing, is_in_house, looted, own_key, things

_WEB, _SERVER = frozenset(("ftp", "sftp", "https", "http")), -1
_PLAIN = re.compile(r"[a-z0-9_][a-z0-9_.@:+\[\]-]{0,255}")
_MOST = 50
_PLACES = 5

_TYPED = Words(
    en="Type the address that you know (it stands on the contract, or in your own notes). Never follow a link in a mail.",
    ja="契約書や控えにある、いつものアドレスを入力して開きます。メールのリンクからは開かないでください。",
)
_NEW = Words(
    en="Set a new password that was never used before, another one for each service. Where it is offered, sign out everywhere and "
    "turn on a second proof (a code on the phone).",
    ja="これまで使ったことのない、サービスごとに別のパスワードにします。"
    "「すべての端末からログアウト」や2段階認証があれば、それも設定します。",
)
_DOORS = Words(
    en="Then delete app passwords and permitted apps (OAuth) that nobody needs, and look at forwarding, rules, signature, "
    "automatic answer and the address for recovery.",
    ja="続けて、不要なアプリ用パスワードと、連携を許可したアプリ（OAuth）を削除します。"
    "転送、受信ルール、署名、自動返信、予備のアドレスに、身に覚えのない設定がないかも確認します。",
)
_FTP = Words(
    en="Change it in the control panel of the server. Look for files on the website that nobody put there.",
    ja="サーバーの管理画面で変更します。ホームページに身に覚えのないファイルがないかも確認してください。",
)
_REMOTE = Words(
    en="Change the password of every account that may sign in there, and look who signed in lately.",
    ja="そこに接続できるすべてのアカウントのパスワードを変更し、最近の接続の記録を確認します。",
)
_IN_HOUSE = Words(en="in-house device", ja="社内の機器")
_INTRANET = Words(
    en="A router, NAS, printer or server of your own: change the password on its settings page, from a PC that is not suspected.",
    ja="ルーター、NAS、複合機、社内サーバーなどです。疑いのないPCから、その機器の設定画面で変更します。",
)
_MAIL = Words(en="mail account", ja="メールアカウント")
_MAIL_AT = Words(en="mail account ({name})", ja="メールアカウント（{name}）")
_WAYS = {
    "ftp": Words(en="FTP access", ja="FTPの接続"),
    "sftp": Words(en="SFTP access", ja="SFTPの接続"),
    "https": Words(en="file access to a server", ja="サーバーへのファイル接続"),
    "ssh": Words(en="SSH access", ja="SSHの接続"),
    "rdp": Words(en="remote desktop", ja="リモートデスクトップ"),
    "vpn": Words(en="VPN", ja="VPN"),
    "smb": Words(en="shared folder", ja="共有フォルダー"),
}
_WAY = Words(en="access to another machine", ja="ほかの機器への接続")
_WAY_AT = Words(en="{way} ({name})", ja="{way}（{name}）")

_NOT_LOOKED = Words(
    en="{host}: nobody has looked at what was saved there (checked in a way, or by a version, that cannot show it). Ask who used "
    "it, or check the PC or its copy anew.",
    ja="{host}：保存されていた内容は、まだ調べられていません（調べた方法またはバージョンでは分かりません）。"
    "使っていた人に確認するか、PCまたはその複製を調べ直してください。",
)
_GAP = Words(en="{host}: {place}: {reason} ({detail})", ja="{host}：{place}：{reason}（{detail}）")
_GAP_BARE = Words(en="{host}: {place}: {reason}", ja="{host}：{place}：{reason}")
_MORE = Words(en="{count} more could not be read.", ja="ほかに{count}件、読み取れなかったものがあります。")
_STORE = Words(
    en="{host}: {program} of {user} keeps {count} sign-ins whose sites are not told from outside. Ask {user} which they are.",
    ja="{host}：{user} の{program}に、{count}件のサインイン情報が保存されています。接続先は外からは分かりません。"
    "本人に確認してください。",
)
_NAMELESS = Words(
    en="{host}: {count} saved logins whose site cannot be read.",
    ja="{host}：サイト名を読み取れない保存ログインが{count}件あります。",
)


def passwords(report: Report, verdict: Verdict, plan: Plan, known: Knowledge, *, hosts: Iterable[str] = ()) -> PasswordPlan:
    """The changes for the PCs that *plan* speaks of, or for *hosts*."""
    found = looted(report, verdict, tuple(hosts) or plan.hosts)
    every = list(found.every())
    by_kind = {kind: things(every, [kind]) for kind in (Held.SAVED_CARD, Held.WIRELESS, Held.MAILBOX, Held.ADDRESS_BOOK)}
    total = {kind: sum(one.total for one in some.values()) for kind, some in by_kind.items()}
    return PasswordPlan(
        hosts=found.machines,
        changes=_changes(every, found, known),
        cards=total[Held.SAVED_CARD],
        networks=total[Held.WIRELESS],
        mailboxes=total[Held.MAILBOX],
        address_books=total[Held.ADDRESS_BOOK],
        unread=tuple(_unread(every, found, known)),
    )


def _changes(every: list[tuple[str, str, Holding]], found: Looted, known: Knowledge) -> tuple[Change, ...]:
    sorter = _Sorter(Directory(known.services), found.sure)
    made = [sorter.mail(one) for one in things(every, [Held.MAIL_ACCOUNT]).values()]
    sites = things(every, [Held.SAVED_LOGIN], sorter.site_key)
    made += [sorter.site(one) for key, one in sites.items() if key]
    made += [sorter.remote(one) for one in things(every, [Held.REMOTE_LOGIN]).values() if one.first.place]
    return tuple(change for _, change in sorted(made, key=lambda pair: (pair[0], pair[1].suspected, -pair[1].logins, pair[1].key)))


_Placed = tuple[tuple[int, int], Change]


@dataclass(frozen=True, slots=True)
class _Sorter:
    """Makes a change of a thing, with its place in the order."""

    services: Directory
    sure: frozenset[str]

    def service(self, host: str) -> OnlineService | None:
        found = self.services.of(host)
        return found[1] if found else None

    def site_key(self, one: Holding) -> str:
        """A site by the service that it is of: its pages bear many names."""
        service = self.service(one.place)
        return service.hosts[0] if service else own_key(one)

    def mail(self, thing: Thing) -> _Placed:
        one = thing.first
        service = self.service(one.account.rpartition("@")[2]) or next(
            (found for place in sorted(thing.places) if (found := self.service(place))), None
        )
        what = _MAIL_AT.fill({"name": service.name}) if service else _MAIL
        how = [_TYPED, _NEW, _DOORS, *([service.note] if service and service.note else [])]
        place = one.account or one.place
        return self._made(thing, Use.MAIL, what, place, how, service, _SERVER, logins=1)

    def site(self, thing: Thing) -> _Placed:
        place = ", ".join(sorted(thing.places)[:_PLACES])
        if row := self.services.of(thing.first.place):
            at, service = row
            doors = [_DOORS] if service.use in (Use.MAIL, Use.IDENTITY) else []
            how = [_TYPED, _NEW, *doors, *([service.note] if service.note else [])]
            return self._made(thing, service.use, service.name, place, how, service, at)
        if is_in_house(thing.key):
            return self._made(thing, Use.OTHER, _IN_HOUSE, place, [_INTRANET, _NEW], None, 0)
        return self._made(thing, Use.OTHER, Words(en=thing.key, ja=thing.key), place, [_TYPED, _NEW], None, 1)

    def remote(self, thing: Thing) -> _Placed:
        one = thing.first
        service = self.service(one.place)
        way = _WAYS.get(one.service, _WAY)
        what = _WAY_AT.fill({"way": way, "name": service.name}) if service else way
        is_web = one.service in _WEB
        use, how = (Use.HOSTING, [_FTP, _NEW]) if is_web else (Use.REMOTE, [_REMOTE, _NEW])
        return self._made(thing, use, what, one.place, how, None, _SERVER, logins=1)

    def _made(
        self, thing: Thing, use: Use, what: Words, place: str, how: list[Words], service: OnlineService | None, at: int,
        *, logins: int = 0,
    ) -> _Placed:  # fmt: skip
        machines = tuple(sorted(thing.counts))
        return (use.rank, at), Change(
            key=f"change@{_typed(thing.key)}",
            use=use,
            what=what,
            place=place,
            how=tuple(how),
            page=service.change if service else "",
            logins=logins or thing.total,
            hosts=machines,
            users=tuple(sorted(thing.users)),
            programs=tuple(sorted(thing.programs)),
            suspected=self.sure.isdisjoint(machines),
            cited=service.cited if service else None,
        )


def _typed(name: str) -> str:
    """A name as part of a key that people copy into a command line: what could be more than a name there becomes a digest."""
    return name if _PLAIN.fullmatch(name) else f"x-{digest(name)}"


def _unread(every: list[tuple[str, str, Holding]], found: Looted, known: Knowledge) -> Iterator[Words]:
    """What a person has to think of, as the program cannot tell it."""
    yield from (_NOT_LOOKED.fill({"host": host}) for host in found.unseen())
    for thing in things(every, [Held.CREDENTIALS]).values():
        one = thing.first
        facts = {"host": ", ".join(sorted(thing.counts)), "program": one.program, "user": one.user, "count": thing.total}
        yield _STORE.fill(facts)
    for thing in things([row for row in every if not row[2].place], [Held.SAVED_LOGIN]).values():
        yield _NAMELESS.fill({"host": ", ".join(sorted(thing.counts)), "count": thing.total})
    told = list(dict.fromkeys(_told_gaps(found, known)))
    yield from told[:_MOST]
    if len(told) > _MOST:
        yield _MORE.fill({"count": len(told) - _MOST})


def _told_gaps(found: Looted, known: Knowledge) -> Iterator[Words]:
    for host, source in found.sources:
        for gap in (gap for gap in source.gaps if gap.wanted == Holding.kind()):
            place = gap.origin.path[-1] if gap.origin.path else source.place
            facts = {"host": host, "place": place, "reason": known.named("reason", gap.reason), "detail": known.detail(gap.detail)}
            yield (_GAP if gap.detail else _GAP_BARE).fill(facts)
