"""What nobody is written to about, and why: every event of the other rooms is a letter or stands here."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.contracts import application_events as application
from grants.contracts import indicator_events as indicator
from grants.contracts import payment_events as payment
from grants.contracts import registry_events as registry
from grants.contracts import report_events as report
from grants.contracts import risk_events as risk
from grants.contracts.event import EventData

_NO_LIST = "nobody can say who thinks of applying; a call is public"
_OWN_ACT = "whoever did it knows; nobody else has to act on it"
_OTHER_LETTER = "the letter about what follows tells it"

SILENT: Mapping[type[EventData], str] = MappingProxyType(
    {
        application.CallPublished: _NO_LIST,
        application.CallRecorded: _NO_LIST,
        application.CallDeadlineMoved: _NO_LIST,
        application.CallOpened: _NO_LIST,
        application.CallClosed: _NO_LIST,
        application.ConsortiumCreated: _OWN_ACT,
        application.ConsortiumChanged: _OWN_ACT,
        registry.ClustersLoaded: _OWN_ACT,
        application.ParticipationConfirmed: _OWN_ACT,
        application.ApplicationDrafted: _OWN_ACT,
        application.ApplicationAdmitted: _OTHER_LETTER,
        application.NegotiationAgreed: _OTHER_LETTER,
        application.MinisterDecided: _OTHER_LETTER,
        application.EnterpriseRecorded: _OTHER_LETTER,
        application.ContractConcluded: _OTHER_LETTER,
        payment.ClaimOrdered: "the money is with the bank only once the bank says so; then ClaimPaid is written",
        payment.ClaimReleased: _OWN_ACT,
        payment.PaymentOrderMade: _OWN_ACT,
        payment.PaymentOrderDownloaded: _OWN_ACT,
        payment.PaymentOrderCancelled: _OWN_ACT,
        payment.PaymentOrderBooked: _OTHER_LETTER,
        payment.AppropriationRecorded: _OWN_ACT,
        payment.AppropriationDrawn: _OTHER_LETTER,
        risk.RiskAnswered: _OWN_ACT,
        risk.VisitPhotographed: _OWN_ACT,
        indicator.EvidenceListed: _OWN_ACT,
        report.PaperScanned: _OWN_ACT,
        report.PaperCounted: "the other grant's report was accepted, and that is written; this one's stands as it is",
    }
)
