"""The pieces that mails, texts and pages are made of, good and bad, and strategies that put them together."""

from __future__ import annotations

from hypothesis import strategies as st

HEADER = [
    b"Subject", b"From", b"Content-Type", b"Content-Disposition", b"X", b":", b" ", b"\t", b"\r\n", b"\n", b"\r", b"\r\n ", b"\n\t",
    b": ", b"=?utf-8?q?a?=", b"=?iso-2022-jp?B?GyRC?=", b"=?x?b?", b"?=", b"=?", b"multipart/mixed", b"; ", b"boundary=", b"name=",
    b"name*0*=", b"name*1=", b"name*=", b"utf-8''%41", b'"', b"\\", b"a.zip", b"\0", b"\xff", b"\x1b$B", b"\x1b(B", b"From ",
    b"From a@b.c Thu Jan  1 00:00:00 2026\n", b">From ", b"\xef\xbb\xbf", "あ".encode(), "あ".encode("cp932"), b"(", b")", b"<a@b>",
]  # fmt: skip
BODY = [
    b"--b", b"--b--", b"\n", b"\r\n", b"\n--b\n", b"\r\n--b\r\n", b"\n--b--\n", b"\n--c\n", b"\n--b \t\n", b"x", b"--", b"y" * 900,
    b"z" * 1200, b"\n--c--\n", b"Content-Type: multipart/mixed; boundary=c\n\n", b"Content-Type: text/html\n\n", b"\n\n", b"\r",
    b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n\n", b"UEsFBgAAAAA=", b"=41=\n", b"begin 644 a\n",
    b"From a@b.c Thu Jan  1 00:00:00 2026\n", b"M0\n", b"end\n", b"=ybegin line=1 name=a\n", b"=yend\n", b"\0", b"\xff",
]  # fmt: skip
ESCAPES = [
    b"\x1b$B", b"\x1b(B", b"\x1b$@", b"\x1b(J", b"\x1b(I", b"\x1b$(D", b"\n", b'$"', b"!A", b"-!", b"|q", b"abc", b"\xa4\xa2",
    b"\0", b"\x1b",
]  # fmt: skip
LABELS = ["", "utf-8", "iso-2022-jp", "shift_jis", "euc-jp", "us-ascii", "utf-7", "x" * 70_000, "\0", "utf-16", "gb2312"]
WORDS = [
    "パスワード", "解凍パスワード", "パス", "暗証番号", "：", ":", "は", "1234", "ａｂ１２", "ab12cd", "\n", "\r\n", ">",
    "\t", "「a1b2」",
    "Password", "pass", "pwd", "PW", "p/w", "is", "the", "mot de passe", "Kennwort lautet", "XKCDQ", "zip", "　", "。", "ﾊﾟｽﾜｰﾄﾞ",
    "&amp;", "<b>", "(abc)", "合言葉", "İ", "(", "「", "\u2028", "\ud800", "9" * 70, "a" * 300,
]  # fmt: skip
MARKUP = [
    "<", ">", "/", "a", "p", "div", "<script", "</script>", "</p>", "<p>", "<br/>", " ", '="', '"', "'", "=", 'href="x"',
    ' class="y z"',
    "<!--", "-->", "<![CDATA[", "]]>", "<!x>", "o:p", 'xlink:href="&amp;"', "&lt;", "<title", "</title>", "text", "\n", "<textarea",
    "<style>", "</style", "<?x?>", ' a="1"' * 101, "\0", "é",
]  # fmt: skip


def soup(pieces: list[bytes], most: int = 25) -> st.SearchStrategy[bytes]:
    return st.lists(st.one_of(st.sampled_from(pieces), st.binary(max_size=6)), max_size=most).map(b"".join)


def words(pieces: list[str], most: int = 25) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=most).map("".join)
