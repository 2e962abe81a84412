"""File names as people, browsers and mail programs change them: when two of them may be of one file."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 300
_SHORT, _MANY, _DATE = 4, 5, 8
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_BLANK = re.compile(r"\s+")
_COPY = re.compile(r"(?: ?\(\d{1,3}\)| ?\[\d{1,5}\]| ?- ?(?:コピー|copy)| ?のコピー)$")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}$")
_USUAL = frozenset(
    (
        "attachment", "attachments", "att", "bill", "contract", "copy", "data", "doc", "docs", "document", "documents",
        "details", "email", "fax", "file", "files", "form", "image", "img", "index", "info", "information", "inv", "invoice",
        "invoices", "letter", "list", "mail", "memo", "message", "new", "note", "notes", "order", "orders", "payment",
        "photo", "photos", "picture", "po", "purchase", "quotation", "quote", "readme", "receipt", "report", "request",
        "sales", "scan", "scanned", "sheet", "sheet1", "statement", "test", "untitled", "book", "book1", "print", "contact",
        "notice", "お知らせ", "お見積書", "ご案内", "ご連絡", "コピー", "データ", "ファイル", "依頼書", "案内", "伝票",
        "会議", "確認", "議事録", "契約書", "見積", "見積書", "見積もり", "御見積書", "御請求書", "回答", "資料", "写真",
        "書類", "請求", "請求書", "新規", "申請書", "添付", "添付ファイル", "添付資料", "納品書", "納付書", "注文", "注文書",
        "発注", "発注書", "表", "文書", "報告", "報告書", "明細", "明細書", "名簿", "領収書", "履歴書", "連絡", "一覧",
        "一覧表", "会社案内",
    )
)  # fmt: skip
"""Names that thousands of files bear."""


def plain(name: str) -> str:
    """A name whose case, width and blanks do not count, with what Windows forbids in names written as browsers write it."""
    name = unicodedata.normalize("NFKC", name[:_LONGEST]).casefold()
    return _BLANK.sub(" ", _FORBIDDEN.sub("_", name)).strip(" .")


def originals(name: str) -> tuple[str, ...]:
    """What a file may have been called before it was saved under *name*: as it is, then without ``(1)``, ``[2]``, ``- コピー``."""
    found = [plain(name)]
    for _ in range(3):
        stem, extension = _split(found[-1])
        shorter = _COPY.sub("", stem)
        if shorter == stem or not shorter:
            break
        found.append(shorter + extension)
    return tuple(found)


def is_usual(name: str) -> bool:
    """Whether a :func:`plain` name says nothing.

    Three signs at most, two letters and a few digits, a word that files bear everywhere, a date alone.
    """
    stem = _split(name)[0]
    bare = re.sub(r"[\d _.()-]+", "", stem)
    digits = sum(letter.isdigit() for letter in stem)
    if not bare:
        return digits <= _DATE
    return len(stem) < _SHORT or (bare in _USUAL and digits < _MANY) or (len(bare) < _SHORT - 1 and digits < _MANY)


def is_file_name(text: str) -> bool:
    """Whether it ends as file names do."""
    return bool(_EXTENSION.search(plain(text)))


def _split(name: str) -> tuple[str, str]:
    found = _EXTENSION.search(name)
    return (name[: found.start()], found[0]) if found else (name, "")
