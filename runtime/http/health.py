"""Whether a process lives, whether it is ready, and what it counts."""

from collections.abc import Mapping

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from runtime.readiness import Check, Readiness


def health_router(checks: Mapping[str, Check]) -> APIRouter:
    """/health/live, /health/ready (503 and the names of what is missing), /metrics."""
    router = APIRouter()
    readiness = Readiness(dict(checks))

    @router.get("/health/live", include_in_schema=False)
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/health/ready", include_in_schema=False)
    async def ready() -> JSONResponse:
        found = await readiness.found()
        return JSONResponse({"ready": all(found.values()), "checks": found}, 200 if all(found.values()) else 503)

    @router.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


def create_health(readiness: Readiness) -> FastAPI:
    """An application of health and metrics only: every process has one, also without a door."""
    app = FastAPI(openapi_url=None)
    app.include_router(health_router(readiness.checks))
    return app
