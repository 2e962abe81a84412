"""Who must be told: sightings of people → one list without doubles, weighted and counted, in flat memory.

:mod:`~mimawari.exposure.ledger` takes sightings, :mod:`~mimawari.exposure.joining` says which of them are one person, and
:mod:`~mimawari.exposure.counting` counts the list that comes of it. Pure but for a temporary database that no name leads to.
"""
