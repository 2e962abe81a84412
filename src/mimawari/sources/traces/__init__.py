"""Logs of mail systems as tables: what their columns mean, and the mails, accounts and answers that come of it."""
