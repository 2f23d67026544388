"""An addendum that lets less be earned lowers the claims not paid yet, and waits for those the bank has to answer."""

from decimal import Decimal

import pytest

from services.monitoring.domain import lowering, money, paying, reporting
from services.monitoring.domain.errors import PaymentUnderWay
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.states import ClaimStatus
from tests.services.monitoring.test_addenda import FIRST, NOW, TODAY, changed, recorded, running
from tests.services.monitoring.test_disallowing import balanced
from tests.services.monitoring.test_money import filed

PAYMENT = paying.Payment(TODAY, "EFT")


def reported(file: GrantFile, number: int, **spent: str) -> GrantFile:
    told = filed(**{item: Decimal(amount) for item, amount in spent.items()})
    file = reporting.submit(file, number, told, "coordinator", NOW, FIRST)
    return reporting.accept(file, number, "", "monitor", NOW, FIRST)


def claimed() -> GrantFile:
    """Claims of 750 and of 500, both approved."""
    file = running()
    for number, spent in enumerate(({"I2": "1000.00"}, {"I1": "1000.00"}), 1):
        file = reported(file, number, **spent)
        file = file.with_claim(money.make(file, f"c{number}", "coordinator", NOW, FIRST))
        file = file.with_claim(paying.approve(file, f"c{number}", "monitor", NOW, FIRST))
    return file


@pytest.mark.parametrize(
    ("cap", "left"),
    [
        ("75", [(ClaimStatus.APPROVED, "750.00", 1), (ClaimStatus.APPROVED, "500.00", 1)]),
        ("40", [(ClaimStatus.APPROVED, "750.00", 1), (ClaimStatus.MADE, "50.00", 2)]),
        ("37.5", [(ClaimStatus.APPROVED, "750.00", 1), (ClaimStatus.LAPSED, "500.00", 1)]),
        ("20", [(ClaimStatus.MADE, "400.00", 2), (ClaimStatus.LAPSED, "500.00", 1)]),
    ],
)
def test_claims_not_paid_yet_go_down_to_what_the_new_rules_let_be_earned_the_newest_first(
    cap: str, left: list[tuple[ClaimStatus, str, int]]
) -> None:
    before = claimed()
    after = recorded(before, changed("money", item_cap=Decimal(cap)))
    assert [(one.status, f"{one.amount:.2f}", one.round) for one in after.claims] == left
    assert len(lowering.lowered(before, after)) == sum(status is not ClaimStatus.APPROVED for status, *_ in left)
    assert balanced(before, after)


def test_what_is_ordered_under_the_old_rules_is_answered_before_an_addendum_is_recorded() -> None:
    rules = changed("money", item_cap=Decimal(40))
    ordered = paying.order(claimed(), "c1", "o1", "finance", NOW, FIRST)
    with pytest.raises(PaymentUnderWay) as refused:
        recorded(ordered, rules)
    assert [(one.rule, one.asked, one.allowed) for one in refused.value.breaches] == [("closing.ordered", "c1", "o1")]
    after = recorded(paying.booked(ordered, "c1", PAYMENT, NOW), rules)
    assert [(one.status, f"{one.amount:.2f}") for one in after.claims] == [("paid", "750.00"), ("made", "50.00")]
    assert money.claimable(after, rules) == 0
