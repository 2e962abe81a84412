"""The firm's own profile: read from ``us.toml``, learnt from its mail, and written."""

from mimawari.firm.checks import Wrong, address, is_address, is_shared, network, own_domain
from mimawari.firm.learning import learnt
from mimawari.firm.reading import firm_of, parse, read
from mimawari.firm.reading import named as sender
from mimawari.firm.servers import is_own as is_own_server
from mimawari.firm.servers import is_shared as is_shared_server
from mimawari.firm.trouble import FirmTrouble
from mimawari.firm.writing import text

__all__ = [
    "FirmTrouble",
    "Wrong",
    "address",
    "firm_of",
    "is_address",
    "is_own_server",
    "is_shared",
    "is_shared_server",
    "learnt",
    "network",
    "own_domain",
    "parse",
    "read",
    "sender",
    "text",
]
