"""Which file systems are mounted where on this machine, and which of them a full scan enters.

Entered is what holds files of this machine. What the system only makes up when it is read (``/proc``) is not, nor what lies on
another machine: that is named, and can be given by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MADE_UP = frozenset(
    {
        *("autofs", "binder", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs"),
        *("functionfs", "fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "resctrl", "rpc_pipefs", "securityfs"),
        *("selinuxfs", "smackfs", "sysfs", "tracefs"),
    }
)
"""Linux's file systems without files. Source: the kernel's ``Documentation/filesystems`` and ``Documentation/admin-guide``."""
ELSEWHERE = re.compile(
    r"(nfs\d?|cifs|smb\w*|afs|ceph|9p|virtiofs|glusterfs|lustre|gfs2|ocfs2|ncpfs|davfs\d?|drvfs|orangefs|fuse(\..+)?)$"
)
"""Those of which the files lie on another machine, or nobody knows where."""
STREAMS = frozenset({"ntfs", "ntfs3", "fuseblk"})
"""Those that show the named streams of NTFS as extended attributes."""
IN_MEMORY = frozenset({"ramfs", "tmpfs"})
_ESCAPE = re.compile(r"\\([0-7]{3})")
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of ``/proc/self/mountinfo`` (proc_pid_mountinfo(5)): *root* of the file system *device* is mounted at *point*."""

    device: str
    root: str
    point: str
    kind: str


@lru_cache(maxsize=1)
def mounts() -> tuple[Mount, ...]:
    """All of them, the last one of a place first; none on systems that do not tell."""
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()[:_MOST]
    except OSError:
        return ()
    return tuple(reversed([found for line in lines if (found := parsed(line))]))


def parsed(line: str) -> Mount | None:
    """One line; None for one that is none."""
    before, dash, behind = line.partition(" - ")
    fields, rest = before.split(" "), behind.split(" ")
    if not dash or len(fields) < 5:
        return None
    return Mount(fields[2], _plain(fields[3]), _plain(fields[4]), rest[0])


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 8)), text)


def mounted(path: str, every: Iterable[Mount]) -> Mount | None:
    """The file system that *path* lies on: the longest place that leads to it."""
    fits = [one for one in every if path == one.point or one.point == "/" or path.startswith(one.point + "/")]
    return max(fits, key=lambda one: len(one.point), default=None)


def is_again(path: str, root: str, every: Iterable[Mount]) -> bool:
    """Whether what is mounted at *path* is shown below *root* at another place too, by a mount that holds all of it.

    Of two that hold the same the one with the shorter (or earlier) name counts.
    """
    every = list(every)
    own = next((one for one in every if one.point == path), None)
    if own is None:
        return False
    return any(_covers(one, own) for one in every if one.point != path and _is_below(one.point, root))


def _covers(one: Mount, own: Mount) -> bool:
    if one.device != own.device or not _is_below(own.root, one.root):
        return False
    return len(one.root) < len(own.root) or (len(one.point), one.point) < (len(own.point), own.point)


def _is_below(path: str, root: str) -> bool:
    return path == root or root == "/" or path.startswith(root + "/")
