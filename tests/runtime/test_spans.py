"""Of an error a span tells the collector its kind and its place, and nothing that somebody wrote."""

from collections.abc import Callable

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from runtime.spans import Discreet

IBAN = "TR330006100519786457841326"


def spans_of(does: Callable[[trace.Tracer], object]) -> tuple[ReadableSpan, ...]:
    """What arrives at a collector of what this did, as it would be sent."""
    collector = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(Discreet(collector)))
    with pytest.raises(ValueError, match=IBAN):
        does(provider.get_tracer("t"))
    assert provider.force_flush()
    provider.shutdown()
    return collector.get_finished_spans()


def by_itself(tracer: trace.Tracer) -> None:
    with tracer.start_as_current_span("one", attributes={"workflow": "grant/g-1"}):
        int(IBAN)


def recorded(tracer: trace.Tracer) -> None:
    """As the library of workflows does it."""
    with tracer.start_as_current_span("one", attributes={"workflow": "grant/g-1"}, record_exception=False) as span:
        try:
            int(IBAN)
        except ValueError as error:
            span.record_exception(error)
            span.set_status(trace.Status(StatusCode.ERROR, f"{type(error).__name__}: {error}"))
            raise


@pytest.mark.parametrize("does", [by_itself, recorded])
def test_an_error_is_told_by_kind_and_place_alone(does: Callable[[trace.Tracer], object]) -> None:
    (span,) = spans_of(does)
    (event,) = span.events
    told = dict(event.attributes or {})
    assert told["exception.type"] == "ValueError"
    assert str(told["exception.place"]).startswith("tests/runtime/test_spans.py:")
    assert IBAN not in span.to_json()
    assert span.status.description is None


@pytest.mark.parametrize("does", [by_itself, recorded])
def test_all_else_of_a_span_arrives_as_it_was(does: Callable[[trace.Tracer], object]) -> None:
    (span,) = spans_of(does)
    assert (span.name, span.status.status_code, dict(span.attributes or {})) == (
        "one",
        StatusCode.ERROR,
        {"workflow": "grant/g-1"},
    )
    assert span.context is not None
    assert span.context.is_valid
    assert None not in {span.start_time, span.end_time}
