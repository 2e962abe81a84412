"""What maintainers make updates with: keys, roles, drafts that are carried from one signer to the next, and the repository.

Root and targets are signed by people with keys that lie offline; snapshot and timestamp by a key that may lie on a server. Nothing
of this is needed to use an update.
"""
