"""What the sources of mail share: where mails lie in files and folders, found by content and read from where they lie."""
