"""PyInstaller, with the modules of ``base_library.zip`` in the order of their names.

By itself it takes them in an order that hangs on where its objects lie in memory, so that two builds of the same can differ.
"""

from __future__ import annotations

from typing import Any

from PyInstaller import __main__
from PyInstaller.building import build_main

_made = build_main.create_base_library_zip


def _in_order(filename: str, modules_toc: list[tuple[str, str, str]], code_cache: Any = None) -> None:
    _made(filename, sorted(modules_toc), code_cache)


build_main.create_base_library_zip = _in_order

if __name__ == "__main__":
    __main__.run()
