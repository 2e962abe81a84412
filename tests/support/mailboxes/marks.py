"""What a mailer leaves in a mail: its own Message-ID, its name, the form of the Date."""

from __future__ import annotations

import string
import uuid
from collections.abc import Callable
from datetime import datetime
from random import Random

from support.draws import letters
from support.mailboxes.cast import Account

_UPPER = string.ascii_uppercase + string.digits
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

MAILERS = {
    "outlook": "X-Mailer: Microsoft Outlook 16.0", "becky": "X-Mailer: Becky! ver. 2.81.04 [ja]",
    "shuriken": "X-Mailer: JsvMail 10.0",
    "thunderbird": "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:91.0) Gecko/20100101 Thunderbird/91.6.1",
    "winmail": "X-Mailer: Microsoft Windows Live Mail 16.4.3528.331", "notes": "X-Mailer: Lotus Domino Release 9.0.1",
    "roundcube": "User-Agent: Roundcube Webmail/1.4.11", "yahoo": "X-Mailer: YahooMailWebService/1.0",
    "iphone": "X-Mailer: iPhone Mail (19D52)",
    "applemail": "X-Mailer: Apple Mail (2.3654.60.0.2.21)", "phpmailer": "X-Mailer: PHPMailer 6.5.3 (https://github.com/PHPMailer/PHPMailer)",
}  # fmt: skip


def offset(zone: str) -> int:
    """Minutes east of Greenwich."""
    minutes = int(zone[1:3]) * 60 + int(zone[3:5])
    return -minutes if zone[0] == "-" else minutes


def date(moment: datetime, zone: str, note: str = "") -> str:
    """RFC 5322 3.3, of a moment without zone that is meant in UTC."""
    return wall(datetime.fromtimestamp(moment.timestamp() + offset(zone) * 60, tz=moment.tzinfo), zone, note)


def wall(local: datetime, zone: str, note: str = "") -> str:
    """The same of what the clock on the wall says."""
    day = f"{_DAYS[local.weekday()]}, {local.day:02} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day} {local:%H:%M:%S} {zone}{f' ({note})' if note else ''}"


def _outlook(draw: Random, account: Account, moment: datetime) -> str:
    return f"{draw.getrandbits(48):012x}${draw.getrandbits(32):08x}${draw.getrandbits(32):08x}$@{account.domain}"


def _outlook365(draw: Random, account: Account, moment: datetime) -> str:
    host = f"TY{letters(draw, 1, 1, 'AC')}PR01MB{draw.randint(1000, 9999)}"
    return f"{host}{draw.getrandbits(120):030X}@{host}.jpnprd01.prod.outlook.com"


def _gmail(draw: Random, account: Account, moment: datetime) -> str:
    return f"CA{letters(draw, 44, 44, string.ascii_letters + string.digits + '+-_')}@mail.gmail.com"


def _guid(draw: Random, account: Account, moment: datetime) -> str:
    return f"{uuid.UUID(int=draw.getrandbits(128), version=4)}@{account.domain}"


def _upper_guid(draw: Random, account: Account, moment: datetime) -> str:
    return f"{str(uuid.UUID(int=draw.getrandbits(128), version=4)).upper()}@{account.domain}"


def _becky(draw: Random, account: Account, moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}.{letters(draw, 4, 4, _UPPER)}.{letters(draw, 8, 8, _UPPER)}@{account.domain}"


def _winmail(draw: Random, account: Account, moment: datetime) -> str:
    return f"{draw.getrandbits(128):032X}@{letters(draw, 6, 6, _UPPER)}PC"


def _notes(draw: Random, account: Account, moment: datetime) -> str:
    return f"OF{draw.getrandbits(32):08X}.{draw.getrandbits(32):08X}-ON{draw.getrandbits(32):08X}@{account.domain}"


def _yahoo(draw: Random, account: Account, moment: datetime) -> str:
    return f"{draw.randint(100000, 999999)}.{draw.randint(10000, 99999)}.qm@web{draw.randint(100, 199)}.mail.example5.co.jp"


def _local(draw: Random, account: Account, moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}.{letters(draw, 5, 9, _UPPER)}@localhost"


def _php(draw: Random, account: Account, moment: datetime) -> str:
    return f"{letters(draw, 43, 43, string.ascii_letters + string.digits)}@www.{account.domain}"


_IDS: dict[str, Callable[[Random, Account, datetime], str]] = {
    "outlook": _outlook, "outlook365": _outlook365, "gmail": _gmail, "thunderbird": _guid, "applemail": _upper_guid,
    "iphone": _upper_guid, "becky": _becky, "shuriken": _becky, "winmail": _winmail, "notes": _notes, "yahoo": _yahoo,
    "localhost": _local, "phpmailer": _php, "roundcube": _guid, "stolen": _guid,
}  # fmt: skip


def message_id(draw: Random, account: Account, moment: datetime) -> str:
    """In the form of the account's mailer, without its angles."""
    return _IDS.get(account.mailer, _guid)(draw, account, moment)


def mailer(account: Account) -> list[tuple[str, str]]:
    """The field that names it, where it names itself."""
    named = MAILERS.get(account.mailer)
    if named is None:
        return []
    name, _, value = named.partition(": ")
    return [(name, value)]
