"""Readings over HTTP: those of one indicator under it, those across indicators under /v1/observations."""

from services.indicators.readings.routes.examining import router as examining
from services.indicators.readings.routes.exports import router as exports
from services.indicators.readings.routes.series import TAG, TAGS
from services.indicators.readings.routes.series import router as series

routers = (series, examining, exports)

__all__ = ["TAG", "TAGS", "routers"]
