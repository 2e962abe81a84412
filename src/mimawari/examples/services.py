"""Services of an ordinary Windows, as rows: name, what it is called, its program, its library."""

from __future__ import annotations

from mimawari.examples.hive_writer import Key, expandable, number, text

_HOSTED = {
    "AudioSrv": ("Windows Audio", "LocalServiceNetworkRestricted", "audiosrv.dll"),
    "BFE": ("Base Filtering Engine", "LocalServiceNoNetworkFirewall", "bfe.dll"),
    "BITS": ("Background Intelligent Transfer Service", "netsvcs", "qmgr.dll"),
    "CryptSvc": ("Cryptographic Services", "NetworkService", "cryptsvc.dll"),
    "Dhcp": ("DHCP Client", "LocalServiceNetworkRestricted", "dhcpcore.dll"),
    "Dnscache": ("DNS Client", "NetworkService", "dnsrslvr.dll"),
    "EventSystem": ("COM+ Event System", "LocalService", "es.dll"),
    "iphlpsvc": ("IP Helper", "NetSvcs", "iphlpsvc.dll"),
    "LanmanServer": ("Server", "netsvcs", "srvsvc.dll"),
    "LanmanWorkstation": ("Workstation", "NetworkService", "wkssvc.dll"),
    "mpssvc": ("Windows Defender Firewall", "LocalServiceNoNetworkFirewall", "mpssvc.dll"),
    "NlaSvc": ("Network Location Awareness", "NetworkService", "nlasvc.dll"),
    "ProfSvc": ("User Profile Service", "netsvcs", "profsvc.dll"),
    "Schedule": ("Task Scheduler", "netsvcs", "schedsvc.dll"),
    "stisvc": ("Windows Image Acquisition (WIA)", "imgsvc", "wiaservc.dll"),
    "Themes": ("Themes", "netsvcs", "themeservice.dll"),
    "wscsvc": ("Security Center", "LocalServiceNetworkRestricted", "wscsvc.dll"),
    "wuauserv": ("Windows Update", "netsvcs", "wuaueng.dll"),
}
_OWN = {
    "Spooler": ("Print Spooler", r"%SystemRoot%\System32\spoolsv.exe"),
    "WSearch": ("Windows Search", r"%systemroot%\system32\SearchIndexer.exe /Embedding"),
    "VaultSvc": ("Credential Manager", r"%SystemRoot%\system32\lsass.exe"),
    "msiserver": ("Windows Installer", r"%systemroot%\system32\msiexec.exe /V"),
    "gupdate": ("Google Update Service (gupdate)", r'"C:\Program Files (x86)\Google\Update\GoogleUpdate.exe" /svc'),
    "ClickToRunSvc": (
        "Microsoft Office Click-to-Run Service",
        r'"C:\Program Files\Common Files\Microsoft Shared\ClickToRun\OfficeClickToRun.exe" /service',
    ),
}
_DRIVERS = {"tcpip": "TCP/IP Protocol Driver", "Ntfs": "Ntfs", "ndis": "NDIS System Driver", "disk": "Disk Driver"}
_OWN_PROCESS, _SHARED, _KERNEL = 0x10, 0x20, 1


def services(control: Key) -> None:
    """Put services below a control set."""
    below = control.at("Services")
    for name, (title, group, library) in _HOSTED.items():
        _service(below, name, title, rf"%SystemRoot%\system32\svchost.exe -k {group} -p", _SHARED, 2)
        below.at(rf"{name}\Parameters").put(expandable("ServiceDll", rf"%SystemRoot%\System32\{library}"))
    for name, (title, command) in _OWN.items():
        _service(below, name, title, command, _OWN_PROCESS, 2)
    for name, title in _DRIVERS.items():
        _service(below, name, title, rf"System32\drivers\{name}.sys", _KERNEL, 0)


def _service(below: Key, name: str, title: str, command: str, kind: int, start: int) -> None:
    key = below.at(name)
    key.put(number("Type", kind), number("Start", start), number("ErrorControl", 1), expandable("ImagePath", command))
    key.put(text("DisplayName", title))
    if kind != _KERNEL:
        key.put(text("ObjectName", "LocalSystem"))
