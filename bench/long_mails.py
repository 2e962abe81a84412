"""The made-up shop of ``tests/support/exposure_truth.py`` with mails as long as people write them.

A mail has a text and the same as a page, below both the thread that it answers, and a signature; half of them are larger than 8 KB.
One of ten has a file of some 200 KB attached.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterable

from support.exposure_people import OWN, One
from support.exposure_truth import World

_SENTENCES = (
    "いつも大変お世話になっております。先日お送りいただいた件につきまして、社内で確認いたしました。",
    "納期は来週の水曜日を予定しておりますが、在庫の状況により前後する場合がございます。",
    "お手数をおかけいたしますが、内容をご確認のうえ、ご返信くださいますようお願い申し上げます。",
    "数量は前回と同じで差し支えございません。色は緑のほうでお願いいたします。",
    "なお、送料は弊社にて負担いたしますので、ご安心ください。",
    "ご不明な点がございましたら、いつでもお問い合わせください。",
)
_SIGNATURE = f"--\nみどり商店　通販担当\nMail: shop@{OWN}\nhttps://www.{OWN}/\n"
_FILES = 8
_SIZE = range(150_000, 250_000)
_EVERY = 10


class LongMails(World):
    """The same people and the same counts; whoever stands in a mail with a file has ``attachment`` as well."""

    def __init__(self, seed: int, mails: int, rows: int, customers: int, partners: int) -> None:
        super().__init__(seed, mails, rows, customers, partners)
        self._long = random.Random(seed)
        self._files = [base64.encodebytes(self._long.randbytes(self._long.choice(_SIZE))) for _ in range(_FILES)]
        self._in_it: list[One] = []

    def _mail(self, number: int) -> bytes:
        self._in_it = []
        return super()._mail(number)

    def _seen(self, people: Iterable[One], tie: str, kinds: Iterable[str]) -> None:
        found = list(people)
        self._in_it += found
        super()._seen(found, tie, kinds)

    def _body(self, text: str, charset: str) -> bytes:
        written = "\n".join((text, *self._said(1), _SIGNATURE, *self._thread()))
        page = "".join(f'<p class="MsoNormal"><span lang="JA">{line or "&nbsp;"}</span></p>\n' for line in written.split("\n"))
        inner = b"".join(
            (
                b'Content-Type: multipart/alternative; boundary="two"\n\n',
                self._part("text/plain", written, charset),
                self._part("text/html", f"<html><head><style>p {{margin: 0}}</style></head><body>{page}</body></html>", charset),
                b"--two--\n",
            )
        )
        if self._long.randrange(_EVERY):
            return b"MIME-Version: 1.0\n" + inner
        for one in self._in_it:
            one.data.add("attachment")
        head = b'Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment; filename="a.pdf"\n'
        file = head + b"Content-Transfer-Encoding: base64\n\n" + self._long.choice(self._files)
        return b"".join(
            (
                b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="one"\n\n--one\n',
                inner,
                b"--one\n",
                file,
                b"--one--\n",
            )
        )

    def _said(self, most: int) -> list[str]:
        return [self._long.choice(_SENTENCES) for _ in range(1 + self._long.randrange(3 * most))]

    def _thread(self) -> list[str]:
        """The mails that are answered, each with a line that says whose it is."""
        lines: list[str] = []
        for depth in range(int(self._long.lognormvariate(1.15, 0.8))):
            lines.append(f"2026年1月{1 + depth % 28}日(土) 10:00 みどり商店 <shop@{OWN}>:")
            lines += ["> " * (1 + depth % 5) + line for line in (*self._said(2), *_SIGNATURE.split("\n"))]
        return lines

    @staticmethod
    def _part(kind: str, text: str, charset: str) -> bytes:
        data = text.encode(charset, "replace")
        is_plain = charset == "iso-2022-jp"
        body = data + b"\n" if is_plain else base64.encodebytes(data)
        encoding = "7bit" if is_plain else "base64"
        return f"--two\nContent-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + body
