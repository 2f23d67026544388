"""What the rooms' own tables must say by what was told: derived from the records alone, and held against the tables.

Nothing here reads a room's code: whoever wants to check a room's tables needs its records and its rows. A module a
topic; `book` holds what they share.
"""
