"""A Windows program of 1,024 bytes that does nothing for ten minutes, under any name and with any arguments.

Written by hand after the PE format's specification, so that no compiler is needed: one section with the code, and imports
of ``Sleep`` and ``ExitProcess``.
"""

from __future__ import annotations

import struct

_MILLISECONDS = 600_000
_RVA, _ALIGNED = 0x1000, 0x200
_IMPORTS, _LOOKUP, _TABLE, _NAMES = 64, 104, 128, 152
_AMD64, _EXECUTABLE, _PLUS, _WINDOWED = 0x8664, 0x23, 0x20B, 2


def sleeper(size: int = 0) -> bytes:
    """The program, with zeros behind it up to *size* bytes."""
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64) + b"PE\0\0" + _headers()
    return (head.ljust(_ALIGNED, b"\0") + _section()).ljust(size, b"\0")


def _section() -> bytes:
    # sub rsp, 40; mov ecx, milliseconds; call [Sleep]; xor ecx, ecx; call [ExitProcess]
    code = b"\x48\x83\xec\x28\xb9" + struct.pack("<I", _MILLISECONDS)
    code += b"\xff\x15" + struct.pack("<i", _TABLE - 15) + b"\x31\xc9\xff\x15" + struct.pack("<i", _TABLE + 8 - 23)
    names = b"\0\0Sleep\0\0\0ExitProcess\0kernel32.dll\0"
    library = _RVA + _NAMES + names.index(b"kernel32")
    thunks = struct.pack("<3Q", _RVA + _NAMES, _RVA + _NAMES + names.index(b"\0\0Exit"), 0)
    imports = struct.pack("<5I", _RVA + _LOOKUP, 0, 0, library, _RVA + _TABLE) + bytes(20)
    return (code.ljust(_IMPORTS, b"\0") + imports + thunks + thunks + names).ljust(_ALIGNED, b"\0")


def _headers() -> bytes:
    coff = struct.pack("<HHIIIHH", _AMD64, 1, 0, 0, 0, 240, _EXECUTABLE)
    sizes = struct.pack("<HBBIIIII", _PLUS, 14, 0, _ALIGNED, 0, 0, _RVA, _RVA)
    image = struct.pack("<QIIHHHHHHIII", 0x140000000, _RVA, _ALIGNED, 6, 0, 0, 0, 6, 0, 0, 2 * _RVA, _ALIGNED)
    rest = struct.pack("<IHHQQQQII", 0, _WINDOWED, 0x100, 1 << 20, 1 << 12, 1 << 20, 1 << 12, 0, 16)
    directories = {1: (_RVA + _IMPORTS, 40), 12: (_RVA + _TABLE, 24)}
    tables = b"".join(struct.pack("<II", *directories.get(at, (0, 0))) for at in range(16))
    code = struct.pack("<8sIIIIIIHHI", b".text", _ALIGNED, _RVA, _ALIGNED, _ALIGNED, 0, 0, 0, 0, 0x60000020)
    return coff + sizes + image + rest + tables + code
