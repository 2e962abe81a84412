"""The Windows that is running: what it tells through its own interfaces, asked with the standard library alone."""
