"""Registry keys as Wine's own files hold them: text, with the time of each key's last change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wine import escaped

from mimawari.examples.hive_writer import BINARY, Key, Value

ARCHITECTURE = "#arch=win64\n"
HEAD = f"WINE REGISTRY Version 2\n\n{ARCHITECTURE}"
"""How such a file begins."""
_EPOCH = 11_644_473_600
"""Seconds from 1601 to 1970."""


def keys(root: Key, below: str = "", names: Mapping[str, str] | None = None) -> Iterator[str]:
    r"""Every key under *root*, whose place is *below* (``Software``). *names* gives keys another name than they bear."""
    waiting = [(root, below)]
    while waiting:
        key, path = waiting.pop()
        if path:
            yield _key(key, path)
        waiting.extend((each, rf"{path}\{_called(each, names)}".removeprefix("\\")) for each in key.keys)


def _called(key: Key, names: Mapping[str, str] | None) -> str:
    return (names or {}).get(key.name, key.name)


def _key(key: Key, path: str) -> str:
    lines = [f"[{escaped(path)}] {key.written // 10**7 - _EPOCH}", f"#time={key.written:x}", *map(_value, key.values)]
    return "\n".join(("", *lines, ""))


def _value(value: Value) -> str:
    name = f'"{escaped(value.name)}"' if value.name else "@"
    kind = "hex" if value.type == BINARY else f"hex({value.type:x})"
    return f"{name}={kind}:{value.data.hex(',')}"
