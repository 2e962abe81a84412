"""Show it: the command line, text for people, JSON for programs. A face never detects, and imports model and app only."""
