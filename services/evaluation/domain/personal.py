"""What is personal in the tables of this room, and what becomes of it; every other text names nobody."""

from grants.personal import columns, names

COLUMNS = columns(
    """
    approval_pack          officer_id,closed_by                                 identity  duty
    approval_pack          reason                                               prose     duty
    approval_pack_opinion  person_id                                            identity  duty
    approval_pack_opinion  reason                                               prose     duty
    assessment_draft       justifications                                       prose     erased
    assessment_version     officer_id                                           identity  duty
    assessment_version     justifications,reason                                prose     erased
    assignment             evaluator_id                                         identity  duty
    assignment             justifications,reason                                prose     erased
    assignment_proposal    computed_by,accepted_by,lines,changes                identity  duty
    committee              chair_id,present                                     identity  duty
    committee              reason                                               prose     duty
    committee_ballot       person_id                                            identity  duty
    committee_ballot       dissent                                              prose     duty
    committee_conflict     person_id                                            identity  duty
    committee_member       person_id                                            identity  duty
    committee_member       name,background,employer_tax_number                  identity  person
    committee_motion       member_id                                            identity  duty
    committee_motion       text,conditions,points,decided                       prose     duty
    committee_score        person_id                                            identity  duty
    committee_session      present                                              identity  duty
    committee_session      reason                                               prose     duty
    committee_signature    person_id                                            identity  duty
    committee_slot         present                                              identity  duty
    conflict_finding       person_id                                            identity  erased
    conflict_finding       decided_by                                           identity  duty
    conflict_finding       about,fact,shown,reason                              prose     erased
    declaration            person_id                                            identity  erased
    declaration            tie,reason                                           prose     erased
    envelope_raise         officer_id                                           identity  duty
    envelope_raise         reason                                               prose     duty
    evaluator              person_id,nace,topics,languages                      identity  duty
    evaluator              availability                                         identity  person
    evaluator              erasure_reason                                       prose     log
    evaluator_contract     person_id                                            identity  duty
    evaluator_person       person_id,name,degrees,employer,employer_tax_number  identity  person
    evaluator_person       declared,projects                                    identity  person
    evaluator_person       email,address                                        contact   person
    feedback               texts                                                prose     erased
    feedback_redaction     officer_id                                           identity  duty
    feedback_redaction     original,text,reason                                 prose     erased
    file                   coordinator_id,leaders,former                        identity  erased
    file                   members                                              contact   erased
    file                   form,plan,papers                                     prose     erased
    funding_combination    officer_id                                           identity  duty
    objection              made_by,decided_by                                   identity  duty
    objection              reasons,decision_reason                              prose     erased
    staffing_mode          set_by                                               identity  duty
    staffing_mode          reason                                               prose     duty
    """
)
PUBLIC = names(
    """
    application_id assignment_id block blocks call_file.name call_id consortium_name decision document
    evaluator_contract.number evaluators_mean explanation file.nace funding_combination.name id kind mean
    not_applicable place regime revision salt scores seat state status total vote
    """
)
"""Texts that name no person, by their column, or by table and column."""
