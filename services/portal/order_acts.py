"""What finance does by a form with payments on their way to the bank."""

from grants.policy import Action
from services.portal.acting import Act, checks, day, line, reasoned

MAKE = Act(
    "order_make",
    Action.PAYMENT_ORDER_MAKE,
    "/payment-orders",
    {"claims": checks("order_claims"), "account": line("order_account", 42), "execute_on": day("order_day")},
)
CANCEL = reasoned("order_cancel", Action.PAYMENT_ORDER_MAKE, "/payment-orders/{part}/cancel", grave=True)
ALL = (MAKE, CANCEL)
