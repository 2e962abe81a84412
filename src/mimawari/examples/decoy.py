"""What Emotet left behind on a PC, without Emotet: names, places, times and registry values, and a sentence for a program.

Patterned after the period of 2020-12-21 to 2021-01-27 (a library with three random letters as extension, started by
rundll32 from the user's Run key) with a value left from February 2020. Source: JPCERTCC/EmoCheck v2.0.
"""

from __future__ import annotations

from mimawari.examples.hive_writer import Value, binary, text
from mimawari.examples.moments import DAY, moment
from mimawari.examples.pc import Pc, User
from mimawari.examples.tree_writer import Copy

FOLDER, FILE = "Ckninfwzsiyq", "ialkquzoob.czi"
OLD_STEM = "mstask"
INFECTED = "2021-01-14"
INERT_PROGRAM = (
    "MZ\r\nThis is an inert example. It holds this text and no program, and cannot infect anything.\r\n"
    "これは無害な見本です。この文章だけが入っており、プログラムではありません。感染することはありません。\r\n"
).encode()
"""What stands in for Emotet's program."""


def infect(copy: Copy, user: User) -> tuple[Value, int]:
    """Put the decoy into a profile; gives the Run value that starts it, and the time at which that was written.

    Emotet gave its file a time exactly seven days before its folder's.
    """
    folder = f"Users/{user.name}/AppData/Local/{FOLDER}"
    made = moment(INFECTED, folder)
    copy.add(f"{folder}/{FILE}", INERT_PROGRAM, made - 7 * DAY)
    copy.folder(folder, made)
    path = rf"C:\Users\{user.name}\AppData\Local\{FOLDER}\{FILE}"
    return text(FILE, rf'C:\Windows\SysWOW64\rundll32.exe "{path}",Control_RunDLL'), made


def stored_name(pc: Pc) -> Value:
    """The value that held Emotet's file name from February 2020 on: named after the serial, and encoded with it."""
    key = pc.serial.to_bytes(4, "little")
    return binary(f"{pc.serial:x}", bytes(byte ^ key[i % 4] for i, byte in enumerate(OLD_STEM.encode())))
