"""Us, or only our address? Testimony of mails, logs and mailboxes in, clues out. Pure: nothing is opened here."""
