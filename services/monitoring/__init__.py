"""The grant in force, from the signed contract to the final settlement.

Owns: grants, reporting periods and activity reports with spending and indicators, payment claims, force
majeure, extensions, addenda, formal notices, termination, closing and settlement.
Hears: ContractConcluded of the application room; the grant begins. Conflicts of interest of the evaluation room: whom
they keep from a grant sees nothing of it here either. Of `audit`: whose
personal data were erased.
Says: `grants.contracts.monitoring_events`; those that move the clock carry every deadline as it then stands.
Answers: `fall_due`. A timer never decides: the room looks at its own facts, and its answer stands.
"""
