"""The firm's own profile: read from ``us.toml``, learnt from its mail, and written."""
