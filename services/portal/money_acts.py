"""What can be done by a form with the money of a grant: claims, accounts, guarantees, what is taken back."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.policy import Action
from services.portal.acting import Act, area, day, line, money, number, reasoned
from services.portal.places import Place, as_said, is_unconfirmed, stands

_GRANT = "/grants/{file}"
_CLAIM = (
    Act("claim_approve", Action.CLAIM_APPROVE, "/claims/{part}/approve"),
    Act("claim_countersign", Action.CLAIM_COUNTERSIGN, "/claims/{part}/countersign"),
    Act(
        "claim_pay",
        Action.CLAIM_PAY,
        "/claims/{part}/pay",
        {"paid_on": day("paid_on"), "reference": line("payment_reference")},
    ),
    Act(
        "claim_send_again",
        Action.CLAIM_SEND_AGAIN,
        "/claims/{part}/send-again",
        {"note": area("put_right"), "amount": money("advance_again")},
    ),
    Act("claim_return", Action.CLAIM_RETURN, "/claims/{part}/return", {"reason": area("to_put_right")}),
    reasoned("claim_refuse", Action.CLAIM_REFUSE, "/claims/{part}/refuse", grave=True),
)

MONEY: Mapping[str, Place] = MappingProxyType(
    {
        "claims": Place(
            (
                Act("claim_make", Action.CLAIM_MAKE, f"{_GRANT}/claims"),
                Act("advance_ask", Action.ADVANCE_ASK, f"{_GRANT}/advance", {"amount": money("advance")}),
            ),
            "facts/claims.html",
        ),
        "claim": Place(_CLAIM, "facts/claim.html", lambda grant: grant.claims, fits=as_said),
        "account": Place(
            (
                Act(
                    "account_record",
                    Action.ACCOUNT_RECORD,
                    f"{_GRANT}/account",
                    {"iban": line("iban", 42), "holder": line("holder")},
                ),
            ),
            "facts/accounts.html",
        ),
        "account-to-confirm": Place(
            (Act("account_confirm", Action.ACCOUNT_CONFIRM, "/accounts/{part}/confirm"),),
            "facts/accounts.html",
            lambda grant: grant.funds.accounts,
            fits=is_unconfirmed,
        ),
        "guarantee": Place(
            (
                Act(
                    "guarantee_receive",
                    Action.GUARANTEE_RECEIVE,
                    f"{_GRANT}/guarantees",
                    {
                        "reference": line("guarantee_reference"),
                        "issuer": line("issuer"),
                        "amount": money("amount"),
                        "valid_until": day("valid_until"),
                    },
                ),
            )
        ),
        "held-guarantee": Place(
            (Act("guarantee_return", Action.GUARANTEE_RETURN, "/guarantees/{part}/return", grave=True),),
            "facts/guarantee.html",
            lambda grant: grant.funds.guarantees,
            fits=stands("held", "ended"),
        ),
        "recovery": Place(
            (
                Act(
                    "recovery_receive",
                    Action.RECOVERY_RECEIVE,
                    f"{_GRANT}/recovery/receipts",
                    {
                        "amount": money("amount"),
                        "received_on": day("received_on"),
                        "reference": line("bank_reference"),
                    },
                ),
                Act(
                    "recovery_plan",
                    Action.RECOVERY_PLAN,
                    f"{_GRANT}/recovery/plan",
                    {"instalments": number("instalments")},
                ),
            ),
            "facts/recoveries.html",
        ),
    }
)
