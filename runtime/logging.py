"""Logs: one JSON line an event, or pretty on a terminal; context (trace, application, actor) is bound."""

import logging
import sys
from typing import Any, TextIO

import structlog

from runtime.faults import unrolled
from runtime.settings import PlatformSettings
from runtime.telemetry import trace_ids

SUBJECTS = {"application_id": "application", "grant_id": "application", "call_id": "call"}
"""Names of fields that say what an act is about, and what the log calls it. A grant goes by its application's id."""


def configure(settings: PlatformSettings, process: str, out: TextIO | None = None) -> None:
    """Route structlog and the standard library through one renderer to standard output (or `out`).

    Every line says its process and build, and within a trace the trace and span.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _traced,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        _failed,
    ]
    renderer: structlog.typing.Processor
    if settings.log_format == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    origin = {"process": process, "build": settings.build_id}

    def said_by(_logger: Any, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
        return {**line, **origin}

    handler = logging.StreamHandler(out or sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, said_by, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    for noisy in ("httpx", "httpcore", "uvicorn.access", "temporalio.activity", "alembic"):
        logging.getLogger(noisy).setLevel("WARNING")


def _failed(_logger: Any, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An error as `runtime.faults` tells it: the log is no place for what somebody wrote."""
    given = line.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else (given if isinstance(given, tuple) else sys.exc_info())[1]
    return {**line, "exception": unrolled(error)} if given and error else line


def _traced(_logger: Any, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {**line, **trace_ids()}
