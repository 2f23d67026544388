"""Traces and metrics. A trace context goes with every event; the metrics are read at /metrics."""

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Histogram

REQUESTS = Counter("destek_http_requests", "Requests answered", ["room", "method", "route", "status"])
PUBLISHED = Counter("destek_events_published", "Events given to the bus", ["room"])
HEARD = Counter("destek_events_heard", "Events acted on", ["room", "outcome"])
ACTED = Counter("destek_activities", "Orders of workflows carried out", ["room", "name", "outcome"])
ACT_SECONDS = Histogram("destek_act_seconds", "Time of one act, request to commit", ["room"])

_propagator = TraceContextTextMapPropagator()


def configure(process: str) -> None:
    """Give this process a tracer; spans are exported only where an exporter is configured."""
    trace.set_tracer_provider(TracerProvider(resource=Resource.create({"service.name": f"destek-{process}"})))


def tracer() -> trace.Tracer:
    return trace.get_tracer("destek")


def trace_parent() -> str:
    """The W3C traceparent of the span under way; "" outside any."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get("traceparent", "")


def follow(traceparent: str) -> object:
    """The context to start a span in, so that it continues the trace an event carried."""
    return _propagator.extract({"traceparent": traceparent} if traceparent else {})
