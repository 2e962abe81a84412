"""A named stream of an NTFS file: from the file's record where it stands in it, as Windows' short marks do."""

from __future__ import annotations

from struct import unpack_from

from mimawari.trees.ntfs_record import BrokenRecord, attributes, fixed

_DATA = 0x80
_COMPRESSED_OR_ENCRYPTED = 0x40FF


def names_stream(raw: bytes, name: str) -> bool:
    """Whether the record, as it is stored, may have a stream of this name; one whose attributes stand elsewhere is not asked."""
    return name.encode("utf-16-le") in raw


def resident(raw: bytes, name: str) -> bytes | None:
    """The stream's content where it stands in the record, None where it does not. Raises :class:`BrokenRecord`."""
    data, wanted = fixed(raw), name.encode("utf-16-le").lower()
    for at, kind, letters in attributes(data):
        begins = at + unpack_from("<H", data, at + 10)[0]
        if kind != _DATA or 2 * letters != len(wanted) or data[begins : begins + 2 * letters].lower() != wanted:
            continue
        length, outside, flags = unpack_from("<I", data, at + 4)[0], data[at + 8], unpack_from("<H", data, at + 12)[0]
        if outside or flags & _COMPRESSED_OR_ENCRYPTED:
            return None
        size, begin = unpack_from("<IH", data, at + 16)
        if begin + size > length:
            raise BrokenRecord("value")
        return bytes(data[at + begin : at + begin + size])
    return None
