"""Address books in files: who stands in them. Entry by entry, in flat memory; groups are not people."""

from __future__ import annotations

from mimawari.sources.contacts.books import contacts, in_mailbox, recognises

__all__ = ["contacts", "in_mailbox", "recognises"]
