"""Evaluation: evaluators, conflicts, assignments, scores, the committee of a call, its ranking and what follows.

Owns: evaluators; who was asked to evaluate which application, what they scored; the result of pre-evaluation;
the committee of each call, its attendance, conflicts and scores; the ranking, the reserve and who moves up from it;
funding combinations and approval packs; feedback to applicants and their objections.
Hears: from `application` calls published, applications admitted (a snapshot of members, form and plan, and which papers
came with it) and ended.
Of `audit`: whose personal data were erased.
Says: `grants.contracts.evaluation_events`.
"""
