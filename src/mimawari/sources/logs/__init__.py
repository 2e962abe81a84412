"""Logs of mail servers: opening, stamps, the line forms of each software, joining lines into mails, and what is counted of them."""
