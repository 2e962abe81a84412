"""Holding a file for as long as this process lives: the system lets go of it however that ends."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":

    def hold(handle: int) -> None:
        """Hold the open file. Raises ``OSError`` where another process does."""
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def hold(handle: int) -> None:
        """Hold the open file. Raises ``OSError`` where another process does."""
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
