"""What of a finding is exact enough to be looked for elsewhere: hashes of files, their names, addresses, mail accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from mimawari.faces.safe import plain
from mimawari.model import About, Dossier, Finding, Strength

_HEX = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32})(?![0-9A-Fa-f])")
_KINDS = {64: "sha256", 40: "sha1", 32: "md5"}
_OF_HASH = re.compile(r"sha|md5|hash|digest")
_OF_FILE = ("file", "library", "target")
"""Facts that name the file itself; others name what of Windows loads it, or an account, or an address."""
_OF_ADDRESS, _OF_ACCOUNT = ("address", "sample", "client"), ("account", "author", "partner")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,10}[A-Za-z]{2,63}")
_NAME = re.compile(r"[^<>:\"|?*\\/]+\.[A-Za-z][A-Za-z0-9_]{0,9}")
_MOST_NAME = 255


@dataclass(frozen=True, slots=True)
class Observable:
    """The file of a finding. ``hashes`` by kind (``sha256`` ...); ``name`` is its bare name, empty where it is not told exactly."""

    hashes: tuple[tuple[str, str], ...] = ()
    name: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is exact."""
        return not self.hashes and not self.name


def observable(finding: Finding) -> Observable:
    """What of *finding* is exact."""
    facts = finding.facts
    found: dict[str, str] = {}
    for name, value in facts.items():
        if isinstance(value, str) and (_OF_HASH.search(name.lower()) or (name == "rule" and facts.get("by") == "indicator")):
            found |= {_KINDS[len(one)]: one.lower() for one in _HEX.findall(value)}
    named = (facts.get(name) for name in _OF_FILE) if finding.about in (About.HOST, About.DELIVERY) else ()
    return Observable(tuple(sorted(found.items())), next((name for one in named if (name := _bare(one))), ""))


def addresses(finding: Finding) -> tuple[str, ...]:
    """The IP addresses that it names as where mails came from: seen, and not to be blocked for that alone."""
    return tuple(dict.fromkeys(one for name in _OF_ADDRESS if (one := _address(finding.facts.get(name)))))


def accounts(finding: Finding) -> tuple[str, ...]:
    """The mail addresses that it names: abused ones of honest people too."""
    told = (str(finding.facts.get(name) or "").lower() for name in _OF_ACCOUNT)
    return tuple(dict.fromkeys(one for one in told if _ACCOUNT.fullmatch(one)))


def _address(value: object) -> str:
    try:
        return str(ip_address(str(value)))
    except ValueError:
        return ""


def _bare(value: object) -> str:
    """The name at the end of a path; empty for what is no plain name: one that is shown otherwise is not exact."""
    name = str(value or "").replace("/", "\\").rsplit("\\", 1)[-1]
    return name if len(name) <= _MOST_NAME and plain(name) == name and _NAME.fullmatch(name) else ""


def weighty(finding: Finding) -> bool:
    """Whether the hash of its file may be looked for elsewhere: it says more than a hint, and of what still is."""
    return finding.strength > Strength.HINT and finding.about in (About.HOST, About.DELIVERY) and not finding.past


def telling(finding: Finding) -> bool:
    """Whether the name of its file may be looked for elsewhere, with little confidence: malware of a known family on a machine.

    What was delivered often bears a name that honest files bear too, and the parts of every workbook have the same names.
    """
    return weighty(finding) and finding.about is About.HOST and finding.family is not None


def findings(dossier: Dossier) -> tuple[Finding, ...]:
    """What the verdict rests on, each once, in its order."""
    us = dossier.verdict.us
    return tuple(dict.fromkeys((*dossier.verdict.because, *(us.because if us else ()))))


def observed_at(finding: Finding, dossier: Dossier) -> str:
    """The moment that the trace speaks of, else that of its evidence (UTC); empty where nobody knows."""
    sources = (one for one in dossier.report.sources if one.id == finding.origin.source and one.seen_at)
    return finding.seen_at or next((one.seen_at for one in sources), "")


def seen_at(finding: Finding, dossier: Dossier) -> str:
    """The same, else the moment of writing."""
    return observed_at(finding, dossier) or dossier.now


def techniques(every: Iterable[Finding]) -> Iterator[str]:
    """The ATT&CK ids of findings, sorted, each once."""
    yield from sorted({name for one in every for name in one.attack if re.fullmatch(r"T\d{4}(\.\d{3})?", name)})


def attack_page(technique: str) -> str:
    """Where MITRE describes it."""
    return f"https://attack.mitre.org/techniques/{technique.replace('.', '/')}/"
