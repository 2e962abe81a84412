"""The mails that brought them: a reply with a locked archive and its password, or with a link."""

from __future__ import annotations

import string
from collections.abc import Callable
from email.message import EmailMessage
from random import Random

from support.archives import Member
from support.archives import zipped as zip_of
from support.carriers.sample import Sample
from support.draws import letters

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_JAPANESE = (
    (
        "お世話になっております。\n添付ファイルをご確認ください。\n\n"
        "添付ファイル名: {file}\n解凍パスワード: {password}\n\n以上、よろしくお願いいたします。\n"
    ),
    "いつもお世話になっております。\n資料をお送りします。\n\nパスワード：{password}\n",
    "添付のファイルは暗号化されています。\n解凍パスワードは「{password}」です。\n",
    "■ファイル名\n{file}\n■パスワード\n{password}\n\n株式会社サンプル\n",
    "ﾊﾟｽﾜｰﾄﾞ：{password}\nよろしくお願いします。\n",
    "開封パスワード【{password}】\n",
)
_ENGLISH = (
    "Hello,\n\nplease see the attached archive.\nZip pass: {password}\n\nRegards\n",
    "Good morning,\nattached file {file}\nPassword: {password}\n",
    "The password for the attached document is {password}.\n",
)


def password(draw: Random) -> str:
    """In the shapes that were seen: three to five digits, nine capitals, eleven letters and digits."""
    return draw.choice(
        (
            letters(draw, 3, 5, string.digits),
            letters(draw, 9, 9, string.ascii_uppercase),
            letters(draw, 10, 10, string.ascii_lowercase + string.digits) + draw.choice(string.digits),
        )
    )


def locked(draw: Random, name: str, data: bytes, secret: str) -> bytes:
    """One member behind a password, by the old cipher or by AES."""
    if draw.random() < 0.6:
        wide = not name.isascii() and draw.random() < 0.5
        raw, flags = (name.encode("cp932"), 0) if wide else (name.encode(), 0 if name.isascii() else 0x800)
        return zip_of(Member(raw, data, flags=flags, password=secret.encode()))
    return with_aes({name: data}, secret)


def with_aes(members: dict[str, bytes], secret: str) -> bytes:
    """The members behind AES."""
    import io

    import pyzipper

    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(secret.encode())
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _put(draw: Random, mail: EmailMessage, text: str) -> None:
    """The text in one of the charsets that Japanese mails have, plain or as a page."""
    charset = draw.choice(("utf-8", "utf-8", "iso-2022-jp", "shift_jis"))
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    if draw.random() < 0.3:
        lines = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
        mail.set_content(f"<html><body>{lines}</body></html>", subtype="html", charset=charset, cte="base64")
    else:
        mail.set_content(
            text, charset=charset, cte="7bit" if charset == "iso-2022-jp" else draw.choice(("base64", "quoted-printable"))
        )


def mail(draw: Random, text: str, files: dict[str, bytes], page: str = "") -> bytes:
    """A reply."""
    one = EmailMessage()
    one["From"] = '"山田 太郎" <sender@example.com>'
    one["To"] = "花子 <recipient@example.jp>"
    one["Subject"] = draw.choice(("Re: 請求書の件", "RE: ", "Fwd: invoice", "Re: Re: 会議のご案内"))
    one["Date"] = "Thu, 03 Mar 2022 11:22:33 -0900"
    one["Message-ID"] = f"<{draw.getrandbits(60)}@example.com>"
    _put(draw, one, text)
    if page:
        one.add_alternative(page, subtype="html")
    for name, data in files.items():
        one.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return one.as_bytes()


def replying(inner: Callable[[Random], Sample], *, is_told: bool = True) -> Callable[[Random], Sample]:
    """The thing of *inner* in a locked archive in a mail that tells the password, unless it does not."""

    def drawn(draw: Random) -> Sample:
        thing, secret = inner(draw), password(draw)
        archive = draw.choice(
            (f"2022-{draw.randint(10, 28)}-03_{draw.randint(1000, 2359)}.zip", f"{letters(draw, 4, 8)}.zip", "請求書.zip")
        )
        body = draw.choice(_JAPANESE + _ENGLISH)
        shown = secret.translate(WIDE) if body in _JAPANESE and draw.random() < 0.4 else secret
        text = body.format(file=archive, password=shown if is_told else "別便でお知らせします")
        data = mail(draw, text, {archive: locked(draw, thing.name, thing.data, secret)})
        return Sample(f"{letters(draw, 4, 8)}.eml", data, thing.family, thing.kinds, (archive, thing.name, *thing.way))

    return drawn


def attaching(inner: Callable[[Random], Sample]) -> Callable[[Random], Sample]:
    """The thing itself in a mail."""

    def drawn(draw: Random) -> Sample:
        thing = inner(draw)
        data = mail(draw, draw.choice(_ENGLISH).format(file=thing.name, password="-"), {thing.name: thing.data})
        return Sample(f"{letters(draw, 4, 8)}.eml", data, thing.family, thing.kinds, (thing.name, *thing.way))

    return drawn
