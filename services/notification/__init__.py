"""Notification: mail out.

Owns: the mails, each written once for an event and an addressee, and whether it was sent; who coordinates which file.
Hears: what somebody should know of, from the application, evaluation and monitoring rooms. Of `audit`: whose
personal data were erased.
Says: nothing. Evaluators' names and scores never stand in a mail to applicants.
"""
