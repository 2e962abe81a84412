"""What comes out of a case for programs: STIX 2.1, MISP, Timesketch. Nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mimawari.faces.exchange.misp import misp
from mimawari.faces.exchange.stix import stix
from mimawari.faces.exchange.timesketch import timesketch_csv, timesketch_jsonl
from mimawari.faces.exchange.trouble import NoExchange
from mimawari.model import Dossier

__all__ = ["FORMS", "NoExchange", "exported", "misp", "stix", "timesketch_csv", "timesketch_jsonl"]

_MAKE: Mapping[str, Callable[[Dossier], str]] = {
    "stix": stix,
    "misp": misp,
    "timesketch-csv": timesketch_csv,
    "timesketch-jsonl": timesketch_jsonl,
}
FORMS = tuple(_MAKE)
"""What a case can be written as."""


def exported(dossier: Dossier, form: str) -> str:
    """The case in *form*, one of :data:`FORMS` (else ``KeyError``). Raises :class:`NoExchange` where a library is missing."""
    return _MAKE[form](dossier)
