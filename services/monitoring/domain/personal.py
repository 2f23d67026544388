"""What is personal in the tables of this room, and what becomes of it; every other text names nobody."""

from grants.personal import columns, names

COLUMNS = columns(
    """
    addendum            recorded_by                                             identity  duty
    addendum            reason                                                  prose     erased
    agreement           members                                                 contact   erased
    agreement           plan                                                    prose     erased
    appropriation       recorded_by                                             identity  books
    audit_duty          opened_by                                               identity  duty
    audit_duty          ground                                                  prose     erased
    bank_statement      read_by                                                 identity  books
    bank_statement      account                                                 contact   books
    barred              person_id                                               identity  erased
    change_proposal     wish,differences                                        prose     erased
    change_request      asked_by,decided_by                                     identity  duty
    change_request      reason,decision_reason,paper                            prose     erased
    claim               prepared_by,approved_by,countersigned_by                identity  books
    claim               paid_by                                                 identity  books
    claim               answered_by                                             identity  duty
    claim               remarks,note                                            prose     erased
    closing_report      submitted_by,decided_by                                 identity  duty
    closing_report      aims,indicators,spending,left_open,assets,remarks,note  prose     erased
    development_report  submitted_by,recorded_by                                identity  duty
    development_report  technical,administrative,financial,reason,paper         prose     erased
    counted_paper       issuer_tax_number                                       identity  books
    disallowance        decided_by                                              identity  books
    disallowance        reason                                                  prose     books
    extension           asked_by,decided_by                                     identity  duty
    extension           evidence,reason,decision_reason                         prose     erased
    finding             answered_by,decided_by                                  identity  duty
    finding             text,answer,reason                                      prose     erased
    force_majeure       declared_by,decided_by                                  identity  duty
    force_majeure       ground,evidence,reason                                  prose     erased
    grant               coordinator_id,representative_id                        identity  erased
    grant               auditor_id,closing_by                                   identity  duty
    grant               termination_ground,termination_reason                   prose     erased
    guarantee           received_by,returned_by                                 identity  duty
    history             actor_id                                                identity  duty
    history             details                                                 prose     erased
    independent_audit   auditor_id,assigned_by                                  identity  duty
    independent_audit   findings                                                prose     erased
    indicator_evidence  note                                                    prose     erased
    ledger_entry        by                                                      identity  books
    milestone           declared_by,decided_by                                  identity  duty
    milestone           note,remark                                             prose     erased
    notice              given_by                                                identity  duty
    notice              reason                                                  prose     erased
    obligation          looked_by                                               identity  duty
    obligation          note                                                    prose     erased
    ordered_claim       iban,holder                                             contact   erased
    payee_account       recorded_by,confirmed_by                                identity  books
    payee_account       iban,holder                                             contact   erased
    payment             paid_by                                                 identity  books
    payment_hold        ordered_by,lifted_by                                    identity  duty
    payment_hold        reason,lift_reason                                      prose     erased
    payment_order       made_by,cancelled_by                                    identity  books
    payment_order       account,content                                         contact   books
    payment_order       reason                                                  prose     books
    plan_version        coordinator_id,representative_id                        identity  erased
    plan_version        members                                                 contact   erased
    plan_version        plan                                                    prose     erased
    receipt             recorded_by                                             identity  books
    recovery            ordered_by,planned_by                                   identity  duty
    report              submitted_by,decided_by                                 identity  duty
    report              technical,administrative,financial,remarks              prose     erased
    report_draft        kept_by                                                 identity  erased
    report_draft        content                                                 prose     erased
    risk_assessment     assessed_by,answered_by                                 identity  duty
    risk_assessment     answer                                                  prose     erased
    scan                kept_by                                                 identity  erased
    scan                name                                                    prose     erased
    settlement          settled_by                                              identity  duty
    site_visit          visitor_id,planned_by,decided_by                        identity  duty
    site_visit          reason,summary,points                                   prose     erased
    spending_line       issuer,issuer_tax_number                                identity  erased
    spending_line       remark,reason                                           prose     erased
    visit_draft         kept_by                                                 identity  erased
    visit_draft         typed                                                   prose     erased
    visit_photograph    kept_by                                                 identity  erased
    visit_photograph    note                                                    prose     erased
    """
)
PUBLIC = names(
    """
    act activity actor_role apart application_id bank_line.document bank_statement.number call_id cause certificate
    change_id claim_id code consortium_name cost_head credit currency debit decider
    decision direction disallowance.ground document documents effect enterprise_name enterprise_tax_number
    extension.ground figures found grant_id guarantee.issuer id indicator_evidence.name indicator_evidence.tax_number
    item key kind level media_type name_key number old_regime old_revision opinion order_id outcome paper_key paper_kind
    paper_number parties payment_ref place programme province recovery_id reference regime result revision severity
    sha256 source statement_id status title visit_id warned_grant
    """
)
"""Texts that name no person, by their column, or by table and column."""
