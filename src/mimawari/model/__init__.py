"""The nouns: frozen, typed, hashable, picklable, standard library only. Nothing here opens anything."""

from mimawari.model.artifact import (
    Artifact,
    Autostart,
    File,
    Host,
    Place,
    Process,
    ProgramFolders,
    RegistryValue,
    RunValue,
    Service,
    ServiceDescriptions,
    SystemDirectory,
    Task,
    ToolVerdict,
)
from mimawari.model.finding import Fact, Finding, ReadFinding, Strength
from mimawari.model.gap import BadEvidence, Gap, Reason
from mimawari.model.identity import digest, kind_of
from mimawari.model.origin import Origin
from mimawari.model.part import Looked, Part
from mimawari.model.report import Conflict, Report, Run, Source
from mimawari.model.verdict import Level, Verdict
from mimawari.model.words import LANGUAGES, Words

__all__ = [
    "LANGUAGES",
    "Artifact",
    "Autostart",
    "BadEvidence",
    "Conflict",
    "Fact",
    "File",
    "Finding",
    "Gap",
    "Host",
    "Level",
    "Looked",
    "Origin",
    "Part",
    "Place",
    "Process",
    "ProgramFolders",
    "ReadFinding",
    "Reason",
    "RegistryValue",
    "Report",
    "Run",
    "RunValue",
    "Service",
    "ServiceDescriptions",
    "Source",
    "Strength",
    "SystemDirectory",
    "Task",
    "ToolVerdict",
    "Verdict",
    "Words",
    "digest",
    "kind_of",
]
