"""What is personal in the tables of this room, and what becomes of it; every other text names nobody."""

from grants.personal import columns, names

COLUMNS = columns(
    """
    addendum            recorded_by                                        identity  duty
    addendum            reason                                             prose     duty
    agreement           members                                            contact   contract
    agreement           plan                                               prose     duty
    appropriation       recorded_by                                        identity  duty
    audit_duty          opened_by                                          identity  duty
    audit_duty          ground                                             prose     duty
    bank_statement      read_by                                            identity  duty
    bank_statement      account                                            contact   duty
    barred              person_id                                          identity  duty
    change_proposal     wish,differences                                   prose     duty
    change_request      asked_by,decided_by                                identity  duty
    change_request      reason,decision_reason,paper                       prose     duty
    claim               prepared_by,approved_by,countersigned_by,paid_by   identity  duty
    claim               answered_by                                        identity  duty
    claim               remarks,note                                       prose     duty
    closing_report      submitted_by,decided_by                            identity  duty
    closing_report      aims,indicators,spending,left_open,assets          prose     duty
    closing_report      remarks,note                                       prose     duty
    development_report  submitted_by,recorded_by                           identity  duty
    development_report  technical,administrative,financial,reason,paper    prose     duty
    counted_paper       issuer_tax_number                                  identity  duty
    disallowance        decided_by                                         identity  duty
    disallowance        reason                                             prose     duty
    extension           asked_by,decided_by                                identity  duty
    extension           ground,evidence,reason,decision_reason             prose     duty
    finding             answered_by,decided_by                             identity  duty
    finding             text,answer,reason                                 prose     duty
    force_majeure       declared_by,decided_by                             identity  duty
    force_majeure       ground,evidence,reason                             prose     duty
    grant               coordinator_id,representative_id                   identity  contract
    grant               auditor_id,closing_by                              identity  duty
    grant               termination_ground,termination_reason prose     duty
    guarantee           received_by,returned_by                            identity  duty
    history             actor_id                                           identity  duty
    history             details                                            prose     duty
    independent_audit   auditor_id,assigned_by                             identity  duty
    independent_audit   findings                                           prose     duty
    indicator_evidence  note                                               prose     duty
    ledger_entry        by                                                 identity  duty
    milestone           declared_by,decided_by                             identity  duty
    milestone           note,remark                                        prose     duty
    notice              given_by                                           identity  duty
    notice              reason                                             prose     duty
    obligation          looked_by                                          identity  duty
    obligation          note                                               prose     duty
    ordered_claim       iban,holder                                        contact   duty
    payee_account       recorded_by,confirmed_by                           identity  duty
    payee_account       iban,holder                                        contact   contract
    payment             paid_by                                            identity  duty
    payment_hold        ordered_by,lifted_by                               identity  duty
    payment_hold        reason,lift_reason                                 prose     duty
    payment_order       made_by,cancelled_by                               identity  duty
    payment_order       account,content                                    contact   duty
    payment_order       reason                                             prose     duty
    plan_version        coordinator_id,representative_id                   identity  contract
    plan_version        members                                            contact   contract
    plan_version        plan                                               prose     duty
    receipt             recorded_by                                        identity  duty
    recovery            ordered_by,planned_by                              identity  duty
    report              submitted_by,decided_by                            identity  duty
    report              technical,administrative,financial,remarks         prose     duty
    report_draft        kept_by                                            identity  duty
    report_draft        content                                            prose     duty
    risk_assessment     assessed_by,answered_by                            identity  duty
    risk_assessment     answer                                             prose     duty
    scan                kept_by                                            identity  duty
    scan                name                                               prose     duty
    settlement          settled_by                                         identity  duty
    site_visit          visitor_id,planned_by,decided_by                   identity  duty
    site_visit          reason,summary,points                              prose     duty
    spending_line       issuer,issuer_tax_number                           identity  duty
    spending_line       remark,reason                                      prose     duty
    visit_draft         kept_by                                            identity  duty
    visit_draft         typed                                              prose     duty
    visit_photograph    kept_by                                            identity  duty
    visit_photograph    note                                               prose     duty
    """
)
PUBLIC = names(
    """
    act activity actor_role apart application_id bank_line.document bank_statement.number call_id cause certificate
    change_id claim_id code consortium_name cost_head credit currency debit decider
    decision direction disallowance.ground document documents effect enterprise_name enterprise_tax_number figures found
    grant_id guarantee.issuer id indicator_evidence.name indicator_evidence.tax_number item key
    kind level media_type name_key number old_regime old_revision opinion order_id outcome paper_key paper_kind
    paper_number parties payment_ref place programme province recovery_id reference regime result revision severity
    sha256 source statement_id status title visit_id warned_grant
    """
)
"""Texts that name no person, by their column, or by table and column."""
