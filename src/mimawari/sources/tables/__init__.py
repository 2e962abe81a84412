"""Tables in text as others export them: lines, rows, stamps, and counts that keep memory flat."""
