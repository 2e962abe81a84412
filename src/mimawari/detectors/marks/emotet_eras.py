"""In which periods of Emotet's history a document was made, by its own account of its times."""

from __future__ import annotations

from mimawari.knowledge import Knowledge
from mimawari.model.office import Properties

_NOT_SENT = "TD"


def eras_of(properties: Properties, known: Knowledge) -> tuple[str, ...]:
    """The periods that the day of its making lies in; empty where it does not tell, or tells a day of none of them.

    The police's clean-up is no period in which documents were sent.
    """
    day = (properties.created or properties.saved)[:10]
    return tuple(era.name for era in known.eras.values() if era.name != _NOT_SENT and era.first <= day <= era.last)
