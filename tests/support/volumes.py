"""Real volumes for tests: NTFS made by ntfs-3g and wimlib, FAT written by hand after Microsoft's specifications."""

from __future__ import annotations

import os
import struct
import subprocess
from pathlib import Path

from support.tools import need

MOMENT = 1_610_616_605_123_456_700
"""A moment in January 2021 with 100 ns in it, in nanoseconds since 1970."""
SERIAL = 0xDEADBEEF
LONG = "/".join(["folder with a rather long name 日本語"] * 12)


def run(*command: str | Path) -> None:
    """Run a program and fail with what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")


def plant(root: Path) -> dict[str, bytes]:
    """Write a few files with chosen times below *root*; gives their contents by path."""
    files = {
        "Windows/System32/kernel32.dll": b"MZ" + bytes(600),
        "Users/花子/AppData/Local/certlangid/certlangid.exe": b"MZ" + b"x" * 100_000,
        "Users/花子/empty.txt": b"",
        f"{LONG}/deep.bin": bytes(range(256)) * 40,
    }
    files |= {f"many/file {number:04}.txt": b"%d" % number for number in range(500)}
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        os.utime(root / path, ns=(MOMENT, MOMENT + 100 * len(content)))
    return files


def ntfs(tree: Path, image: Path, size: str = "24M") -> Path:
    """An NTFS volume of what lies below *tree*, never mounted."""
    need("mkntfs", "ntfslabel", "wimcapture", "wimapply")
    wim = image.with_suffix(".wim")
    run("truncate", "-s", size, image)
    run("mkntfs", "-F", "-Q", "-q", "-L", "SYSTEM", image)
    run("ntfslabel", f"--new-serial=01234567{SERIAL:08X}", "-f", image)
    run("wimcapture", tree, wim, "--compress=none", "--no-acls")
    run("wimapply", wim, "1", image)
    return image


def mbr(path: Path, *partitions: tuple[int, bytes]) -> Path:
    """A disk with an MBR: each partition with its type and content, 1 MiB apart."""
    table, body, at = b"", b"", 2048
    for kind, content in partitions:
        sectors = -(-len(content) // 512)
        table += struct.pack("<B3xB3xII", 0, kind, at, sectors)
        room = -(-sectors // 2048) * 2048
        body += content.ljust(room * 512, b"\0")
        at += room
    head = bytes(446) + table.ljust(64, b"\0") + b"\x55\xaa"
    path.write_bytes(head.ljust(2048 * 512, b"\0") + body)
    return path


def gpt(path: Path, *partitions: tuple[str, bytes], sector: int = 512) -> Path:
    """A disk with a GPT: each partition with its type GUID and content, from the first megabyte on."""
    from uuid import UUID

    entries, body, at = b"", b"", (1 << 20) // sector
    for kind, content in partitions:
        count = -(-len(content) // sector)
        entries += UUID(kind).bytes_le + bytes(16) + struct.pack("<QQQ", at, at + count - 1, 0) + bytes(72)
        body += content.ljust(count * sector, b"\0")
        at += count
    protective = bytes(446) + struct.pack("<B3xB3xII", 0, 0xEE, 1, 0xFFFFFFFF).ljust(64, b"\0") + b"\x55\xaa"
    header = struct.pack("<8sIIIIQQQQ16sQII", b"EFI PART", 0x10000, 92, 0, 0, 1, at, 34, at - 1, bytes(16), 2, 128, 128)
    disk = protective.ljust(sector, b"\0") + header.ljust(sector, b"\0") + entries
    path.write_bytes(disk.ljust(1 << 20, b"\0") + body)
    return path


def _long(name: str, short: bytes) -> bytes:
    """The long-name entries of a file, last part first (fatgen103, 'FAT Long Directory Entries')."""
    checksum = 0
    for byte in short:
        checksum = ((checksum & 1) << 7) + (checksum >> 1) + byte & 0xFF
    raw = name.encode("utf-16-le")
    raw += b"\0\0" if len(raw) % 26 else b""
    raw += b"\xff" * (-len(raw) % 26)
    parts = [raw[at : at + 26] for at in range(0, len(raw), 26)]
    entries = [
        bytes([number | (0x40 if number == len(parts) else 0)])
        + part[:10]
        + b"\x0f\0"
        + bytes([checksum])
        + part[10:22]
        + b"\0\0"
        + part[22:]
        for number, part in enumerate(parts, 1)
    ]
    return b"".join(reversed(entries))


def fat_entry(short: bytes, cluster: int, size: int, *, folder: bool = False, name: str = "") -> bytes:
    """A directory entry, written 2021-01-14 09:30:04, created 1 s and 0.5 s later; *name* is its long name."""
    date, time = (41 << 9) | (1 << 5) | 14, (9 << 11) | (30 << 5) | 2
    raw = (
        short
        + bytes([0x10 if folder else 0x20, 0, 150])
        + struct.pack("<HHHHHHHI", time, date, date, cluster >> 16, time, date, cluster & 0xFFFF, size)
    )
    return (_long(name, short) if name else b"") + raw


def _fat_boot(bits: int, sectors: int, table: int, roots: int) -> bytes:
    """A boot sector of one sector a cluster, one table and one reserved sector (32 for FAT32)."""
    reserved = 32 if bits == 32 else 1
    head = b"\xeb\x3c\x90MSDOS5.0" + struct.pack(
        "<HBHBHHBHHHII", 512, 1, reserved, 1, roots, 0, 0xF8, 0 if bits == 32 else table, 32, 64, 0, sectors
    )
    if bits == 32:
        head += struct.pack("<IHHIHH12x", table, 0, 0, 2, 1, 6)
    head += struct.pack("<BBBI11s8s", 0x80, 0, 0x29, SERIAL, b"NO NAME    ", b"FAT     ")
    return head.ljust(510, b"\0") + b"\x55\xaa"


def fat(bits: int) -> bytes:
    """A FAT12, FAT16 or FAT32 volume: ``README.TXT`` (1300 bytes in three scattered clusters) and ``New folder/長い名前.txt``."""
    clusters = {12: 100, 16: 5000, 32: 66_000}[bits]
    table_sectors = -(-(clusters + 2) * bits // 8 // 512)
    roots = 0 if bits == 32 else 512
    end = {12: 0xFFF, 16: 0xFFFF, 32: 0x0FFFFFFF}[bits]
    chain = {0: end & ~7, 1: end, 2: end, 3: 9, 9: 5, 5: end, 6: end, 7: end}
    table = bytearray(table_sectors * 512)
    for cluster, following in chain.items():
        at = cluster * bits // 8
        old = int.from_bytes(table[at : at + 4], "little")
        table[at : at + 4] = (old | following << (4 if bits == 12 and cluster & 1 else 0)).to_bytes(4, "little")
    root = fat_entry(b"README  TXT", 3, 1300) + b"\xe5" + fat_entry(b"DELETED TXT", 8, 9)[1:]
    root += fat_entry(b"NEWFOL~1   ", 6, 0, folder=True, name="New folder")
    root += b"LABEL      \x08" + bytes(20)
    inside = fat_entry(b".          ", 6, 0, folder=True) + fat_entry(b"..         ", 0, 0, folder=True)
    inside += fat_entry(b"NAGAI~1 TXT", 7, 4, name="長い名前は十三文字を越える.txt")
    heap = bytearray(10 * 512)
    readme = bytes(number % 251 for number in range(1300))
    for cluster, content in ((3, readme[:512]), (9, readme[512:1024]), (5, readme[1024:]), (6, inside), (7, b"fine")):
        heap[(cluster - 2) * 512 : (cluster - 2) * 512 + len(content)] = content
    fixed = b"" if bits == 32 else root.ljust(512 * 32, b"\0")
    if bits == 32:
        heap[: len(root)] = root
    reserved = 32 if bits == 32 else 1
    total = reserved + table_sectors + len(fixed) // 512 + clusters
    boot = _fat_boot(bits, total, table_sectors, roots).ljust(reserved * 512, b"\0")
    return (boot + bytes(table) + fixed + bytes(heap)).ljust(total * 512, b"\0")


def _exfat_file(name: str, cluster: int, size: int, *, folder: bool = False, contiguous: bool = True) -> bytes:
    """A file directory entry set: modified 2021-01-14 18:30:04.25 at UTC+9."""
    stamp = ((41 << 9) | (1 << 5) | 14) << 16 | (18 << 11) | (30 << 5) | 2
    letters = name.encode("utf-16-le")
    names = [letters[at : at + 30] for at in range(0, len(letters), 30)]
    zone = 0x80 | 36
    head = struct.pack(
        "<BBHHHIIIBBBBB7x", 0x85, 1 + len(names), 0, 0x10 if folder else 0x20, 0, stamp, stamp, stamp, 0, 25, zone, zone, zone
    )
    stream = struct.pack("<BBBBHHQIIQ", 0xC0, 3 if contiguous else 1, 0, len(name), 0, 0, size, 0, cluster, size)
    return head + stream + b"".join(b"\xc1\0" + part.ljust(30, b"\0") for part in names)


def exfat() -> bytes:
    """An exFAT volume (512-byte clusters): ``長い名前.txt`` contiguous, ``scattered.bin`` in a chain, ``folder/inner``."""
    count = 200
    head = (
        b"\xeb\x76\x90EXFAT   "
        + bytes(53)
        + struct.pack("<QQIIIIIIHHBBBBB", 0, 24 + 8 + count, 24, 8, 32, count, 4, SERIAL, 0x100, 0, 9, 0, 1, 0x80, 0)
    )
    boot = head.ljust(510, b"\0") + b"\x55\xaa"
    table = bytearray(8 * 512)
    for cluster, following in {4: 20, 20: 0xFFFFFFFF, 10: 12, 12: 0xFFFFFFFF, 15: 0xFFFFFFFF}.items():
        struct.pack_into("<I", table, cluster * 4, following)
    root = _exfat_file("長い名前の長いファイル名です.txt", 6, 700) + _exfat_file("scattered.bin", 10, 600, contiguous=False)
    root += b"\x05" + _exfat_file("deleted", 30, 4)[1:96]
    root = root.ljust(512, b"\x05") + _exfat_file("folder", 15, 512, folder=True)
    heap = bytearray(count * 512)
    inner = _exfat_file("inner", 16, 5)
    for cluster, content in (
        (4, root[:512]),
        (20, root[512:]),
        (6, b"a" * 700),
        (10, b"b" * 512),
        (12, b"c" * 88),
        (15, inner),
        (16, b"inner"),
    ):
        heap[(cluster - 2) * 512 : (cluster - 2) * 512 + len(content)] = content
    return boot.ljust(24 * 512, b"\0") + bytes(table) + bytes(heap)
