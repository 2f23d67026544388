"""Evaluation: evaluators, conflicts, assignments, scores, the committee of a call and its ranking.

Owns: evaluators; who was asked to evaluate which application, what they scored; the result of pre-evaluation;
the committee of each call, its attendance, conflicts and scores; the ranking.
Hears: from `application` calls published, applications admitted (a snapshot of members, form and plan) and ended.
Says: `grants.contracts.evaluation_events`.
"""
