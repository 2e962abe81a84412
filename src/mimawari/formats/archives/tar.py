"""A tar archive, unpacked. Compressed ones come out of their compression first."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.archives.members import LISTED, MOST, stored
from mimawari.formats.budget import Budget, in_words
from mimawari.model import Archive, Blob, Gap, Member, Reason
from mimawari.trees import tar_records as records
from mimawari.trees.tar_records import BLOCK, Fault, Header


def recognises(head: Head) -> bool:
    """A first block with the right checksum."""
    return records.is_header(head.start[:BLOCK])


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """Its files, where they lie. Links, folders and devices hold nothing of their own; where one does, it is looked at too."""
    members: list[Member] = []
    count = 0
    with blob.content.open() as stream:
        for found in records.headers(stream, blob.content.size):
            if isinstance(found, Fault):
                yield Gap(blob.origin, found.reason, "content", found.detail)
                continue
            count += 1
            if len(members) < LISTED:
                members.append(Member(name=found.name, size=found.size, packed=found.size))
            yield from _member(blob, budget, found)
            if count == MOST or budget.is_spent:
                yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"the archive's list was read up to its member {count} only")
                break
        else:
            yield from _rest(stream.tell(), blob)
    yield Archive(**blob.common, form="tar", members=tuple(members), count=count)


def _member(blob: Blob, budget: Budget, found: Header) -> Iterator[Inside]:
    if found.sparse:
        origin = blob.origin.at(*blob.origin.path, found.name)
        yield Gap(origin, Reason.UNSUPPORTED, "content", "a sparse file in a tar archive")
    elif found.size:
        yield from stored(blob, budget, found.name, found.at, found.size, by="tar")


def _rest(at: int, blob: Blob) -> Iterator[Inside]:
    """What lies behind the end of the archive, if it is more than zeros."""
    size = blob.content.size - at
    if size <= 0:
        return
    with blob.content.open() as stream:
        stream.seek(at)
        while data := stream.read(1 << 20):
            if data.strip(b"\0"):
                yield Gap(blob.origin, Reason.CORRUPT, "content", f"{in_words(size)} behind the end of the archive, not read")
                return


FORMAT = Format("tar", 112, recognises, opened)
