"""Address books, written from a list of people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Friend:
    """Somebody in an address book."""

    family: str = "山田"
    given: str = "太郎"
    mails: tuple[str, ...] = ("taro@example.com",)
    telephone: str = "03-1234-5678"
    postcode: str = "160-0022"
    prefecture: str = "東京都"
    city: str = "新宿区"
    rest: str = "新宿1-1-1"
    organisation: str = "急須商店"
    birthday: str = ""

    @property
    def name(self) -> str:
        """As it is shown."""
        return f"{self.family} {self.given}".strip()


def vcard(one: Friend, version: str = "3.0") -> str:
    """A card of version 3.0 or 4.0 (RFC 2426, RFC 6350)."""
    mails = "".join(f"EMAIL;TYPE=INTERNET:{mail}\r\n" if version == "3.0" else f"EMAIL;PREF=1:{mail}\r\n" for mail in one.mails)
    number = f"TEL;TYPE=WORK:{one.telephone}" if version == "3.0" else f"TEL;VALUE=uri;TYPE=work:tel:{one.telephone}"
    return (
        f"BEGIN:VCARD\r\nVERSION:{version}\r\nN:{one.family};{one.given};;;\r\nFN:{one.name}\r\nORG:{one.organisation};営業部\r\n"
        f"{mails}{number}\r\nADR;TYPE=WORK:;;{one.rest};{one.city};{one.prefecture};{one.postcode};日本\r\n"
        + (f"BDAY:{one.birthday}\r\n" if one.birthday else "")
        + "END:VCARD\r\n"
    )


def quoted(text: str, charset: str = "cp932") -> str:
    """Quoted-printable, each byte by itself."""
    return "".join(f"={byte:02X}" for byte in text.encode(charset))


def old_vcard(one: Friend) -> str:
    """A card of version 2.1 as Japanese telephones and Outlook write it: Shift_JIS in quoted-printable."""
    said = ";CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE"
    mails = "".join(f"EMAIL;PREF;INTERNET:{mail}\r\n" for mail in one.mails)
    return (
        f"BEGIN:VCARD\r\nVERSION:2.1\r\nN{said}:{quoted(one.family)};{quoted(one.given)}\r\n"
        f"FN{said}:{quoted(one.family)}=\r\n{quoted(' ' + one.given)}\r\nTEL;WORK;VOICE:{one.telephone}\r\n"
        f"ADR;WORK{said}:;;{quoted(one.rest)};{quoted(one.city)};{quoted(one.prefecture)};{one.postcode};\r\n{mails}END:VCARD\r\n"
    )


def _table(rows: Iterable[Mapping[str, str]]) -> str:
    rows = list(rows)
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def outlook(people: Iterable[Friend]) -> str:
    """Outlook's CSV in English."""
    return _table(
        {
            "Title": "", "First Name": one.given, "Middle Name": "", "Last Name": one.family, "Suffix": "",
            "Company": one.organisation,
            "Department": "", "Business Street": one.rest, "Business City": one.city, "Business State": one.prefecture,
            "Business Postal Code": one.postcode, "Business Phone": one.telephone, "Birthday": one.birthday or "0/0/00",
            "E-mail Address": (*one.mails, "", "")[0], "E-mail Type": "SMTP", "E-mail Display Name": one.name,
            "E-mail 2 Address": (*one.mails, "", "")[1], "E-mail 2 Type": "", "E-mail 3 Address": (*one.mails, "", "", "")[2],
        }
        for one in people
    )  # fmt: skip


def google(people: Iterable[Friend]) -> str:
    """Google's CSV in the form until 2024."""
    return _table(
        {
            "Name": one.name, "Given Name": one.given, "Additional Name": "", "Family Name": one.family, "Birthday": one.birthday,
            "E-mail 1 - Type": "* ", "E-mail 1 - Value": " ::: ".join(one.mails), "Phone 1 - Type": "Work",
            "Phone 1 - Value": one.telephone, "Address 1 - Street": one.rest, "Address 1 - City": one.city,
            "Address 1 - Region": one.prefecture, "Address 1 - Postal Code": one.postcode,
            "Organization 1 - Name": one.organisation,
        }
        for one in people
    )  # fmt: skip
