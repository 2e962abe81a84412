"""Who writes to whom, and how a mail is put together: header, text with a quote, an inert attachment of some kind."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from email.header import Header
from random import Random

# Name, romanised name, what stands before the @.
JAPANESE = (
    ("山田太郎", "Taro Yamada", "yamada"), ("佐藤 花子", "Hanako Sato", "h-sato"),
    ("鈴木一郎", "Ichiro Suzuki", "suzuki.ichiro"), ("高橋 健", "Ken Takahashi", "k_takahashi"),
    ("小早川 翠", "Midori Kobayakawa", "midori"), ("御手洗 剛", "Go Mitarai", "gmitarai"),
    ("中村 由美子", "Yumiko Nakamura", "nakamura-y"), ("伊集院 光一", "Koichi Ijuin", "ijuin"),
)  # fmt: skip
WESTERN = (
    ("John Miller", "john.miller"), ("Anna Kowalska", "a.kowalska"), ("Giulia Ferrari", "gferrari"), ("Peter Schmidt", "schmidt"),
    ("María García", "mgarcia"), ("Olivier Dubois", "o.dubois"), ("Sarah O'Connor", "sarah"), ("Li Wei", "liwei"),
)  # fmt: skip
FIRMS_JP = ("hinata-shoji", "kiku-unyu", "maruni", "sakuraya", "tokai-kogyo", "aoba-ec", "minato-foods", "yama-print")
FIRMS = ("brightpress", "norwood", "lagovia", "stellarform", "acmetrade", "parkhaus", "delmare", "ostrava-parts")
STOLEN = (
    "r.dallagno7337@lagomonza.example.it", "indah@esbkita.example.id", "info@mikrohogar.example.com",
    "contador@hotelsur.example.pe", "t_matsu@aquateku.example.co.jp", "khurram@durabuild.example.pk",
    "asistente@textilni.example.com.mx", "office@vmgroup.example.it", "a-fukuna@taiyoin.example.co.jp",
    "ccollante@ute.example.com.ar", "dohai@elenvn.example.vn", "fokhrul@globalb.example.com.bd",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADS = {
    "doc": _OLE, "xls": _OLE, "pdf": b"%PDF-1.7\n", "jpg": b"\xff\xd8\xff\xe0",
    "xlsm": b"PK\3\4\x14\0\0\0\0\0" + bytes(16) + b"\x13\0\0\0[Content_Types].xml",
    "zip": b"PK\3\4\x14\0\0\0\x08\0" + bytes(16) + b"\5\0\0\0a.doc",
    "locked": b"PK\3\4\x33\0\x01\0\x63\0" + bytes(16) + b"\5\0\0\0a.xls", "7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "one": bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"),
    "lnk": b"L\0\0\0" + bytes.fromhex("0114020000000000c000000000000046"),
}  # fmt: skip
HEADS |= {"docm": HEADS["xlsm"], "xlsx": HEADS["xlsm"], "docx": HEADS["xlsm"]}


@dataclass(frozen=True)
class Who:
    """A person with a mailbox."""

    name: str
    address: str
    latin: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"


@dataclass
class Mail:
    """A mail in the making. ``sender`` is the From field as it shall stand; ``received`` the newest first."""

    sender: str
    to: list[Who]
    subject: str
    text: str
    file: str = ""
    kind: str = ""
    page: str = ""
    header: list[tuple[str, str]] = field(default_factory=list)
    date: str = "Thu, 10 Mar 2022 11:22:33 +0900"
    received: list[str] = field(default_factory=list)

    def written(self) -> bytes:
        """The whole mail with CR LF."""
        people = ", ".join(f"{encoded(who.name)} <{who.address}>" if who.name else who.address for who in self.to)
        head = [f"Received: {one}" for one in self.received]
        head += [f"From: {self.sender}", f"To: {people}", f"Subject: {encoded(self.subject)}", f"Date: {self.date}"]
        head += [f"{name}: {value}" for name, value in self.header]
        if not any(name.lower() == "message-id" for name, _ in self.header):
            head.append("Message-ID: <a1b2c3d4@mailer.local>")
        head += ["MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="=_b"', "", "--=_b"]
        kind = "html" if self.page else "plain"
        head += [
            f"Content-Type: text/{kind}; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            _base64((self.page or self.text).encode()),
        ]
        if self.file:
            head += ["--=_b", "Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64"]
            head += [
                f"Content-Disposition: attachment; filename*=utf-8''{_percent(self.file)}",
                "",
                _base64(HEADS[self.kind].ljust(96, b"\0")),
            ]
        return "\r\n".join([*head, "--=_b--", ""]).encode("utf-8")


def encoded(text: str) -> str:
    """A text of a header as mail programs write it."""
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=10_000).encode()


def field_of(who: Who) -> str:
    """``"Taro Yamada" <a@b>``, or with an encoded word."""
    return f'"{who.name}" <{who.address}>' if who.name.isascii() else f"{encoded(who.name)} <{who.address}>"


def _base64(data: bytes) -> str:
    return base64.encodebytes(data).decode().replace("\n", "\r\n").rstrip()


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def firm(draw: Random, is_japanese: bool) -> str:
    """The domain of some firm."""
    if is_japanese:
        return f"{draw.choice(FIRMS_JP)}.example.{draw.choice(('co.jp', 'jp', 'com'))}"
    return f"{draw.choice(FIRMS)}.example.{draw.choice(('com', 'net', 'it', 'de', 'co.uk'))}"


def two(draw: Random, is_japanese: bool) -> tuple[Who, Who]:
    """Two people of different firms."""
    people = draw.sample(JAPANESE, 2) if is_japanese else [(name, name, local) for name, local in draw.sample(WESTERN, 2)]
    domains: list[str] = []
    while len(domains) < 2:
        if (domain := firm(draw, is_japanese)).partition(".")[0] not in {one.partition(".")[0] for one in domains}:
            domains.append(domain)
    first, second = (
        Who(latin if is_japanese and draw.random() < 0.3 else name, f"{local}@{domain}", latin)
        for (name, latin, local), domain in zip(people, domains, strict=True)
    )
    return first, second


def quote(draw: Random, by: Who, to: Who, subject: str, is_japanese: bool, form: str = "") -> str:
    """A mail of *by* to *to*, quoted as some program does."""
    said = (
        "いつもお世話になっております。\n先日の件、資料をお送りください。\n"
        if is_japanese
        else "Hello,\ncould you send me the documents?\n"
    )
    signed = f"{said}--\n{by.name}\n{by.address}\n"
    form = form or draw.choice(("outlook", "outlook", "names", "line", "signs"))
    if form in ("outlook", "names"):
        people = (str(by), str(to)) if form == "outlook" else (by.name, to.name)
        body = signed if form == "outlook" else said
        if is_japanese:
            head = f"差出人: {people[0]}\n送信日時: 2022年3月9日 18:02\n宛先: {people[1]}\n件名: {subject}"
            return f"\n-----元のメッセージ-----\n{head}\n\n{body}"
        head = f"From: {people[0]}\nSent: Wednesday, March 9, 2022 6:02 PM\nTo: {people[1]}\nSubject: {subject}"
        return f"\n-----Original Message-----\n{head}\n\n{body}"
    marked = "".join(f"> {line}\n" for line in signed.splitlines())
    if is_japanese:
        return f"\n2022年3月9日(水) 18:02 {by}:\n\n{marked}" if form == "line" else f"\n{by.name}さんは書きました:\n{marked}"
    return f"\nOn Wed, 9 Mar 2022 at 18:02, {by} wrote:\n\n{marked}" if form == "line" else f"\n{by.name} wrote:\n{marked}"


def signature(who: Who, is_japanese: bool) -> str:
    """How somebody signs."""
    return (
        f"\n--\n{who.name}\n営業部\nTEL 03-0000-0000\nE-mail: {who.address}\n"
        if is_japanese
        else f"\nBest regards,\n{who.name}\n{who.address}\n"
    )


SUBJECTS = (
    ("お見積の件", "請求書の送付について", "打ち合わせ日程", "【ご確認】納品について"),
    ("Quotation", "Invoice 4711", "Meeting on Friday", "Order status"),
)
