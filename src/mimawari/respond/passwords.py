"""Which passwords to change, in order, because of what was on a PC that was robbed, or may have been. Pure.

What opens all others comes first (:class:`~mimawari.model.Use`), and within one use what is known to give most power: a mail
account before a web page of its provider, then the order of the table of services, then ways into the firm's own server: their
passwords are changed on a page that stands before them.
Before all stand the accounts that the plan itself names: there somebody is signed in, or may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mimawari.judge import host_key
from mimawari.knowledge import Knowledge
from mimawari.knowledge.services import Directory
from mimawari.model import (
    TO_CHECK,
    Change,
    Held,
    Holding,
    OnlineService,
    PasswordPlan,
    Plan,
    Report,
    Use,
    Verdict,
    Words,
    digest,
)
from mimawari.respond.held import Looted, Thing, is_in_house, looted, own_key, things
from mimawari.respond.machines import names_of
from mimawari.respond.unread import unread

_TO_SERVERS = frozenset(("ftp", "sftp", "https", "http", "ssh"))
_NAMED, _OWN, _AFTER = -2, -1, 1_000_000
"""Places beside the table of services: before it an account that the plan names and the firm's own mail, behind it ways in."""
_PLAIN = re.compile(r"[a-z0-9_][a-z0-9_.@:+\[\]-]{0,255}")
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
_ABUSED = Words(
    en="The plan names this account: others used it, had its password, or robbed its mails. "
    "End all its sessions (sign out everywhere) as well. "
    "Wherever the same password or one like it was used, change it there too: that stands on no list.",
    ja="今回の調査で、第三者に使われた、パスワードを知られた、またはメールを盗まれたと分かったアカウントです。"
    "「すべての端末からログアウト」（接続中のセッションの切断）も行います。"
    "同じパスワードや、よく似たパスワードを使っているサービスがあれば、それも変更します（この一覧には出ません）。",
)
_MAYBE_ABUSED = Words(
    en="The plan names this account: others may be using it, or have robbed its mails; that is suspected, "
    "not certain. End all its sessions (sign out everywhere) as well. "
    "Wherever the same password or one like it was used, change it there too: that stands on no list.",
    ja="今回の調査で、第三者に使われている、またはメールを盗まれた疑いが出たアカウントです（確定ではありません）。"
    "「すべての端末からログアウト」（接続中のセッションの切断）も行います。"
    "同じパスワードや、よく似たパスワードを使っているサービスがあれば、それも変更します（この一覧には出ません）。",
)
_CHECK = Words(en=f" {TO_CHECK.en}", ja=TO_CHECK.ja)
_MENUS = Words(en="Once signed in: {way}{check}", ja="ログイン後の操作：{way}{check}")
_FTP = Words(
    en="Change it in the control panel of the server, after the password of that panel. Look for files on the website that nobody "
    "put there.",
    ja="先に管理画面のパスワードを変更し、次にサーバーの管理画面でこのパスワードを変更します。"
    "ホームページに身に覚えのないファイルがないかも確認してください。",
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
_NO_PAGES = {
    "app": Words(en="app of a phone or tablet", ja="スマートフォン・タブレットのアプリ"),
    "extension": Words(en="extension of the browser", ja="ブラウザーの拡張機能"),
}
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
_SITE_AT = Words(en="A site at {name}", ja="{name}にあるサイト")
_TENANT = Words(
    en="If it is your own, change the password of its management. If it is another's, change your password at that site.",
    ja="自社のサイトなら、その管理画面に入るパスワードを変更します。他社のサイトなら、そこに入るときのパスワードを変更します。",
)
_WAY_AT = Words(en="{way} ({name})", ja="{way}（{name}）")


def passwords(
    report: Report, verdict: Verdict, plan: Plan, known: Knowledge, *, hosts: Iterable[str] = (), others: Iterable[str] = ()
) -> PasswordPlan:
    """The changes for the accounts that *plan* names, and for the PCs that it speaks of, or for *hosts*.

    *others* are PCs that the case knows of beside those of the report.
    """
    found = looted(report, verdict, tuple(hosts) or plan.hosts)
    every = list(found.every())
    by_kind = {kind: things(every, [kind]) for kind in (Held.SAVED_CARD, Held.WIRELESS, Held.MAILBOX, Held.ADDRESS_BOOK)}
    total = {kind: sum(one.total for one in some.values()) for kind, some in by_kind.items()}
    return PasswordPlan(
        hosts=found.machines,
        accounts=plan.accounts,
        others=_others(found, report, verdict, others) if plan.accounts else (),
        changes=_changes(every, found, plan, known),
        cards=total[Held.SAVED_CARD],
        networks=total[Held.WIRELESS],
        mailboxes=total[Held.MAILBOX],
        address_books=total[Held.ADDRESS_BOOK],
        unread=tuple(unread(plan, every, found, known)),
    )


def _others(found: Looted, report: Report, verdict: Verdict, others: Iterable[str]) -> tuple[str, ...]:
    """The PCs that are known of and not in the list: the password may have been taken from one of them."""
    inside = {host_key(name) for name in found.machines}
    every = {host_key(name): name for name in (*others, *names_of(report.sources, verdict).values())}
    return tuple(sorted(name for key, name in every.items() if key not in inside))


def _changes(every: list[tuple[str, str, Holding]], found: Looted, plan: Plan, known: Knowledge) -> tuple[Change, ...]:
    sorter = _Sorter(Directory(known.services), found.sure)
    mails = {thing.key: sorter.mail(thing) for thing in things(every, [Held.MAIL_ACCOUNT]).values()}
    for name in plan.accounts:
        mails[name.lower()] = sorter.named(name, mails.get(name.lower()), suspected=_is_suspected(name, plan))
    made = [*mails.values()]
    sites = things(every, [Held.SAVED_LOGIN], sorter.site_key)
    made += [sorter.site(one) for key, one in sites.items() if key]
    made += [sorter.remote(one) for one in things(every, [Held.REMOTE_LOGIN]).values() if one.first.place]
    return tuple(change for _, change in sorted(made, key=lambda pair: (pair[0], pair[1].suspected, -pair[1].logins, pair[1].key)))


def _is_suspected(account: str, plan: Plan) -> bool:
    """Whether all that the plan does for the account is a precaution."""
    steps = [one for one in plan.steps if one.target == account]
    return bool(steps) and all(one.suspected for one in steps)


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
        is_own = one.service not in _NO_PAGES and not self.services.is_tenant(one.place)
        service = self.service(one.place) if is_own else None
        return service.hosts[0] if service else own_key(one)

    def mail(self, thing: Thing) -> _Placed:
        one = thing.first
        service = self.service(one.account.rpartition("@")[2]) or next(
            (found for place in sorted(thing.places) if (found := self.service(place))), None
        )
        what, how = _of_mail(service)
        place = one.account or one.place
        return self._made(thing, Use.MAIL, what, place, how, service, _OWN, logins=1)

    def named(self, account: str, kept: _Placed | None, *, suspected: bool) -> _Placed:
        """An account that the plan names, whether a PC kept it (*kept*) or not."""
        if kept is None:
            service = self.service(account.rpartition("@")[2]) if "@" in account else None
            what, how = _of_mail(service)
            made = Change(
                key=f"change@{_typed(account.lower())}",
                use=Use.MAIL,
                what=what,
                place=account,
                how=tuple(how),
                page=service.change if service else "",
                suspected=suspected,
                cited=service.cited if service else None,
            )
        else:
            made = replace(kept[1], suspected=suspected and kept[1].suspected)
        reason = _MAYBE_ABUSED if suspected else _ABUSED
        return (Use.MAIL.rank, _NAMED), replace(made, how=(reason, *made.how))

    def site(self, thing: Thing) -> _Placed:
        place = ", ".join(sorted(thing.places)[:_PLACES])
        if what := _NO_PAGES.get(thing.first.service):
            return self._made(thing, Use.OTHER, what, place, [_NEW], None, 1)
        if row := self.services.of(thing.first.place):
            at, service = row
            if self.services.is_tenant(thing.first.place):
                return self._made(
                    thing, service.use, _SITE_AT.fill({"name": service.name}), place, [_TENANT, _TYPED, _NEW], None, at
                )
            doors = [_DOORS] if service.use in (Use.MAIL, Use.IDENTITY) else []
            how = [_TYPED, *_at_service(service), _NEW, *doors, *([service.note] if service.note else [])]
            return self._made(thing, service.use, service.name, place, how, service, at)
        if is_in_house(thing.key):
            return self._made(thing, Use.OTHER, _IN_HOUSE, place, [_INTRANET, _NEW], None, 0)
        return self._made(thing, Use.OTHER, Words(en=thing.key, ja=thing.key), place, [_TYPED, _NEW], None, 1)

    def remote(self, thing: Thing) -> _Placed:
        one = thing.first
        service = self.service(one.place)
        way = _WAYS.get(one.service, _WAY)
        what = _WAY_AT.fill({"way": way, "name": service.name}) if service else way
        is_server = one.service in _TO_SERVERS and not is_in_house(one.place)
        use, how = (Use.HOSTING, [_FTP, _NEW]) if is_server else (Use.REMOTE, [_REMOTE, _NEW])
        return self._made(thing, use, what, one.place, how, None, _AFTER, logins=1)

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


def _of_mail(service: OnlineService | None) -> tuple[Words, list[Words]]:
    """What a mail account is called, and how its password is changed."""
    what = _MAIL_AT.fill({"name": service.name}) if service else _MAIL
    return what, [_TYPED, *_at_service(service), _NEW, _DOORS, *([service.note] if service and service.note else [])]


def _at_service(service: OnlineService | None) -> list[Words]:
    """The menus of the service that lead to the change, marked where nobody read them there."""
    if service is None or service.way is None:
        return []
    to_check = service.cited is not None and service.cited.certainty.to_check
    return [_MENUS.fill({"way": service.way, "check": _CHECK if to_check else ""})]


def _typed(name: str) -> str:
    """A name as part of a key that people copy into a command line: what could be more than a name there becomes a digest."""
    return name if _PLAIN.fullmatch(name) else f"x-{digest(name)}"
