"""What a reported mail says and carries. Nothing attached does anything."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from random import Random

from support.incidents import texts
from support.incidents.reading import Piece
from support.office.ole_writer import compound_file
from support.pdf_files import pdf

_FOOTER = "\n\n_______________________________________________\nyasai-ken mailing list\nyasai-ken@lists.example.net"
_TEXTS: dict[str, tuple[str, ...]] = {
    "casino": (
        "お問い合わせありがとうございます。",
        "",
        "お問い合わせ内容:",
        "オンラインカジノ 入会特典 https://casino.example.net/bonus",
        "",
        "さくら食品",
    ),
    "extortion": (
        "あなたの端末に侵入し、連絡先とカメラの映像を入手しました。",
        "48時間以内に送金してください。",
        "誰にも相談しないでください。",
    ),
    "phishing": (
        "お客様の口座の利用を一時的に制限しました。",
        "下記より本人確認をお願いします。",
        "https://bank-login.example.net/verify",
    ),
    "bank account": (
        "いつもお世話になっております。",
        "",
        "振込先の口座が変わりました。今月分より新しい振込先へお願いいたします。",
        "新しい振込先: みほん銀行 本店 普通 0000000",
    ),
    "absence": ("メールをありがとうございます。", "本日より不在にしております。11月12日以降にご返信いたします。", "", "鈴木"),
    "newsletter": (
        "11月のおすすめをお届けします。",
        "",
        "りんごジャム、新米、冬の鍋セット",
        "https://shop.sakura.example.jp/11",
        "",
        "配信停止: https://shop.sakura.example.jp/u",
    ),
    "links to shop": (
        "今週の入荷のお知らせです。",
        "https://shop.sakura.example.jp/week",
        "",
        "配信停止: https://esp.example.com/u",
    ),
    "order of hana": ("ご注文を承りました。", "", "ご注文番号 H-20531 りんごジャム 24個", "お届け予定 11月12日"),
    "Scanned image": ("Scanned image from MX-3070", "Device Name: COPIER-3F", "File Format: PDF", "Resolution: 300dpi"),
    "web page": (
        "さくら食品です。",
        "創業以来、地元の果物でジャムを作ってまいりました。",
        "新しいお取引条件をお送りしますので、ご返信ください。",
    ),
    "link": ("お世話になっております。", "下記より書類をご確認ください。", "https://files.example.net/d/1"),
}


def password_of(incident: Piece, piece: Piece) -> str:
    """That of the attached archive, which stands in the text."""
    told = re.search(r"パスワード\D{0,3}(\d{3,4})", piece["body"])
    return told[1] if told else f"{sum(map(ord, incident['id'] + piece['id'])) * 7919 % 9000 + 1000}"


def text_of(incident: Piece, piece: Piece, rng: Random) -> str:
    """The text above what is quoted. Where the incident tells Japanese words, those; where it describes, words of that kind."""
    told = piece["body"]
    if told.startswith("as r"):
        told = next(one["body"] for one in incident["evidence"] if one["id"] == told.split()[1])
    genuine = "genuine" in told and "thread" not in told
    text = next(("\n".join(lines) for mark, lines in _TEXTS.items() if mark in told), "")
    if not text:
        japanese = re.sub(r"\n?--- quoted:.*", "", told, flags=re.DOTALL)
        text = re.sub(r" \([a-z ]+\)$", "", japanese) if re.search("[ぁ-ん]", japanese) else ""
    text = text or (
        f"{texts.body(rng)}\n" if genuine else "お世話になっております。\n添付の書類をご確認ください。\nよろしくお願いいたします。"
    )
    if "encrypted" in piece["attachment"] and "パスワード" not in text:
        text += f"\n\n添付ファイル名: {_name(incident, piece)}.zip\nパスワード: {password_of(incident, piece)}"
    return text + (_FOOTER if "footer" in told else "")


def without_footer(text: str) -> str:
    """As it was before a mailing list had it."""
    return text.removesuffix(_FOOTER)


def attachment_of(incident: Piece, piece: Piece) -> tuple[str, str, bytes] | None:
    """Name, type and bytes of what is attached; inert."""
    told, name = piece["attachment"], _name(incident, piece)
    if told.startswith("zip (encrypted"):
        password = password_of(incident, piece).encode()
        return f"{name}.zip", "application/zip", _locked(f"{name}.txt", "これは試験用の文書です。\n".encode(), password)
    if told.startswith("zip"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr(zipfile.ZipInfo("readme.txt", (2026, 11, 10, 9, 0, 0)), "これは試験用の文書です。\n")
        return f"{name}.zip", "application/zip", out.getvalue()
    if told.startswith("xls"):
        book = compound_file({"Workbook": bytes.fromhex("0908100000060500") + bytes(12) + bytes.fromhex("0a000000") + bytes(4096)})
        return f"{name}.xls", "application/vnd.ms-excel", book
    if told.startswith("pdf"):
        return "shorui.pdf", "application/pdf", pdf([b"<< /Type /Pages /Kids [] /Count 0 >>"])
    return None


def _name(incident: Piece, piece: Piece) -> str:
    number = sum(map(ord, incident["id"] + piece["id"])) * 104729
    return f"{('seikyu', 'mitsumori', 'chumon', 'form')[number % 4]}_{number % 10**6:06d}"


def _locked(name: str, content: bytes, password: bytes) -> bytes:
    """A ZIP with one member under a password (APPNOTE 6.1), which the standard library reads but does not write."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo(name, (2026, 11, 10, 9, 0, 0)), content)
    plain = out.getvalue()
    at = 30 + len(name.encode())
    size = len(content)
    head = bytearray(plain[:at])
    head[6] |= 1
    head[18:22] = (size + 12).to_bytes(4, "little")
    body = _crypted(bytes(11) + bytes([zlib.crc32(content) >> 24]) + content, password)
    directory = bytearray(plain[at + size :])
    directory[8] |= 1
    directory[20:24] = (size + 12).to_bytes(4, "little")
    end = directory.rindex(b"PK\x05\x06")
    directory[end + 16 : end + 20] = (len(head) + len(body)).to_bytes(4, "little")
    return bytes(head) + body + bytes(directory)


def _crypted(plain: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]
    for byte in password:
        _stir(keys, byte)
    out = bytearray()
    for byte in plain:
        temp = keys[2] | 2
        out.append(byte ^ (temp * (temp ^ 1) >> 8 & 0xFF))
        _stir(keys, byte)
    return bytes(out)


def _stir(keys: list[int], byte: int) -> None:
    keys[0] = _crc(keys[0], byte)
    keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
    keys[2] = _crc(keys[2], keys[1] >> 24)


def _crc(crc: int, byte: int) -> int:
    return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
