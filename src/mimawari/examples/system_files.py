"""Names of files that stand in Windows' own folders. Their content is not here: each becomes a line of text."""

from __future__ import annotations

from mimawari.examples.moments import moment
from mimawari.examples.pc import Pc, stub
from mimawari.examples.tree_writer import Copy

_EXE = """
appidtel at attrib bcdboot bcdedit bitsadmin cacls calc certreq certutil chkdsk choice cipher clip cmd cmdkey compact conhost
consent control convert csrss ctfmon dcomcnfg dfrgui diskpart dllhost driverquery dwm eventvwr expand fc find findstr fltMC
fontview fsutil ftp gpresult gpupdate hostname icacls ipconfig label logman lsass makecab mmc mountvol msconfig mshta msiexec
msinfo32 mspaint mstsc nbtstat net net1 netsh netstat notepad nslookup ntoskrnl odbcad32 openfiles perfmon ping powercfg print
qprocess reg regedt32 regsvr32 robocopy rundll32 sc schtasks SearchIndexer services sfc shutdown smss sort spoolsv subst
svchost systeminfo taskhostw taskkill tasklist Taskmgr timeout tracert userinit vssadmin w32tm wbadmin wevtutil where whoami
wininit winlogon winver write wscript wusa xcopy
"""
_DLL = """
advapi32 apphelp atl audiosrv BFE bcrypt cabinet certcli clbcatq combase comctl32 comdlg32 crypt32 cryptsp cryptsvc d3d11
dbghelp dhcpcore dnsapi dnsrslvr dwmapi es eappcfg fontsub gdi32 imm32 iphlpsvc kernel32 KernelBase KBDJPN mfplat mpssvc msacm32
mscoree msvcrt mswsock ncrypt netapi32 nlasvc ntdll ole32 oleaut32 powrprof profsvc propsys qmgr rpcss rsaenh schedsvc sechost
secur32 setupapi shell32 shlwapi srvsvc SyncHost themeservice uxtheme user32 userenv version wbemcomn wer wininet winmm winspool
wiaservc wkssvc ws2_32 wscsvc wuaueng
"""
_ONLY_64 = "csrss dwm lsass ntoskrnl services smss spoolsv wininit winlogon audiosrv BFE mpssvc rpcss wuaueng"
_DRIVERS = "acpi afd disk fltMgr http ksecdd mrxsmb ndis Ntfs nsiproxy partmgr pci srv2 tcpip volmgr volsnap"
_OTHERS = {
    "Windows": "explorer.exe regedit.exe notepad.exe splwow64.exe hh.exe",
    "Windows/System32/wbem": "WmiPrvSE.exe WMIC.exe unsecapp.exe wmiutils.dll fastprox.dll",
    "Windows/System32/WindowsPowerShell/v1.0": "powershell.exe powershell_ise.exe",
    "Windows/System32/spool/drivers/x64/3": "UNIDRV.DLL UNIDRVUI.DLL PSCRIPT5.DLL",
    "Windows/SysWOW64/wbem": "WmiPrvSE.exe wmiutils.dll",
    "Windows/SysWOW64/WindowsPowerShell/v1.0": "powershell.exe",
}


def system_files(copy: Copy, pc: Pc, every: int = 1) -> None:
    """Put Windows' own files into a copied drive; of programs and libraries each *every*-th, where a few will do."""
    names = [f"{stem}.exe" for stem in _EXE.split()] + [f"{stem}.dll" for stem in _DLL.split()]
    for name in names[::every]:
        _add(copy, pc, f"Windows/System32/{name}")
        if name.rsplit(".", 1)[0] not in _ONLY_64.split():
            _add(copy, pc, f"Windows/SysWOW64/{name}")
    for name in _DRIVERS.split():
        _add(copy, pc, f"Windows/System32/drivers/{name}.sys")
    for folder, others in _OTHERS.items():
        for name in others.split():
            _add(copy, pc, f"{folder}/{name}")


def _add(copy: Copy, pc: Pc, path: str) -> None:
    copy.add(path, stub(path.rsplit("/", 1)[-1]), moment(pc.installed, path))
