"""Reading a Windows installation that is not running: its hives, services, tasks and files, from any tree."""
