"""Small inert evidence that anyone can try mimawari on: built, not stored, because git keeps no times."""
