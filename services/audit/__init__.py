"""Audit: the memory. What happened, in an order nobody can change unseen, and told as a story.

Owns: the ledger of every event, chained by hashes for each subject (application, call, consortium…).
Hears: everything the application, evaluation and monitoring rooms say, kinds of events it does not know included.
Says: nothing. It decides nothing; who may read what is in `usecases.reading`.
"""
