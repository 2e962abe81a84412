"""A bag of evidence: written (``bag``), signed (``keys``), packed and encrypted (``packing``), redacted, and looked at again
(``checking``). It needs no case and no network; the app says what goes into a bag."""

from mimawari.sealing.bag import Sealed, Sealing, names, seal
from mimawari.sealing.custody import Hand
from mimawari.sealing.tags import file_name
from mimawari.sealing.trouble import SealTrouble

__all__ = ["Hand", "SealTrouble", "Sealed", "Sealing", "file_name", "names", "seal"]
