"""Address books in files: who stands in them. Entry by entry, in flat memory; groups are not people."""

from __future__ import annotations

from mimawari.sources.contacts.books import contacts, recognises

__all__ = ["contacts", "recognises"]
