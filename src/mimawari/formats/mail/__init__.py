"""The pieces that a mail is read with: its headers, its parts, how they are encoded, signed and locked."""
