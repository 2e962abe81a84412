"""The mails of a small Japanese shop, alike only in size: about 44 KB each, always the same for a number.

    python bench/mails.py FILE COUNT [small]

writes COUNT of them as an mbox; *small* ones have some 3 KB and no attachments. Of ten mails seven carry a file (a photo, a Word
document, a workbook, a PDF, a zip of a document and a photo, pictures of a page), one is a long page, two are replies with a long
thread and a logo.
"""

from __future__ import annotations

import base64
import io
import random
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from email.header import Header
from pathlib import Path

SEED = 20260101
FILLING = 29_000
"""Bytes of a photo, so that a mail comes to about 44 KB."""
_JA = (
    "お世話になっております。", "先日はご注文ありがとうございました。", "ご注文の商品は明日発送いたします。",
    "請求書を添付いたしますのでご確認ください。", "納期についてご相談があります。", "在庫を確認したところ、あと三点ございます。",
    "お手数ですがご返信をお願いいたします。", "次回の打ち合わせは来週の火曜日でいかがでしょうか。", "写真をお送りします。",
    "価格表を更新しました。", "今後ともよろしくお願いいたします。",
)  # fmt: skip
_EN = (
    "Thank you for your order.", "Please find the price list attached.", "The goods will be shipped tomorrow morning.",
    "Could you confirm the quantity?", "We have updated the drawing as discussed.", "Let me know what suits you best.",
    "The meeting is on Tuesday at ten.", "Our warehouse is closed on Friday.", "Best regards, and have a nice weekend.",
)  # fmt: skip
_PEOPLE = (
    ("山田 太郎", "yamada@example.jp"), ("佐藤 花子", "sato@example.com"), ("Example Trading", "sales@example.com"),
    ("鈴木一郎", "suzuki@shop.example.jp"), ("John Miller", "john@mill.example"), ("田中 美咲", "tanaka@example.jp"),
)  # fmt: skip
_WROTE = "On Fri, Jan 2, 2026 at 11:22 AM John <john@mill.example> wrote:"
_SHAPES = ("photo", "document", "page", "workbook", "pdf", "reply", "archive", "pictures", "document", "reply")


def mail(number: int, small: bool = False) -> bytes:
    """The mail of a number, with line feeds."""
    draw = random.Random(SEED * 1_000_003 + number)
    shape = "reply" if small else _SHAPES[number % len(_SHAPES)]
    japanese = draw.random() < 0.7
    text = "\n".join(draw.choices(_JA if japanese else _EN, k=draw.randint(8, 40)))
    if small:
        return _header(draw, number, japanese) + _thread(draw, text, 12)
    parts = _PARTS[shape](draw, text)
    mark = f"=_{number:08x}_{draw.getrandbits(64):016x}"
    body = b"".join(b"--%s\n%s\n" % (mark.encode(), part) for part in parts)
    kind = {"page": "alternative", "pictures": "related"}.get(shape, "mixed")
    top = f'Content-Type: multipart/{kind};\n boundary="{mark}"\n\nThis is a multi-part message in MIME format.\n'
    return _header(draw, number, japanese) + top.encode() + body + b"--%s--\n" % mark.encode()


def mbox(count: int, small: bool = False) -> Iterator[bytes]:
    """*count* mails as the pieces of an mbox (mboxrd)."""
    for number in range(count):
        at = f"{1 + number % 28:2} {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
        yield f"From sender@example.com Thu Jan {at} 2026\n".encode()
        yield re.sub(rb"(?m)^(>*From )", rb">\1", mail(number, small)) + b"\n"


def _header(draw: random.Random, number: int, japanese: bool) -> bytes:
    (name, sender), (to, address) = draw.sample(_PEOPLE, 2)
    host = sender.partition("@")[2]
    subject = f"Re: ご注文の件 {number}" if japanese else f"Re: order {number}"
    day = f"Thu, {1 + number % 28:02} Jan 2026 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02} +0900"
    code = "".join(draw.choices("ABCDEF0123456789", k=12))
    signature = "".join(f";\n\t{tag}={base64.b64encode(draw.randbytes(size)).decode()}" for tag, size in (("bh", 32), ("b", 96)))
    lines = (
        f"Return-Path: <{sender}>",
        "Delivered-To: shop@example.jp",
        _received("mx1.example.jp (mx1.example.jp [192.0.2.25])", f"imap.example.jp (Postfix) with ESMTPS id {code}1", day),
        _received(
            f"mail.{host} (mail.{host} [192.0.2.{draw.randint(1, 99)}])", f"mx1.example.jp (Postfix) with ESMTPS id {code}2", day
        ),
        _received(
            f"[192.168.1.{draw.randint(2, 99)}] (pc.{host} [192.0.2.{draw.randint(100, 199)}])\n\t(Authenticated sender: {sender})",
            f"mail.{host} (Postfix) with ESMTPSA id {code}3",
            day,
        ),
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={host}; s=mail;\n\th=Date:From:To:Subject:From{signature}",
        f"Authentication-Results: mx1.example.jp; dkim=pass header.d={host};\n\tspf=pass smtp.mailfrom={sender}",
        f"From: {Header(name, 'utf-8').encode()} <{sender}>",
        f"To: {Header(to, 'utf-8').encode()} <{address}>",
        f"Subject: {Header(subject, 'iso-2022-jp' if japanese and number % 2 else 'utf-8').encode()}",
        f"Date: {day}",
        f"Message-ID: <{number}.{code}@{host}>",
        f"In-Reply-To: <{number - 1}.x@{host}>",
        f"References: <{number - 2}.x@{host}>\n <{number - 1}.x@{host}>",
        "User-Agent: Mozilla Thunderbird",
        "MIME-Version: 1.0",
    )
    return "\n".join(lines).encode() + b"\n"


def _received(who: str, by: str, day: str) -> str:
    return f"Received: from {who}\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\n\tby {by}; {day}"


def _thread(draw: random.Random, text: str, lines: int) -> bytes:
    """A reply and the thread below it, as old programs send them."""
    japanese = not text.isascii()
    quoted = "\n".join(f"{'> ' * draw.randint(1, 4)}{draw.choice(_JA if japanese else _EN)}" for _ in range(lines))
    heading = "2026年1月2日(金) 11:22 山田 太郎 <yamada@example.jp>:" if japanese else _WROTE
    charset = "iso-2022-jp" if japanese else "utf-8"
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {'7bit' if japanese else '8bit'}\n\n"
    return head.encode() + f"{text}\n\n{heading}\n{quoted}\n".encode(charset)


def _text(text: str) -> bytes:
    head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    return head + base64.encodebytes(f"{text}\n\n-- \nshop@example.jp\n".encode())


def _file(name: str, kind: str, data: bytes, extra: str = "") -> bytes:
    head = f'Content-Type: {kind}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\n{extra}'
    return head.encode() + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)


_JPEG = bytes.fromhex(
    "ffd8 ffe000104a46494600010100000100010000 ffdb004300" + "10" * 64 + "ffc0000b080100010001011100"
    "ffc4001f0000010501010101010100000000000000000102030405060708090a0b ffda0008010100003f00"
)
"""The segments before the picture itself (ITU T.81 B.2): tables, a frame of 256 x 256 grey points, the scan."""


def _jpeg(draw: random.Random, size: int) -> bytes:
    return _JPEG + draw.randbytes(size).replace(b"\xff", b"\xfe") + b"\xff\xd9"


def _png(draw: random.Random, size: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\2\0\0\0" + draw.randbytes(size)


def _package(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if name.endswith("jpeg") else zipfile.ZIP_DEFLATED)
    return held.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(*targets: tuple[str, str]) -> bytes:
    rows = "".join(f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets, 1))
    return (
        f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'.encode()
    )


def _types(main: str, kind: str) -> bytes:
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/><Override PartName="/{main}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    ).encode()


def _styles(draw: random.Random, space: str) -> bytes:
    rows = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="style {n}"/><w:rPr><w:sz w:val="{draw.randint(16, 40)}"/>'
        "</w:rPr></w:style>"
        for n in range(120)
    )
    return f'{_XML}<w:styles xmlns:w="{space}">{rows}</w:styles>'.encode()


def docx(draw: random.Random, text: str, filling: int = FILLING - 4000) -> bytes:
    """A Word document as Word writes one, with a photo in it."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines() * 2)
    return _package(
        {
            "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document"),
            "_rels/.rels": _relations(("officeDocument", "word/document.xml"), ("extended-properties", "docProps/app.xml")),
            "word/_rels/document.xml.rels": _relations(
                ("styles", "styles.xml"), ("image", "media/image1.jpeg"), ("settings", "settings.xml")
            ),
            "word/document.xml": f'{_XML}<w:document xmlns:w="{space}"><w:body>{rows}<w:sectPr/></w:body></w:document>'.encode(),
            "word/styles.xml": _styles(draw, space),
            "word/settings.xml": f'{_XML}<w:settings xmlns:w="{space}"><w:zoom w:percent="100"/></w:settings>'.encode(),
            "word/fontTable.xml": f'{_XML}<w:fonts xmlns:w="{space}"><w:font w:name="MS Mincho"/></w:fonts>'.encode(),
            "docProps/app.xml": f"{_XML}<Properties><Application>Microsoft Office Word</Application></Properties>".encode(),
            "word/media/image1.jpeg": _jpeg(draw, filling),
        }
    )


def xlsx(draw: random.Random, text: str) -> bytes:
    """A workbook of a price list."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row % 9}</v></c>'
        + "".join(f'<c r="{letter}{row}"><v>{draw.random()}</v></c>' for letter in "BCDEFGH")
        + "</row>"
        for row in range(1, 351)
    )
    sheet = '<sheets><sheet name="価格表" sheetId="1" r:id="rId1"/></sheets>'
    words = "".join(f"<si><t>{line}</t></si>" for line in text.splitlines())
    return _package(
        {
            "[Content_Types].xml": _types("xl/workbook.xml", "spreadsheetml.sheet"),
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": _relations(
                ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
            ),
            "xl/workbook.xml": f'{_XML}<workbook xmlns="{space}" xmlns:r="{_OFFICE}">{sheet}</workbook>'.encode(),
            "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
            "xl/sharedStrings.xml": f'{_XML}<sst xmlns="{space}">{words}</sst>'.encode(),
        }
    )


def pdf(draw: random.Random) -> bytes:
    """A PDF of one page with a picture."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[<</Subtype/Link/A<</S/URI/URI(https://example.jp/)>>>>]>>",
        b"<</Length 44>>stream\nBT /F1 24 Tf 72 720 Td (invoice 2026-01) Tj ET\nendstream",
        b"<</Type/XObject/Subtype/Image/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (FILLING + 22, _jpeg(draw, FILLING)),
    )
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (rows, len(out))


def _html(draw: random.Random, text: str, rows: int) -> str:
    cells = "".join(
        f'<tr><td style="font-family:Arial,sans-serif;font-size:14px;padding:4px 8px" class="c{n % 7}"><a href="https://shop.example.jp/item/'
        f'{draw.getrandbits(40):x}?utm_source=mail&amp;n={n}"><img src="https://img.example.jp/{n}.jpg" alt="" width="120"></a>'
        f"<p>{draw.choice(_JA)} &yen;{draw.randint(100, 9999)}&nbsp;</p></td></tr>\n"
        for n in range(rows)
    )
    lines = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
    top = '<!DOCTYPE html><html><head><meta charset="utf-8"><style>p{margin:0}</style></head>'
    return f"{top}<body>{lines}<table>{cells}</table></body></html>"


def _page(draw: random.Random, text: str) -> list[bytes]:
    import quopri

    html = quopri.encodestring(_html(draw, text, 90).encode())
    return [_text(text), b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" + html]


def _pictures(draw: random.Random, text: str) -> list[bytes]:
    html = base64.encodebytes(_html(draw, text, 6).encode())
    page = b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + html
    return [page, *(_file(f"image00{n}.png", "image/png", _png(draw, 9000), f"Content-ID: <i{n}>\n") for n in (1, 2, 3))]


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARTS: dict[str, Callable[[random.Random, str], list[bytes]]] = {
    "photo": lambda draw, text: [_text(text), _file("DSC_0123.jpg", "image/jpeg", _jpeg(draw, FILLING))],
    "document": lambda draw, text: [_text(text), _file("order.docx", _DOCX, docx(draw, text))],
    "page": _page,
    "workbook": lambda draw, text: [_text(text), _file("prices.xlsx", _XLSX, xlsx(draw, text))],
    "pdf": lambda draw, text: [_text(text), _file("invoice.pdf", "application/pdf", pdf(draw))],
    "reply": lambda draw, text: [_thread(draw, text, 250), _file("logo.png", "image/png", _png(draw, FILLING - 10_000))],
    "archive": lambda draw, text: [
        _text(text),
        _file(
            "files.zip", "application/zip", _package({"order.docx": docx(draw, text, 12_000), "photo.jpeg": _jpeg(draw, 12_000)})
        ),
    ],
    "pictures": _pictures,
}


def write(path: Path, count: int, small: bool = False) -> int:
    """*count* mails as an mbox at *path*; its size in bytes."""
    with path.open("wb") as file:
        for piece in mbox(count, small):
            file.write(piece)
        return file.tell()


if __name__ == "__main__":
    written = write(Path(sys.argv[1]), int(sys.argv[2]), "small" in sys.argv[3:])
    sys.stdout.write(f"{written} bytes, {written // int(sys.argv[2])} a mail\n")
