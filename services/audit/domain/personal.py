"""What is personal in the tables of this room, and what becomes of it; every other text names nobody.

Who inspected and who erased stays with what they did; whatever else of persons was kept of a file goes with it.
"""

from grants.personal import columns, names

COLUMNS = columns(
    """
    barred         person_id          identity  duty
    dossier        made_by            identity  duty
    finished       signed_by          identity  duty
    finished       remark             prose     erased
    lead_answer    answered_by        identity  span
    lead_answer    reason             prose     span
    known_rights   person_id,tax_number identity span
    ledger         openings           prose     erased
    sample         drawn_by           identity  span
    sample         reason,seed        prose     span
    subject_key    destroyed_by       identity  log
    subject_key    reason             prose     log
    trace          person_id          identity  erased
    working_paper  entries,conclusion prose     erased
    working_paper  signed_by          identity  duty
    """
)
PUBLIC = names(
    """
    about act actor_role added application_id at body call_id content document dues ending event_id evidence fields gone
    hash id issuer key kind lead_id manifest method organisation outbox_mark.last pair population previous previous_hash
    public regime roles room root run_id sample_id sha256 signature since title type verdict voucher
    voucher_key workflow_id
    """
)
"""Texts that name no person, by their column, or by table and column. `body` is veiled."""
