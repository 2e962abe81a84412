"""A mail account over IMAP, read-only: the connection, the names of folders, the mails by their UIDs."""
