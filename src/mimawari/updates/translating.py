"""What TUF and the operating system raise, as the kinds of trouble that people and scripts are told."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from mimawari.model import Words
from mimawari.model.os_words import cause
from mimawari.updates.trouble import Kind, Trouble

_FULL = Words(en="the disk is full.", ja="ディスクの空き容量が足りません。")
_UNKEPT = Words(en="it could not be written ({why}).", ja="書き込めませんでした（{why}）。")
_GONE = Words(
    en="nothing is there (the answer was {status}). Is the address right?",
    ja="そこには更新データがありません（応答コード：{status}）。アドレスを確認してください。",
)
_LACKING = Words(
    en="this file holds no {name}: it is not whole, or what you ask for is not in it (a carried file holds the newest "
    "knowledge only).",
    ja="このファイルには {name} がありません。ファイルが不完全か、指定した版を含んでいません"
    "（持ち込み用のファイルに入っているのは、最新の知識データだけです）。",
)
_FOLDER_LACKING = Words(
    en="the folder has no {name}: it is not the folder of an update, or it is being copied at this moment.",
    ja="フォルダーに {name} がありません。更新データのフォルダーではないか、コピーの途中です。",
)
_MOVED = Words(
    en="the server sends elsewhere ({place}). Nobody is asked whom you did not name: give that address, if it is right.",
    ja="サーバーが別の場所（{place}）を案内しています。"
    "指定されていない相手には接続しません。正しい移転先であれば、そのアドレスを指定してください。",
)
_SLOW = Words(
    en="what comes, comes too slowly. Try again later; somebody may be holding it back.",
    ja="データの受信に時間がかかりすぎています。時間をおいてやり直してください。何者かが意図的に遅らせている可能性もあります。",
)
_LOST = Words(
    en="it could not be fetched, or not to its end ({why}).",
    ja="更新データを取得できなかったか、取得が途中で切れました（{why}）。",
)
_LONG = Words(
    en="more came than was announced. It was cut off and thrown away.",
    ja="予定より大きなデータが送られてきたため、受信を打ち切り、破棄しました。",
)
_EXPIRED = Words(
    en="what is there has expired ({why}). "
    "Either nobody has renewed it, or somebody holds newer knowledge back, or this PC's clock "
    "is wrong.",
    ja="更新データの有効期限が切れています（{why}）。配布元が更新していない、何者かが新しいデータの取得を妨げている、"
    "またはこのPCの時計が正しくない可能性があります。",
)
_UNSIGNED = Words(
    en="it is not signed as it has to be ({why}).",
    ja="必要な署名がそろっていないか、署名が正しくありません（{why}）。",
)
_OLDER = Words(
    en="it is older than what was seen before, or does not belong together ({why}). Somebody may be playing old data back.",
    ja="以前に確認したものより古いか、組み合わせが正しくありません（{why}）。何者かが古いデータを送り付けている可能性があります。",
)
_MISMATCH = Words(
    en="its content or length is not what was signed ({why}).",
    ja="内容またはサイズが、署名されたものと一致しません（{why}）。",
)
_WRONG = Words(en="its metadata are damaged or forged ({why}).", ja="メタデータが壊れているか、偽造されています（{why}）。")


@contextmanager
def translated() -> Iterator[None]:
    """Raise :class:`Trouble` for whatever stands in the way of an update."""
    from securesystemslib.exceptions import StorageError
    from tuf.api.exceptions import DownloadError, RepositoryError

    try:
        yield
    except DownloadError as error:
        raise _undelivered(error) from error
    except RepositoryError as error:
        raise _untrusted(error) from error
    except StorageError as error:
        raise Trouble(Kind.UNKEPT, _UNKEPT, why=error) from error
    except OSError as error:
        words = _FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else _UNKEPT
        raise Trouble(Kind.UNKEPT, words, why=cause(error)) from error


def _undelivered(error: Exception) -> Trouble:
    from tuf.api.exceptions import DownloadHTTPError, DownloadLengthMismatchError, SlowRetrievalError

    from mimawari.updates.fetching import Missing, MissingInFolder, Moved

    if isinstance(error, MissingInFolder):
        return Trouble(Kind.UNREACHED, _FOLDER_LACKING, name=error.name)
    if isinstance(error, Missing):
        return Trouble(Kind.UNTRUSTED, _LACKING, name=error.name)
    if isinstance(error, DownloadHTTPError):
        return Trouble(Kind.UNREACHED, _GONE, status=error.status_code)
    if isinstance(error, Moved):
        return Trouble(Kind.UNREACHED, _MOVED, place=error)
    if isinstance(error, DownloadLengthMismatchError):
        return Trouble(Kind.UNTRUSTED, _LONG)
    return Trouble(Kind.UNREACHED, _SLOW if isinstance(error, SlowRetrievalError) else _LOST, why=error)


def _untrusted(error: Exception) -> Trouble:
    from tuf.api import exceptions as of

    if isinstance(error, of.ExpiredMetadataError):
        return Trouble(Kind.EXPIRED, _EXPIRED, why=error)
    words = {of.UnsignedMetadataError: _UNSIGNED, of.BadVersionNumberError: _OLDER, of.LengthOrHashMismatchError: _MISMATCH}
    found = next((said for kind, said in words.items() if isinstance(error, kind)), _WRONG)
    return Trouble(Kind.UNTRUSTED, found, why=error)
