"""What people attach: papers, tables, pictures, each different; and locked archives, always the same bytes for a seed."""

from __future__ import annotations

import hashlib
import hmac
import io
import struct
import zlib
from collections.abc import Callable
from datetime import datetime
from random import Random

from support.archives import Member
from support.archives import zipped as zip_of
from support.carriers import honest_documents as papers
from support.carriers import honest_files as files
from support.carriers import honest_tools as tools
from support.carriers.sample import zipped
from support.mailboxes import texts
from support.mailboxes.wire import File
from support.office.ooxml_writer import Rel, package, page, run
from support.pdf_files import pdf, stream

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="{0}" sheetId="1" r:id="rId9"/></sheets></workbook>'
)


def docx(draw: Random, moment: datetime, lang: str = "ja") -> File:
    lines = [run(f"{draw.choice(texts.GOODS)} {draw.randint(1, 9999)} {texts.nonce(draw)}") for _ in range(draw.randint(3, 20))]
    return File(_name(draw, moment, lang, "docx"), package("docx", page(*lines)), DOCX)


def xlsx(draw: Random, moment: datetime, lang: str = "ja") -> File:
    rows = "".join(f'<row><c t="inlineStr"><is><t>{texts.nonce(draw)}</t></is></c></row>' for _ in range(draw.randint(5, 60)))
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    rels = (Rel("xl/workbook.xml", "worksheet", "worksheets/sheet1.xml", id="rId9"),)
    data = package("xlsx", _BOOK.format(texts.nonce(draw)).encode(), {"xl/worksheets/sheet1.xml": sheet}, rels)
    return File(_name(draw, moment, lang, "xlsx"), data, XLSX)


def paper(draw: Random, moment: datetime, lang: str = "ja") -> File:
    """A PDF with a page of text."""
    shown = " ".join(texts.nonce(draw) for _ in range(draw.randint(5, 80)))
    content = stream(f"BT /F1 12 Tf 72 720 Td ({shown}) Tj ET".encode())
    return File(_name(draw, moment, lang, "pdf"), pdf([content]), "application/pdf")


def picture(draw: Random, moment: datetime, lang: str = "ja", side: int = 0) -> File:
    """A photograph of noise."""
    from PIL import Image

    side, out = side or draw.randint(16, 64), io.BytesIO()
    Image.frombytes("L", (side, side), draw.randbytes(side * side)).save(out, "JPEG", quality=90)
    return File(f"{draw.choice(('IMG', 'DSC', 'P'))}_{draw.randint(1000, 9999)}.jpg", out.getvalue(), "image/jpeg")


def table(draw: Random, moment: datetime, lang: str = "ja") -> File:
    rows = "".join(f"{texts.nonce(draw)},{draw.randint(1, 999)},{draw.choice(texts.GOODS)}\r\n" for _ in range(draw.randint(3, 40)))
    return File(_name(draw, moment, lang, "csv"), rows.encode("cp932"), "text/csv")


def bundle(draw: Random, moment: datetime, lang: str = "ja") -> File:
    """A plain zip of some papers."""
    inner = [one(draw, moment, "en") for one in draw.sample((docx, xlsx, paper, picture), 2)]
    return File(_name(draw, moment, lang, "zip"), zipped({one.name: one.data for one in inner}), "application/zip")


PLAIN: tuple[Callable[..., File], ...] = (docx, xlsx, paper, paper, picture, picture, table, bundle)
_STEMS_JA = ("見積書", "請求書", "納品書", "注文書", "議事録", "カタログ校正", "在庫一覧", "{0}月分明細")
_STEMS_EN = ("Invoice", "Quotation", "packing_list", "Report", "order form", "Price list {0}", "minutes")


def _name(draw: Random, moment: datetime, lang: str, extension: str) -> str:
    stem = draw.choice(_STEMS_EN if lang == "en" else _STEMS_JA).format(moment.month)
    return f"{stem}_{moment:%Y%m%d}{draw.choice(('', '_2', f'-{draw.randint(1, 99)}'))}.{extension}"


def filling(draw: Random, moment: datetime, size: int) -> list[File]:
    """A picture or a paper that makes a mail about *size* bytes larger."""
    size = int(size * 0.73 * draw.uniform(0.7, 1.3))
    if size < 1500:
        return []
    which = draw.randrange(4)
    if which == 0:
        return [File(_name(draw, moment, "ja", "pdf"), pdf([stream(draw.randbytes(size), b"/Subtype /Image")]), "application/pdf")]
    image = picture(draw, moment, side=max(16, int((size / 0.95) ** 0.5)))
    if which == 1:
        return [image]
    if which == 2:
        parts = {"word/media/image1.jpeg": image.data}
        return [File(_name(draw, moment, "ja", "docx"), package("docx", page(run(texts.nonce(draw))), parts=parts), DOCX, "2231")]
    return [File(_name(draw, moment, "en", "zip"), zipped({image.name: image.data}), "application/zip")]


MACROS = (papers.template, papers.form, papers.report, papers.opener, papers.rates, papers.old_macros, papers.old_tools,
          papers.inventory, tools.plug_in, tools.updating_book, tools.starting_book, tools.mailing_document,
          tools.generated_form)  # fmt: skip
LINKS = (files.admin_link, files.document_link, tools.shortcuts)
NOTEBOOKS = (files.notebook, files.admin_notebook, tools.tips)


def locked(draw: Random, members: dict[str, bytes], secret: str) -> bytes:
    """Behind the old cipher, or behind AES."""
    if draw.random() < 0.5:
        return with_aes(draw, members, secret)
    return zip_of(*(Member(name.encode("cp932"), data, password=secret.encode()) for name, data in members.items()))


def with_aes(draw: Random, members: dict[str, bytes], secret: str) -> bytes:
    """WinZip's AES (https://www.winzip.com/en/support/aes-encryption/), AE-2 with 256 bits."""
    body, directory = b"", b""
    for name, data in members.items():
        raw = name.encode()
        kept = _sealed(draw, data, secret.encode())
        extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 8)
        words = struct.pack("<HHHHHIIIHH", 51, 0x801, 99, 0, 0x5462, 0, len(kept), len(data), len(raw), len(extra))
        directory += b"PK\1\2" + struct.pack("<H", 51) + words + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + raw + extra
        body += b"PK\3\4" + words + raw + extra + kept
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + end


def _sealed(draw: Random, data: bytes, secret: bytes) -> bytes:
    from Cryptodome.Cipher import AES
    from Cryptodome.Util import Counter

    salt = draw.randbytes(16)
    keys = hashlib.pbkdf2_hmac("sha1", secret, salt, 1000, 66)
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    cipher = AES.new(keys[:32], AES.MODE_CTR, counter=Counter.new(128, initial_value=1, little_endian=True))
    hidden = cipher.encrypt(packed)
    return salt + keys[64:66] + hidden + hmac.new(keys[32:64], hidden, "sha1").digest()[:10]
