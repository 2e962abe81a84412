"""Mail accounts of other mail programs: Windows Live Mail, Becky!, the Mail app of Windows 10, and others.

``account{...}.oeaccount`` is an XML document of a ``MessageAccount``; ``Mailbox.ini`` of Becky! keeps its section ``Account``, in
folders below the one that ``HKCU\\Software\\RimArts\\B2\\Settings`` names as ``DataDir`` (both by what public tools read there).
"""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.model import BadEvidence, Gap, Held, Holding, Reason
from mimawari.sources.windows.holdings.documents import records, sections
from mimawari.sources.windows.holdings.room import Room, Told, words_of
from mimawari.sources.windows.holdings.sites import host_of

_LIVE = (("Windows Live Mail", r"Microsoft\Windows Live Mail"), ("Windows Mail", r"Microsoft\Windows Mail"))
_BECKY = r"Software\RimArts\B2\Settings"
_MOST = 4 << 20
_XML_SECRETS = tuple(f"{name}_password{end}" for name in ("imap", "pop3", "smtp") for end in ("", "2"))
_UNREAD = (
    ("秀丸メール", r"Software\Hidemaruo\TuruKame"),
    ("Shuriken", r"Software\Justsystem\Shuriken"),
    ("EdMax", r"Software\EdMax"),
    ("Sylpheed", r"Software\Sylpheed"),
)
"""Mail programs that are used in Japan and keep their accounts in a form that is not read here, with a key that each makes."""
_MAIL_APP = r"Comms\Unistore\data\3"
"""Where the Mail app of Windows 10 keeps the text of mails: a file in it shows that an account was in use."""


def of_mailers(room: Room) -> Told:
    """The accounts that these programs keep for a user."""
    yield from _live_mail(room)
    yield from _becky(room)
    yield from _mail_app(room)
    for program, path in _UNREAD:
        yield from _unread(room, program, path)


def _live_mail(room: Room) -> Told:
    for program, folder in _LIVE:
        top = rf"{room.local}\{folder}"
        for place in (top, *room.folders(top)):
            for path in room.files(place, ".oeaccount"):
                yield from room.reading(path, _MOST, lambda content, at=path, by=program: _oeaccount(room, at, by, content))  # type: ignore[misc]


def _oeaccount(room: Room, path: str, program: str, content: bytes) -> Iterator[Holding]:
    for account in records(content, "MessageAccount", secret=_XML_SECRETS):
        address = account.get("smtp_email_address", "")
        incoming = [(host_of(account.get(f"{name}_server", "")), name) for name in ("imap", "pop3")]
        sending = host_of(account.get("smtp_server", ""))
        hosts = [(host, service) for host, service in incoming if host]
        hosts += [(sending, "smtp")] if sending and sending not in [host for host, _ in hosts] else []
        for host, service in hosts:
            saved = any(account.get(f"{service}_password{end}") for end in ("", "2"))
            yield room.holding(room.at(path), Held.MAIL_ACCOUNT, program, account=address, place=host, service=service, saved=saved)


def _becky(room: Room) -> Told:
    """From the folder of its data as the registry names it, and from the one that it proposes."""
    named = ""
    try:
        key = room.hive.key(_BECKY) if room.hive else None
        named = words_of(key.value("DataDir") if key else None).rstrip("\\")
    except BadEvidence as bad:
        yield room.gap(room.registry_at(_BECKY), bad)
    proposed = room.folders(rf"{room.roaming}\RimArts\B2")
    for top in dict.fromkeys([*([named] if named[1:3] == ":\\" else []), *proposed]):
        for folder in room.folders(top):
            path = rf"{folder}\Mailbox.ini"
            yield from room.reading(path, _MOST, lambda content, at=path: _mailbox_ini(room, at, content))  # type: ignore[misc]


def _mailbox_ini(room: Room, path: str, content: bytes) -> Iterator[Holding]:
    for name, values in sections(content):
        host = host_of(values.get("mailserver", ""))
        if name.lower() == "account" and (host or "@" in values.get("mailaddress", "")):
            yield room.holding(
                room.at(path), Held.MAIL_ACCOUNT, "Becky!", account=values.get("mailaddress", ""), place=host,
                service="", saved=bool(values.get("passwd")),
            )  # fmt: skip


def _mail_app(room: Room) -> Told:
    folder = rf"{room.local}\{_MAIL_APP}"
    if any(room.files(place, ".dat") for place in (folder, *room.folders(folder)[:100])):
        yield Gap(
            room.at(folder),
            Reason.UNSUPPORTED,
            Holding.kind(),
            "the Mail app of Windows keeps mails here; its accounts are not read",
        )


def _unread(room: Room, program: str, path: str) -> Told:
    try:
        found = room.hive.key(path) if room.hive else None
    except BadEvidence as bad:
        yield room.gap(room.registry_at(path), bad)
        return
    if found is not None:
        yield Gap(
            room.registry_at(path), Reason.UNSUPPORTED, Holding.kind(), f"mail program whose accounts are not read: {program}"
        )
