"""What the operating system says where it refuses something, in every language; its own texts are in the language of the system."""

from __future__ import annotations

import errno

from mimawari.model.words import Words

_SAID = {
    errno.ENOENT: Words(en="No such file or directory", ja="ファイルまたはフォルダーがありません"),
    errno.EACCES: Words(en="Permission denied", ja="アクセス権限がありません"),
    errno.EPERM: Words(en="Operation not permitted", ja="この操作は許可されていません"),
    errno.EISDIR: Words(en="Is a directory", ja="ファイルではなく、フォルダーです"),
    errno.ENOTDIR: Words(en="Not a directory", ja="フォルダーではありません"),
    errno.EEXIST: Words(en="File exists", ja="同じ名前のものがすでにあります"),
    errno.ENOSPC: Words(en="No space left on device", ja="ディスクの空き容量がありません"),
    errno.EFBIG: Words(en="File too large", ja="ファイルが大きすぎます"),
    errno.ENAMETOOLONG: Words(en="File name too long", ja="ファイル名が長すぎます"),
    errno.EROFS: Words(en="Read-only file system", ja="書き込みのできない場所です（読み取り専用）"),
    errno.EIO: Words(en="Input/output error", ja="読み書きができません（ディスクや接続の異常）"),
    errno.EINVAL: Words(en="Invalid argument", ja="使えない名前または値です"),
    errno.EMFILE: Words(en="Too many open files", ja="開いているファイルが多すぎます"),
    errno.ENODEV: Words(en="No such device", ja="装置がありません"),
    errno.ELOOP: Words(en="Too many levels of symbolic links", ja="リンクが循環しています"),
    errno.ENOTEMPTY: Words(en="Directory not empty", ja="フォルダーが空ではありません"),
    errno.ETIMEDOUT: Words(en="Connection timed out", ja="接続がタイムアウトしました"),
    errno.ECONNREFUSED: Words(en="Connection refused", ja="接続を拒否されました"),
    errno.ECONNRESET: Words(en="Connection reset by peer", ja="接続を切断されました"),
}
"""By the names of POSIX (errno.h); the English is that of its ``strerror``."""
COMMON = tuple(_SAID.values())
"""Each of them."""


def cause(error: BaseException) -> Words:
    """Why: in words where it has some or is common, else the name of its number; without a number what it says itself."""
    words = getattr(error, "words", None)
    if isinstance(words, Words):
        return words
    number = getattr(error, "errno", None)
    if number in _SAID:
        return _SAID[number]
    name = errno.errorcode.get(number, "") if isinstance(number, int) else ""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Words(en=str(text), ja=f"OSのエラー：{name}" if name else str(text))
