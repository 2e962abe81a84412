"""Scheduled tasks as Windows files them: XML in UTF-16 below System32\\Tasks."""

from __future__ import annotations

from mimawari.examples.moments import moment
from mimawari.examples.pc import Pc
from mimawari.examples.tree_writer import Copy

_XML = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Author>{author}</Author><URI>\\{name}</URI></RegistrationInfo>
  <Triggers><CalendarTrigger><StartBoundary>2020-01-01T12:00:00</StartBoundary><ScheduleByDay /></CalendarTrigger></Triggers>
  <Principals><Principal id="Author"><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings><Enabled>true</Enabled></Settings>
  <Actions Context="Author"><Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec></Actions>
</Task>
"""
_TASKS = (
    ("GoogleUpdateTaskMachineCore", "", r"C:\Program Files (x86)\Google\Update\GoogleUpdate.exe", "/c"),
    ("Microsoft/Windows/Defrag/ScheduledDefrag", "Microsoft Corporation", r"%windir%\system32\dfrgui.exe", "-c -h -o"),
    (
        "Microsoft/Windows/Time Synchronization/SynchronizeTime",
        "Microsoft Corporation",
        r"%windir%\system32\sc.exe",
        "start w32time task_started",
    ),
    ("Microsoft/Windows/DiskCleanup/SilentCleanup", "Microsoft Corporation", r"%windir%\system32\taskhostw.exe", ""),
)


def tasks(copy: Copy, pc: Pc) -> None:
    """Put an ordinary PC's tasks into a copied drive."""
    user = pc.users[0]
    own = rf"C:\Users\{user.name}\AppData\Local\Microsoft\OneDrive\OneDriveStandaloneUpdater.exe"
    for name, author, command, arguments in (
        *_TASKS,
        (f"OneDrive Standalone Update Task-{pc.sid_of(user)}", "Microsoft Corporation", own, ""),
    ):
        xml = _XML.format(name=name.replace("/", "\\"), author=author, command=command, arguments=arguments)
        content = b"\xff\xfe" + xml.replace("\n", "\r\n").encode("utf-16-le")
        copy.add(f"Windows/System32/Tasks/{name}", content, moment(pc.installed, name))
