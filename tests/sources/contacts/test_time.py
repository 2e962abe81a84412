"""Files made to take long do not: time grows with their size."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mimawari import knowledge
from mimawari.model import Looked, Origin
from mimawari.sources.contacts import contacts, in_mailbox, recognises
from mimawari.sources.orders import orders
from mimawari.sources.orders import recognises as is_order

SIZE = 1 << 20
MORK = b'// <!-- <mdb:mork:z v="1.4"/> -->\n'
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\n"
HEAD = "注文番号,氏名,メールアドレス,備考\n".encode()
HOSTILE = {
    "newlines": b"\n" * SIZE,
    "comments": b"#\n" * (SIZE // 2),
    "blanks": b" \t" * (SIZE // 2),
    "mork-open-cells": MORK + b"(a=" * (SIZE // 3),
    "mork-open-dictionaries": MORK + b"<(a=c)" * (SIZE // 6),
    "mork-open-rows": MORK + b"[ " * (SIZE // 2),
    "mork-blanks-in-a-row": MORK + b"[" + b" " * SIZE,
    "mork-backslashes": MORK + b"(a=" + b"\\" * SIZE,
    "mork-closed": MORK + b"(a=\\)" * (SIZE // 5),
    "vcard-parameters": CARD + b"EMAIL" + b";TYPE=a" * (SIZE // 8) + b":a@example.com\r\nEND:VCARD\r\n",
    "vcard-quotes": CARD + b'EMAIL;X="' + b'a"' * (SIZE // 4) + b":a\r\nEND:VCARD\r\n",
    "vcard-folds": CARD + b"NOTE:x\r\n" + b" \r\n" * (SIZE // 3) + b"END:VCARD\r\n",
    "vcard-begins": CARD * (SIZE // len(CARD)),
    "vcard-quoted-printable": CARD + b"NOTE;QUOTED-PRINTABLE:" + b"=\r\n" * (SIZE // 6) + b"\r\nEND:VCARD\r\n",
    "quotes": HEAD + b'"\n' * (SIZE // 2),
    "open-quotes": HEAD + (b'"x,y\n' + b"1,a,b,c\n" * 300) * (SIZE // 2500),
    "swallowed": HEAD + (b'1,"a,b@c,d\n' + b"2,x,y@z,w\n" * 198 + b'3,q" r,y@z,w\n') * (SIZE // 2000),
    "addresses": HEAD + b"1,x,y," + b"a@" * (SIZE // 3) + b"\n",
    "one-address": HEAD + b"1,x,y," + b"a" * (SIZE // 2) + b"@\n",
    "japanese-address": HEAD + b"1,x,y," + "都市".encode() * (SIZE // 12) + b"a" * (SIZE // 3) + b"@b\n",
    "columns": b",".join(b"mail" for _ in range(SIZE // 5)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_size(tmp_path: Path, name: str) -> None:
    path, at = tmp_path / "x", Origin("s", "x")
    path.write_bytes(HOSTILE[name])
    begun = time.process_time()
    for ask in (recognises, in_mailbox, is_order):
        ask(path)
    assert isinstance([*contacts(path, at)][-1], Looked)
    assert isinstance([*orders(path, at, knowledge.load().order_layouts)][-1], Looked)
    assert time.process_time() - begun < 8
