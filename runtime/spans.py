"""What leaves this process of a span: of an error in it the kind and the place, never its words.

An error's words may quote what somebody wrote. Whoever records them, a library included, they are taken out on the way
to the collector, as they are out of the logs (`runtime.faults`).
"""

import re
from collections.abc import Sequence

from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status

KIND, PLACE, TRACE = "exception.type", "exception.place", "exception.stacktrace"
_QUOTING = frozenset({"exception.message", TRACE})
_FRAME = re.compile(r'File "([^"]+)", line (\d+)')


class Discreet(SpanExporter):
    """Hands spans on without the words of errors."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._exporter.export([discreet(one) for one in spans])

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)


def discreet(span: ReadableSpan) -> ReadableSpan:
    """The same span; what went wrong in it by kind and place alone."""
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=span.attributes,
        events=[_without_words(one) for one in span.events],
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _without_words(event: Event) -> Event:
    given = dict(event.attributes or {})
    place = _place(str(given.get(TRACE, "")))
    kept = {name: value for name, value in given.items() if name not in _QUOTING}
    return Event(event.name, {**kept, **({PLACE: place} if place else {})}, event.timestamp)


def _place(trace: str) -> str:
    """The line of our code a trace ends in, or else its last one."""
    frames = _FRAME.findall(trace)
    ours = [one for one in frames if "site-packages" not in one[0]] or frames
    return "/".join(ours[-1][0].split("/")[-3:]) + f":{ours[-1][1]}" if ours else ""
