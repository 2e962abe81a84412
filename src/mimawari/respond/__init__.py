"""What follows from a report: situations, plan, desks, legal clock, second check, timeline. Pure: it does nothing by itself."""
