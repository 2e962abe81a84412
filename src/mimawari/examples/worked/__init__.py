"""Five worked cases: what a small online shop has in its hands when strange mails go round in its name. All of it is inert."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mimawari.examples.worked import address_only, exposed, our_account, our_device, undetermined
from mimawari.examples.worked.contents import Contents

CASES: Mapping[str, Callable[[], Contents]] = {
    "our-device": our_device.contents,
    "our-device-later": our_device.later,
    "our-account": our_account.contents,
    "address-only": address_only.contents,
    "exposed": exposed.contents,
    "undetermined": undetermined.contents,
}
"""What is written below ``cases``, by the name of its folder."""
