"""The application room: calls, the cluster registry, consortia, and applications up to the signed contract.

Owns: calls and their calendar, the registry of clusters, consortia and members, applications with their form,
papers and plan versions, administrative check, negotiation, approval, enterprise and contract.
Hears: from `evaluation` when the board hears an application, what it wants negotiated, and whom a conflict of interest
keeps from one, and the approval pack of a call; what it decides comes as orders of the workflows. Of `audit`: whose
personal data were erased.
Says: `grants.contracts.application_events`, all of them.
"""
