"""Writes compound files (MS-CFB) and property sets (MS-OLEPS), enough of them for inert test documents."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT, DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_NO_ENTRY = 0xFFFFFFFF


@dataclass
class _Node:
    name: str
    kind: int
    data: bytes = b""
    clsid: bytes = bytes(16)
    children: dict[str, _Node] = field(default_factory=dict)
    number: int = 0
    left: int = _NO_ENTRY
    right: int = _NO_ENTRY
    child: int = _NO_ENTRY
    start: int = END
    size: int = 0


def guid(text: str) -> bytes:
    """The sixteen bytes of ``00020906-0000-0000-C000-000000000046``."""
    first, second, third, *rest = text.split("-")
    head = int(first, 16).to_bytes(4, "little") + int(second, 16).to_bytes(2, "little") + int(third, 16).to_bytes(2, "little")
    return head + bytes.fromhex("".join(rest))


def compound_file(
    streams: dict[str, bytes],
    classes: dict[str, bytes] | None = None,
    *,
    folders: tuple[str, ...] = (),
    scattered: tuple[str, ...] = (),
) -> bytes:
    """A compound file with *streams* by path (``Macros/VBA/dir``). *classes* gives storages their class id; ``""`` is the root.

    The sectors of streams with a name in *scattered* lie in the file the last one first.
    """
    root = _Node("Root Entry", 5)
    for path in folders:
        _folder(root, path)
    for path, data in streams.items():
        above, _, name = path.rpartition("/")
        _folder(root, above).children[name] = _Node(name, 2, data)
    for path, clsid in (classes or {}).items():
        _folder(root, path).clsid = clsid
    return _written(root, scattered)


def _folder(root: _Node, path: str) -> _Node:
    node = root
    for name in filter(None, path.split("/")):
        node = node.children.setdefault(name, _Node(name, 1))
    return node


def _written(root: _Node, scattered: tuple[str, ...]) -> bytes:
    nodes: list[_Node] = []
    _number(root, nodes)
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, mini_fat = b"", list[int]()
    for node in nodes[1:]:
        node.size = len(node.data)
        if node.kind != 2 or not node.data:
            continue
        if node.size < CUTOFF:
            node.start = len(mini_fat)
            count = -(-node.size // MINI)
            pieces = [node.data[at : at + MINI].ljust(MINI, b"\0") for at in range(0, count * MINI, MINI)]
            if node.name in scattered:
                mini_fat += [END, *range(node.start, node.start + count - 1)]
                node.start += count - 1
                pieces.reverse()
            else:
                mini_fat += [*range(node.start + 1, node.start + count), END]
            mini += b"".join(pieces)
        else:
            node.start = _put(node.data, sectors, fat, backwards=node.name in scattered)
    root.size = len(mini)
    root.start = _put(mini, sectors, fat) if mini else END
    table = _pack(mini_fat)
    first_mini = _put(table.ljust(-(-len(table) // SECTOR) * SECTOR, b"\xff"), sectors, fat) if mini_fat else END
    directory = b"".join(map(_entry, nodes))
    directory += _entry(_Node("", 0)) * (-len(nodes) % 4)
    first_directory = _put(directory, sectors, fat)
    return _head_and_tables(sectors, fat, first_directory, first_mini, -(-len(table) // SECTOR))


def _put(data: bytes, sectors: list[bytes], fat: list[int], *, backwards: bool = False) -> int:
    start = len(sectors)
    count = max(1, -(-len(data) // SECTOR))
    if backwards:
        fat += [END, *range(start, start + count - 1)]
        sectors += [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range((count - 1) * SECTOR, -1, -SECTOR)]
        return start + count - 1
    fat += [*range(start + 1, start + count), END]
    sectors += [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, count * SECTOR, SECTOR)]
    return start


def _head_and_tables(sectors: list[bytes], fat: list[int], directory: int, mini: int, mini_count: int) -> bytes:
    per = SECTOR // 4
    tables = more = 0
    while (tables, more) != (needed := _needed(len(sectors) + tables + more, per)):
        tables, more = needed
    places = [*range(len(sectors), len(sectors) + tables)]
    fat = [*fat, *[FAT] * tables, *[DIFAT] * more]
    fat += [FREE] * (tables * per - len(fat))
    body = [*sectors, *(_pack(fat[at : at + per]) for at in range(0, len(fat), per))]
    first_more = len(sectors) + tables if more else END
    rest = places[109:]
    for number in range(more):
        piece = rest[number * (per - 1) : (number + 1) * (per - 1)]
        following = first_more + number + 1 if number + 1 < more else END
        body.append(_pack([*piece, *[FREE] * (per - 1 - len(piece)), following]))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, CUTOFF, mini, mini_count, first_more, more
    )
    head += _pack([*places[:109], *[FREE] * (109 - min(109, tables))])
    return head + b"".join(body)


def _needed(total: int, per: int) -> tuple[int, int]:
    tables = -(-total // per)
    return tables, max(0, -(-(tables - 109) // (per - 1)))


def _pack(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _number(node: _Node, nodes: list[_Node]) -> None:
    node.number = len(nodes)
    nodes.append(node)
    for child in node.children.values():
        _number(child, nodes)
    ordered = sorted(node.children.values(), key=lambda one: (len(one.name), one.name.upper()))
    node.child = _tree(ordered)


def _tree(ordered: list[_Node]) -> int:
    """A balanced search tree of *ordered* (MS-CFB 2.6.4)."""
    if not ordered:
        return _NO_ENTRY
    middle = len(ordered) // 2
    node = ordered[middle]
    node.left, node.right = _tree(ordered[:middle]), _tree(ordered[middle + 1 :])
    return node.number


def _entry(node: _Node) -> bytes:
    name = node.name.encode("utf-16-le")[:62]
    length = len(name) + 2 if node.kind else 0
    head = name.ljust(64, b"\0") + struct.pack("<HBBIII", length, node.kind, 1, node.left, node.right, node.child)
    return head + node.clsid + struct.pack("<I16xIQ", 0, node.start if node.kind in (2, 5) else 0, node.size)


# --- property sets

_SUMMARY = guid("F29F85E0-4FF9-1068-AB91-08002B27B3D9")
_MORE = guid("D5CDD502-2E9C-101B-9397-08002B2CF9AE")
_NUMBERS = {
    "title": 2, "subject": 3, "author": 4, "keywords": 5, "comments": 6, "template": 7, "last_saved_by": 8, "revision": 9,
    "edited": 10, "created": 12, "saved": 13, "words": 15, "application": 18,
}  # fmt: skip
_MORE_NUMBERS = {"category": 2, "title_parts": 13, "manager": 14, "company": 15}


def property_streams(code_page: int = 1252, **values: object) -> dict[str, bytes]:
    """Both property streams: ``property_streams(title="x", revision="1", created=filetime, title_parts=["a"])``."""
    first = {_NUMBERS[name]: value for name, value in values.items() if name in _NUMBERS}
    second = {_MORE_NUMBERS[name]: value for name, value in values.items() if name in _MORE_NUMBERS}
    assert len(first) + len(second) == len(values), values
    return {
        "\x05SummaryInformation": _property_set(_SUMMARY, first, code_page),
        "\x05DocumentSummaryInformation": _property_set(_MORE, second, code_page),
    }


def _property_set(kind: bytes, values: dict[int, object], code_page: int) -> bytes:
    codec = f"cp{code_page}" if code_page != 65001 else "utf-8"
    packed = {1: struct.pack("<HHhH", 2, 0, code_page - (0x10000 if code_page > 0x7FFF else 0), 0)}
    packed |= {number: _typed(number, value, codec) for number, value in values.items()}
    at, table, body = 8 + 8 * len(packed), b"", b""
    for number, data in packed.items():
        table += struct.pack("<II", number, at + len(body))
        body += data + bytes(-len(data) % 4)
    section = struct.pack("<II", at + len(body), len(packed)) + table + body
    return struct.pack("<HHI16xI", 0xFFFE, 0, 0x20006, 1) + kind + struct.pack("<I", 48) + section


def _typed(number: int, value: object, codec: str) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 0x1E) + _counted(value, codec)
    if isinstance(value, int):
        # the times are FILETIMEs (VT_FILETIME), other numbers VT_I4
        return struct.pack("<IQ", 0x40, value) if number in (10, 12, 13) else struct.pack("<Ii", 3, value)
    assert isinstance(value, list | tuple)
    return struct.pack("<II", 0x101E, len(value)) + b"".join(_counted(text, codec) for text in value)


def _counted(text: str, codec: str) -> bytes:
    raw = text.encode(codec) + b"\0"
    return struct.pack("<I", len(raw)) + raw
