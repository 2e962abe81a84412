"""Mails to try the traits on, drawn by seed: forged ones as Emotet sent them, era by era, and honest ones much like them."""
