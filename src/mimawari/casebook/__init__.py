"""What was decided and done in a case: entries that are only ever added, in SQLite or PostgreSQL.

``place`` says where a book lies, ``book`` reads and adds, ``state`` and ``verifying`` are pure: they only see entries.
"""

from mimawari.casebook.book import Book, Case, Draft, opened
from mimawari.casebook.kept import Kept, reports_of
from mimawari.casebook.place import Place
from mimawari.casebook.remembered import Head, Memory
from mimawari.casebook.state import state_of
from mimawari.casebook.trouble import CaseTrouble, Kind
from mimawari.casebook.verifying import Fault, FaultKind, fault, faults

__all__ = [
    "Book",
    "Case",
    "CaseTrouble",
    "Draft",
    "Fault",
    "FaultKind",
    "Head",
    "Kept",
    "Kind",
    "Memory",
    "Place",
    "fault",
    "faults",
    "opened",
    "reports_of",
    "state_of",
]
