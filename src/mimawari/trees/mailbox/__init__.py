"""Where mails lie in a mailbox file (mbox, MMDF): found by content, told as offsets, read by whoever asked."""
