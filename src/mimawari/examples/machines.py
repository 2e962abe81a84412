"""The PCs of the examples: one with Emotet's marks, the same kind of PC without them, and what both are made of."""

from __future__ import annotations

from collections.abc import Mapping

from mimawari.examples import protections
from mimawari.examples.decoy import infect, stored_name
from mimawari.examples.held import Kept, Site, keep
from mimawari.examples.hive_writer import Key
from mimawari.examples.hive_writer import build as hive
from mimawari.examples.lnk_writer import shortcut
from mimawari.examples.machine_hives import default, sam, security, software, system
from mimawari.examples.moments import moment
from mimawari.examples.opened import open_attachment, open_daily
from mimawari.examples.pc import Pc, User
from mimawari.examples.programs import machine_programs, neighbours, printer, user_programs
from mimawari.examples.system_files import system_files
from mimawari.examples.task_writer import tasks
from mimawari.examples.tree_writer import Copy
from mimawari.examples.user_hives import EXPLORER, user_hive

_PEOPLE = (User("山田", 1001), User("shop", 1002))
_SHOP = Pc("SHOP-PC1", 0x5C3A91E7, (1837402611, 904418227, 3310948517), _PEOPLE, "19042", "2020-11-19", "2021-01-25")
_OFFICE = Pc("SHOP-PC2", 0x82D60F4B, (2716530984, 1120853490, 664209713), _PEOPLE, "19045", "2023-06-14", "2023-09-06")
_KEPT = Kept(
    outlook="shop@example.jp",
    mail_server="mail.example.jp",
    sites=(Site("https://accounts.google.com/"), Site("https://admin.shop-pro.jp/")),
)
"""What the user ``shop`` of the office's PC keeps: little, and nothing that a verdict could hang on."""


def infected_pc() -> Copy:
    """The shop's PC: an ordinary one with the marks of Emotet in the profile ``shop``."""
    copy = windows(_SHOP, software(_SHOP))
    for user in _SHOP.users:
        run, written = user_programs(copy, _SHOP, user), None
        if user.name == "shop":
            launch, written = infect(copy, user)
            run = (*run, launch)
        root = user_hive(_SHOP, user, run, written)
        if user.name == "shop":
            root.at(EXPLORER).put(stored_name(_SHOP))
            open_attachment(copy, user, root)
        profile(copy, _SHOP, user, root)
    return copy


def clean_pc() -> Copy:
    """The office's PC: no Emotet, but much that looks a little like it."""
    drivers = Copy()
    tray = printer(drivers, _OFFICE)
    programs = software(_OFFICE, tray)
    protections.machine(programs, "2023-09-05")
    own = {"SYSTEM": protections.system(system(_OFFICE)), "SAM": protections.accounts(sam(_OFFICE), _OFFICE, _PEOPLE[0])}
    copy = windows(_OFFICE, programs, own=own)
    for path, content in drivers.files.items():
        copy.add(path, content, drivers.times[path])
    for user in _OFFICE.users:
        run = (*user_programs(copy, _OFFICE, user), *neighbours(copy, _OFFICE, user))
        root = protections.user(user_hive(_OFFICE, user, run), careful=user.name == "shop")
        open_daily(copy, _OFFICE, user, root)
        if user.name == "shop":
            keep(copy, _OFFICE, user, root, _KEPT)
        profile(copy, _OFFICE, user, root)
    return copy


def windows(pc: Pc, software_hive: Key, every: int = 1, own: Mapping[str, Key] | None = None) -> Copy:
    """A copied drive with an ordinary Windows on it, without any profile but the default one; *every*: see ``system_files``.

    *own* are hives in place of the ordinary ones, by name.
    """
    copy = Copy()
    system_files(copy, pc, every)
    tasks(copy, pc)
    machine_programs(copy, pc)
    hives = {"SOFTWARE": software_hive, "SYSTEM": system(pc), "SAM": sam(pc), "SECURITY": security(pc), "DEFAULT": default(pc)}
    hives |= own or {}
    for name, root in hives.items():
        _hive(copy, f"Windows/System32/config/{name}", root)
    _hive(copy, "Users/Default/NTUSER.DAT", Key(written=moment(pc.installed, "Default")))
    copy.add("Users/Public/Desktop/desktop.ini", b"[.ShellClassInfo]\r\n", moment(pc.installed, "desktop.ini"))
    return copy


def profile(copy: Copy, pc: Pc, user: User, root: Key) -> None:
    """A user's profile: *root* is the hive, and a few documents of daily work."""
    home = f"Users/{user.name}"
    _hive(copy, f"{home}/NTUSER.DAT", root)
    for name in ("注文書.xlsx", "在庫一覧.xlsx"):
        opened = moment(pc.used, f"{home}/{name}")
        link = shortcut(rf"C:\Users\{user.name}\Documents\{name}", pc.serial, opened)
        copy.add(f"{home}/AppData/Roaming/Microsoft/Windows/Recent/{name.rsplit('.', 1)[0]}.lnk", link, opened)
    copy.add(f"{home}/Documents/メモ.txt", "発送は15時まで。\r\n".encode(), moment(pc.used, f"{home}/memo"))


def _hive(copy: Copy, path: str, root: Key) -> None:
    copy.add(path, hive(root, path.replace("/", "\\")), root.written)
