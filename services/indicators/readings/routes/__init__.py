"""Readings over HTTP: those of one indicator under it, those across indicators under /v1/observations."""

from fastapi import APIRouter

from services.indicators.readings.routes import examining, exports, series

router = APIRouter()
for part in (series.router, examining.router, exports.router):
    router.include_router(part)
TAG, TAGS = series.TAG, series.TAGS
