"""Traces and metrics. A trace context goes with every event; the metrics are read at /metrics."""

from importlib import import_module

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Gauge, Histogram

from runtime.settings import PlatformSettings
from runtime.spans import Discreet

REQUESTS = Counter("destek_http_requests", "Requests answered", ["room", "method", "route", "status"])
PUBLISHED = Counter("destek_events_published", "Events given to the bus", ["room"])
HEARD = Counter("destek_events_heard", "Events acted on", ["room", "outcome"])
ACTED = Counter("destek_activities", "Orders of workflows carried out", ["room", "name", "outcome"])
PRUNED = Counter("destek_rows_pruned", "Rows of the plumbing that are no longer kept", ["room", "what"])
UNVOUCHED = Gauge("destek_outbox_unvouched", "Old events of an outbox the ledger does not vouch for", ["room"])
ACT_SECONDS = Histogram("destek_act_seconds", "Time of one act, request to commit", ["room"])

_propagator = TraceContextTextMapPropagator()


def configure(settings: PlatformSettings, process: str) -> None:
    """Give this process a tracer; its spans go to the collector at `otlp_endpoint`, or nowhere without one."""
    trace.set_tracer_provider(provider_for(settings.otlp_endpoint, process))


def provider_for(otlp_endpoint: str, process: str) -> TracerProvider:
    """Raises RuntimeError where spans are to be sent and the extra `traces` is not installed."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"destek-{process}"}))
    if otlp_endpoint:
        provider.add_span_processor(BatchSpanProcessor(Discreet(_exporter(f"{otlp_endpoint.rstrip('/')}/v1/traces"))))
    return provider


def _exporter(url: str) -> SpanExporter:
    try:
        module = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    except ImportError as error:
        raise RuntimeError("DESTEK_OTLP_ENDPOINT is set: install the extra `traces`") from error
    exporter: SpanExporter = module.OTLPSpanExporter(endpoint=url)
    return exporter


def tracer() -> trace.Tracer:
    return trace.get_tracer("destek")


def trace_parent() -> str:
    """The W3C traceparent of the span under way; "" outside any."""
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    return carrier.get("traceparent", "")


def trace_ids() -> dict[str, str]:
    """The trace and the span under way, for a line of the log; nothing outside any."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return {}
    return {"trace": trace.format_trace_id(context.trace_id), "span": trace.format_span_id(context.span_id)}


def follow(traceparent: str) -> Context:
    """The context to start a span in, so that it continues the trace an event carried."""
    return _propagator.extract({"traceparent": traceparent} if traceparent else {})
