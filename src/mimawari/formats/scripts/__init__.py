"""Texts and the scripts among them: their character sets, languages, blocks and the encoding of the Script Encoder."""
