"""Sending profiles of honest and of abused accounts, drawn by seed: the same seed, the same profile.

What is drawn comes from descriptions of how offices, shops, newsletters and botnets send, not from what the program looks at.
Addresses are of 240.0.0.0/4 (RFC 1112: nobody's), which has room for hundreds of different networks; names of providers end in
``.example`` (RFC 2606).
"""
