"""Newer knowledge than the program came with: fetched, verified with The Update Framework, kept, and put into force.

:mod:`.bringing` brings it, over the network or from a file (:mod:`.fetching`), by the workflow in :mod:`.client`; :mod:`.store`
keeps it and says what is in force; :mod:`.release` is what maintainers make it with. Nothing becomes the knowledge in force that is
not signed as the trusted root asks, that does not unpack within its bounds (:mod:`.unpacking`) and that the loader cannot read.
"""

from __future__ import annotations

from mimawari.updates.bringing import Request, bring, remembered, root_digest
from mimawari.updates.client import Done, go_back, let_go
from mimawari.updates.shared import place as shared_place
from mimawari.updates.state import Damaged, Held, Kept, State
from mimawari.updates.store import Choice, Forced, Store, in_force
from mimawari.updates.trouble import Kind, Trouble
from mimawari.updates.trust import forget
from mimawari.updates.versions import is_version, order

__all__ = [
    "Choice",
    "Damaged",
    "Done",
    "Forced",
    "Held",
    "Kept",
    "Kind",
    "Request",
    "State",
    "Store",
    "Trouble",
    "bring",
    "forget",
    "go_back",
    "in_force",
    "is_version",
    "let_go",
    "order",
    "remembered",
    "root_digest",
    "shared_place",
]
