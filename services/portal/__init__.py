"""The web pages: the face of the rooms, without a rule and without a table of its own.

Owns: nothing but the session of a person's browser.
Asks: every room over HTTP, with the token of the person who looks.
Says: what the rooms say, in plain Turkish and English.
"""
