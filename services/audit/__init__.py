"""Audit: the memory. What happened, in an order nobody can change unseen, and told as a story.

Owns: the ledger of every event, chained by hashes for each subject (application, call, consortium…); the list of
finished files, which an inspector signs off.
Hears: everything the application, evaluation and monitoring rooms say, kinds of events it does not know included;
and its own inspections, which come into the ledger by the same way as all else. Whom a conflict of interest keeps from
a file, as the evaluation room says, sees nothing of it here.
Says: a finished file was inspected. It decides nothing else; who may read what is in `usecases.reading`.
"""
