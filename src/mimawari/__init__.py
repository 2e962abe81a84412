"""mimawari looks round for Emotet, says what was found and what could not be looked at, and says what to do."""
