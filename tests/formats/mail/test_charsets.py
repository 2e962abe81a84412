"""Character sets as met in Japanese mail: bytes made with Python's codecs, or by hand from the standard that defines them."""

from __future__ import annotations

import pytest

from mimawari.formats.scripts.charsets import decoded

JIS = b"\x1b$B;3ED\x1b(B"


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        ("①㈱髙橋ｶﾅ～－".encode("cp932"), "shift_jis", "①㈱髙橋ｶﾅ～－"),
        ("①㈱髙橋ｶﾅ～です".encode("cp932"), "", "①㈱髙橋ｶﾅ～です"),
        # EUC-JP: NEC's row 13 (AD A1), IBM's extension in NEC's place (FC E2), half-width katakana (8E), JIS X 0212 (8F).
        (b"\xad\xa1" + "請求書です".encode("euc_jp"), "euc-jp", "①請求書です"),
        (b"\xfc\xe2" + "橋です".encode("euc_jp"), "EUC-JP", "髙橋です"),
        (b"\x8e\xb6\x8e\xc5 \x8f\xb0\xa1" + "です".encode("euc_jp"), "euc-jp", "ｶﾅ 丂です"),
        (b"\xa1\xc1\xa1\xdd" + "です".encode("euc_jp"), "euc-jp", "～－です"),
        # A pair that Windows does not have.
        ("𠮟る".encode("euc_jis_2004"), "euc-jp", "𠮟る"),
        # ISO-2022-JP and what was added to it.
        (b"\x1b$B-!-j;3ED\x1b(B", "iso-2022-jp", "①㈱山田"),
        (b"\x1b(I654\x1b(B", "iso-2022-jp", "ｶｵｴ"),
        (b"\xb6\xc5 " + JIS, "iso-2022-jp", "ｶﾅ 山田"),
        (JIS + b" \x0e6E\x0f.", "iso-2022-jp", "山田 ｶﾅ."),
        ("①𠮟𩸽山田".encode("iso2022_jp_2004"), "iso-2022-jp-2004", "①𠮟𩸽山田"),
        ("①𠮟𩸽山田".encode("iso2022_jp_2004"), "iso-2022-jp", "①𠮟𩸽山田"),
        ("①𠮟𩸽山田".encode("iso2022_jp_2004"), "", "①𠮟𩸽山田"),
        ("①山田".encode("iso2022_jp_3"), "iso-2022-jp-3", "①山田"),
        ("丂山田".encode("iso2022_jp_1"), "iso-2022-jp-1", "丂山田"),
        # Labels that lie.
        ("請求書".encode(), "iso-2022-jp", "請求書"),
        ("請求書".encode("iso-2022-jp"), "utf-8", "請求書"),
        ("請求書です".encode(), "shift_jis", "請求書です"),
        ("請求書です".encode("cp932"), "utf-8", "請求書です"),
        ("請求書です".encode("cp932"), "iso-2022-jp", "請求書です"),
        ("請求書です".encode("cp932"), "euc-jp", "請求書です"),
        ("請求書です".encode("cp932"), "iso-8859-1", "請求書です"),
        ("請求書です".encode(), "us-ascii", "請求書です"),
        # A character that was cut, in UTF-8; and what only resembles it.
        ("請求書".encode()[:-1] + "です".encode() + b"!!", "utf-8", "請求\ufffdです!!"),
        ("請求書".encode()[:-1] + "です。".encode(), "", "請求\ufffdです。"),
        ("déjà vu à Paris".encode("cp1252"), "", "déjà vu à Paris"),
        # With marks and without; others.
        ("請求書".encode("utf-8-sig"), "", "請求書"),
        ("請求書".encode("utf-16"), "", "請求書"),
        ("請求書\r\nです".encode("utf-16-le"), "", "請求書\r\nです"),
        ("請求書😀".encode("utf-7"), "utf-7", "請求書😀"),
        (b"+2AA- x", "utf-7", "\ufffd x"),
        ("发票".encode("gb18030"), "gb2312", "发票"),
        ("發票".encode("big5"), "big5", "發票"),
        ("청구서".encode("cp949"), "ks_c_5601-1987", "청구서"),
        ("한국".encode("iso2022_kr"), "iso-2022-kr", "한국"),
        ("Größe".encode("latin-1"), "iso-8859-1", "Größe"),
        ("“Größe” – 5 €".encode("cp1252"), "iso-8859-1", "“Größe” – 5 €"),
    ],
)
def test_what_people_meant(data: bytes, label: str, text: str) -> None:
    assert decoded(data, label) == text


@pytest.mark.parametrize("label", ["euc-jp", "iso-2022-jp", "shift_jis", "utf-8", "iso-2022-jp-2004", "utf-7", ""])
def test_broken_bytes_never_fail(label: str) -> None:
    for data in (
        b"\xc0\xc1\xff\xa1",
        b"\x8e",
        b"\x8f\xa1",
        b"\xfc",
        b"\x1b$(Q\x80!",
        b"\x1b$(D~",
        b"\x0e\x0f\x0e",
        b"\x1b$B!",
        b"+2AA- \xff",
    ):
        # What can be written out again: no halves of surrogate pairs.
        assert decoded(data, label).encode("utf-8") is not None
