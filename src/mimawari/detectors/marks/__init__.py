"""What marks Emotet's names, places and times, as plain functions. No detector lives here; several share each of these."""
