"""Windows shortcuts (``.lnk``, [MS-SHLLINK]): what they start, and what lies behind the end of their structure."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.kinds import text_of
from mimawari.formats.lnk_structure import SIGNATURE, Link, parse
from mimawari.formats.slices import Slice, read
from mimawari.model import Blob, Gap, Reason, Shortcut

_STRUCTURE = 4 << 20
"""The structure is sought in so many bytes: its texts and lists can have 64 KiB each."""

_TEXT = 256 << 10
_ARGUMENTS = 32 << 10
_STRAYS = 16
_LEAST = 16
"""Fewer bytes behind the structure carry nothing."""

_BLANK = b"\0 \n\r\t"


def recognises(head: Head) -> bool:
    """By the header's size and class."""
    return head.start.startswith(SIGNATURE)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the contract's signature
    """The shortcut, then what lies behind it and in pieces that no usual link has."""
    data = read(blob.content, _STRUCTURE)
    link = parse(data)
    appended = blob.content.size - link.end
    behind = read(blob.content, _TEXT, link.end) if appended > 0 else b""
    yield _shortcut(blob, link, appended, text_of(behind))
    if link.damage:
        yield Gap(blob.origin, Reason.CORRUPT, "content", link.damage)
    if behind and not _is_padding(behind, appended):
        yield blob.inner("appended data", Slice(blob.content, link.end, appended), by="lnk")
    for number, (at, size) in enumerate(link.strays[:_STRAYS], 1):
        if size:
            yield blob.inner(f"extra data {number}", Slice(blob.content, at, size), by="lnk")
    if len(link.strays) > _STRAYS:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {_STRAYS} unknown blocks in the link")


def _is_padding(behind: bytes, appended: int) -> bool:
    """Whether all of it is blank; of something long, only what was read is known."""
    return len(behind) == appended and (appended < _LEAST or not behind.strip(_BLANK))


def _shortcut(blob: Blob, link: Link, appended: int, text: str) -> Shortcut:
    target, others = _targets(link)
    return Shortcut(
        **blob.common,
        target=target,
        other_targets=others,
        arguments=link.texts.get("arguments", "")[:_ARGUMENTS],
        relative_path=link.texts.get("relative_path", ""),
        working_folder=link.texts.get("working_folder", ""),
        description=link.texts.get("description", ""),
        icon=link.texts.get("icon", ""),
        show=link.show,
        target_size=link.target_size,
        machine=link.machine,
        appended=appended,
        appended_text=text,
    )


def _targets(link: Link) -> tuple[str, tuple[str, ...]]:
    """Windows takes the path with variables first, then the list of items, then the link information, then the relative path.

    A list that only names places of the shell stands behind the link information, which has their path.
    """
    items_last = link.item_path[1:3] != ":\\" and not link.item_path.startswith("\\\\")
    paths = sorted((link.item_path, link.info_path), key=lambda path: items_last and path == link.item_path)
    named = [path for path in (link.variable_path, *paths) if path] or [link.texts.get("relative_path", "")]
    distinct = {path.casefold(): path for path in reversed(named)}
    return named[0], tuple(path for path in reversed(distinct.values()) if path.casefold() != named[0].casefold())


FORMAT = Format("lnk", 100, recognises, opened)
