"""What is personal in the tables of this room, and what becomes of it; every other text names nobody."""

from grants.personal import columns, names

COLUMNS = columns(
    """
    application_paper  kept_by                           identity  erased
    application_paper  title                             prose     erased
    approval           reason                            prose     erased
    approval           recorded_by                       identity  duty
    application        coordinator_id,representative_id  identity  erased
    application        form,outcome_reason               prose     erased
    barred             person_id                         identity  erased
    board_points       points                            prose     erased
    call               published_by                      identity  duty
    call               regime_reason                     prose     duty
    check_record       decided_by                        identity  duty
    check_record       reason                            prose     erased
    completion         requested_by                      identity  duty
    completion         items,note,replaced               prose     erased
    confirmation       confirmed_by                      identity  contract
    consortium         coordinator_id                    identity  contract
    contract           signed_ministry_by                identity  duty
    contract           signed_enterprise_by              identity  erased
    contract           provenance                        prose     erased
    deadline_move      moved_by                          identity  duty
    deadline_move      reason                            prose     duty
    enterprise         recorded_by                       identity  duty
    member             address                           contact   contract
    negotiation_point  raised_by,answered_by             identity  duty
    negotiation_point  title,text,answer                 prose     erased
    offer_draft        kept_by                           identity  erased
    offer_draft        plan,form                         prose     erased
    plan_version       made_by                           identity  duty
    plan_version       plan,why                          prose     erased
    stage_record       entered_by                        identity  duty
    """
)
PUBLIC = names(
    """
    application.title application_id call_id cluster.name consortium.name consortium_id decision document
    entered_role enterprise.name funded id item kind mean media_type member.name nace name name_key number outcome place
    province provinces regime registry_no revision stage status tax_number total
    """
)
"""Texts that name no person, by their column, or by table and column."""
