"""Collections as triage tools make them of a PC: the hives and a few small files, with or without the drive's file table.

Sources for the layouts: KAPE's and Velociraptor's documentation, dissect.target's loaders, CyLR's README.
"""

from __future__ import annotations

import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from support.decoy_pcs import DecoyPc
from support.evidence import ntfs_image
from support.tools import need

Files = dict[str, bytes]
_KEPT = ("Windows/System32/config/", "Windows/System32/Tasks/", "Windows/Prefetch/")


def collected(decoy: DecoyPc, folder: Path) -> Files:
    """What collectors take of the drive, by path, and ``$MFT``, ``$Boot`` and ``$J`` from its image."""
    need("mkntfs", "ntfslabel", "wimcapture", "wimapply")
    root = decoy.pc.write(folder / "pc") / "C"
    ntfs_image(root, folder / "disk.img", decoy.serial)
    every = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    kept = {name: path.read_bytes() for name, path in every.items() if is_kept(name)}
    return {**kept, **_system_files(folder / "disk.img"), "$Extend/$J": bytes(4096)}


def is_kept(name: str) -> bool:
    """Hives, tasks, prefetch files, shortcuts: no program."""
    return name.startswith(_KEPT) or name.endswith(("NTUSER.DAT", ".lnk"))


def _system_files(image: Path) -> Files:
    from dissect.ntfs import NTFS

    with image.open("rb") as stream:
        volume = NTFS(stream)
        return {name: volume.mft.get(name).open().read() for name in ("$MFT", "$Boot")}


def without_table(files: Files) -> Files:
    """The same, with nothing of the file system's own."""
    return {name: content for name, content in files.items() if not name.startswith("$")}


def kape(files: Files) -> Files:
    log = "2022-03-11T12_00_00_1_"
    return {f"C/{name}": content for name, content in files.items()} | {f"{log}CopyLog.csv": b"x", f"{log}ConsoleLog.txt": b"x"}


def velociraptor(files: Files) -> Files:
    """The offline collector's container: names are percent-encoded, the file system's own come through another accessor."""
    special = {f"uploads/ntfs/%5C%5C.%5CC%3A/{quote(n, safe='/$')}": c for n, c in files.items() if n.startswith("$")}
    plain = {f"uploads/auto/C%3A/{quote(n, safe='/ $')}": c for n, c in files.items() if not n.startswith("$")}
    return {**special, **plain, "uploads.json": b"{}\n", "results/Windows.KapeFiles.Targets.json": b"{}\n"}


def acquire(files: Files) -> Files:
    return {f"fs/C:/{name}": content for name, content in files.items()} | {"acquire.log": b"x"}


def cylr(files: Files) -> Files:
    return {f"C/{name}": content for name, content in files.items()} | {"CyLR_Collection_Log_2022-03-11.log": b"x"}


def as_folder(files: Files, target: Path) -> Path:
    """Written out; all times are those of now: no collector's copy can be trusted with them."""
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target


def as_zip(files: Files, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target


def as_tar(files: Files, target: Path) -> Path:
    import io

    with tarfile.open(target, "w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), 1_650_000_000
            archive.addfile(member, io.BytesIO(content))
    return target


def as_vhdx(files: Files, target: Path) -> Path:
    """KAPE's container: a virtual disk with the collection's folders on it."""
    need("qemu-img")
    root = as_folder(files, target.with_suffix(".d"))
    ntfs_image(root, target.with_suffix(".raw"), 0x0BADCAFE)
    words = ["qemu-img", "convert", "-O", "vhdx", str(target.with_suffix(".raw")), str(target)]
    subprocess.run(words, check=True, capture_output=True)
    return target


KITS: dict[str, tuple[Callable[[Files], Files], Callable[[Files, Path], Path]]] = {
    "kape": (kape, as_folder),
    "kape.zip": (kape, as_zip),
    "kape.vhdx": (kape, as_vhdx),
    "velociraptor": (velociraptor, as_folder),
    "velociraptor.zip": (velociraptor, as_zip),
    "acquire": (acquire, as_folder),
    "acquire.tar": (acquire, as_tar),
    "cylr.zip": (cylr, as_zip),
}
