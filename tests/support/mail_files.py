"""Mails for tests: replies with a file and its password, nested, broken, hostile."""

from __future__ import annotations

import base64
from email.message import EmailMessage

REPLY_JA = """山田様

お世話になっております。
添付ファイルをご確認ください。

添付ファイル名: {file}
解凍パスワード: {password}

以上、よろしくお願いいたします。
"""
REPLY_EN = """Hello,

please see the attached archive.
Zip pass: {password}

Regards
"""


def reply(password: str, file: str = "2022-03-03_1122.zip", content: bytes = b"PK\5\6" + bytes(18), text: str = REPLY_JA) -> bytes:
    """A reply with a file and its password in the text."""
    mail = EmailMessage()
    mail["From"] = '"山田 太郎" <sender@example.com>'
    mail["To"] = "花子 <recipient@example.jp>"
    mail["Subject"] = "Re: 請求書の件"
    mail["Date"] = "Thu, 03 Mar 2022 11:22:33 +0900"
    mail["Message-ID"] = "<1@example.com>"
    mail.set_content(text.format(file=file, password=password))
    mail.add_attachment(content, maintype="application", subtype="zip", filename=file)
    return mail.as_bytes()


def raw(*lines: str | bytes) -> bytes:
    """Lines with CR LF."""
    return b"\r\n".join(line.encode() if isinstance(line, str) else line for line in lines) + b"\r\n"


def mixed(
    *parts: bytes, boundary: str = "b1", closed: bool = True, header: bytes = b"Subject: parts\r\nFrom: a@example.com\r\n"
) -> bytes:
    """A multipart of raw parts (each with its own header)."""
    top = header + f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode()
    body = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    return top + body + (f"--{boundary}--\r\n".encode() if closed else b"")


def attached(name: str, content: bytes, extra: str = "") -> bytes:
    """A part of :func:`mixed` in base64; *name* stands as it is behind ``filename=``."""
    head = f"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename={name}\r\n{extra}"
    return head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content).replace(b"\n", b"\r\n")


def text(content: str | bytes, charset: str = "utf-8", encoding: str = "8bit") -> bytes:
    """A part of text."""
    data = content.encode(charset) if isinstance(content, str) else content
    return f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + data


def nested(depth: int) -> bytes:
    """Multiparts in each other, each with a border of its own."""
    head = b"Subject: deep\r\nFrom: a@example.com\r\n"
    return (
        head
        + b"".join(f'Content-Type: multipart/mixed; boundary="n{n}"\r\n\r\n--n{n}\r\n'.encode() for n in range(depth))
        + b"\r\nend\r\n"
    )
