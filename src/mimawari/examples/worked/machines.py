"""The shop's PCs: ordinary ones of autumn 2022, and one with the marks of Emotet of November 2022.

Patterned after public reports on the wave of 2022-11-02 to 2022-11-14: a library with long random names in a folder of its own in
the user's profile, started by regsvr32 from a Run value that bears the file's full name (see ``knowledge/data/eras.toml``, P7).
"""

from __future__ import annotations

from mimawari.examples.decoy import INERT_PROGRAM
from mimawari.examples.held import Kept, Site, keep
from mimawari.examples.hive_writer import Value, text
from mimawari.examples.machine_hives import software
from mimawari.examples.machines import profile, windows
from mimawari.examples.moments import at
from mimawari.examples.opened import open_daily, opened_from_mail
from mimawari.examples.pc import Pc, User
from mimawari.examples.programs import user_programs
from mimawari.examples.tree_writer import Copy
from mimawari.examples.user_hives import user_hive
from mimawari.examples.worked.shop import DOMAIN, KURA, MORI, MTA, YAMA, Staff

INFECTED = "2022-11-08T01:42:17"
"""UTC: a Tuesday, 10:42 in Japan."""
USED = "2022-11-10"
ATTACHMENT = "請求書_20221108.xls"
_FOLDER, _FILE = "XkQvTzWbRnLd", "HjYcPfMqGsKx.dll"
_EVERY = 8
"""One of so many files of Windows: nine PCs are written, and nothing hangs on the rest."""
OFFICE = f"order@{DOMAIN}"
"""The account that all of the shop reads; on PC-YAMA Thunderbird has it."""
_KEPT = Kept(
    outlook=YAMA.person.address,
    thunderbird=OFFICE,
    mail_server=MTA,
    sites=(
        Site("https://glogin.rms.rakuten.co.jp/"),
        Site("https://login.account.rakuten.com/", 2),
        Site("https://pro.store.yahoo.co.jp/"),
        Site("https://sellercentral.amazon.co.jp/"),
        Site("https://www.amazon.co.jp/ap/signin", 2),
        Site("https://accounts.google.com/"),
        Site("https://dashboard.stripe.com/login"),
        Site("https://secure.xserver.ne.jp/xapanel/login"),
        Site("https://bmypage.kuronekoyamato.co.jp/bmypage/", 2),
        Site("https://accounts.secure.freee.co.jp/login"),
        Site("https://www.facebook.com/login"),
        Site("http://192.0.2.65/"),
        Site("https://forum.kobo.example.com/login"),
        Site("https://www.sukeneko.com/"),
        Site("https://www.rakuten-bank.co.jp/", refused=True),
    ),
    cards=1,
    ftp=f"www.{DOMAIN}",
    desktop="server01",
)
_MACHINES = {
    YAMA: (0x3B71C20D, (2019483716, 731820495, 1480263957)),
    MORI: (0x6E05A94F, (3120947581, 1904726350, 872019463)),
    KURA: (0x92D8417B, (1284067395, 2650918473, 3307415928)),
}


def pc_of(staff: Staff, installed: str = "2022-10-24", used: str = USED) -> Pc:
    """Somebody's PC: Windows 10 22H2, put in on a day, used until another."""
    serial, authority = _MACHINES[staff]
    return Pc(staff.machine, serial, authority, (User(staff.user, 1001),), "19045", installed, used)


def clean(staff: Staff, installed: str = "2022-10-24", used: str = USED) -> Copy:
    """A PC without Emotet, with the office's own workbook and partners' documents opened on it."""
    pc = pc_of(staff, installed, used)
    copy = windows(pc, software(pc), _EVERY)
    (user,) = pc.users
    root = user_hive(pc, user, user_programs(copy, pc, user))
    open_daily(copy, pc, user, root)
    profile(copy, pc, user, root)
    return copy


def infected(staff: Staff) -> Copy:
    """A PC on which an attachment was opened and the decoy lies in the profile."""
    pc = pc_of(staff)
    copy = windows(pc, software(pc), _EVERY)
    (user,) = pc.users
    launch, made = _decoy(copy, user)
    root = user_hive(pc, user, (*user_programs(copy, pc, user), launch), made)
    opened_from_mail(copy, user, root, ATTACHMENT, "Excel", made)
    keep(copy, pc, user, root, _KEPT)
    profile(copy, pc, user, root)
    return copy


def _decoy(copy: Copy, user: User) -> tuple[Value, int]:
    """The library that is none, and the Run value that would start it."""
    folder = f"Users/{user.name}/AppData/Local/{_FOLDER}"
    made = at(INFECTED)
    copy.add(f"{folder}/{_FILE}", INERT_PROGRAM, made)
    path = rf"C:\Users\{user.name}\AppData\Local\{_FOLDER}\{_FILE}"
    return text(_FILE, rf'C:\Windows\system32\regsvr32.exe "{path}"'), made
