# One image for the gateway, the four services and the migrations; docker-compose.yml says which of them a container is.
# To pin the base by its digest: PYTHON_IMAGE=python:3.11-slim@sha256:… (docs/operations.md).
ARG PYTHON_IMAGE=python:3.11-slim
FROM ${PYTHON_IMAGE}

# The file system is read-only when it runs: bytecode is made here, not then.
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    UVICORN_HOST=0.0.0.0 \
    UVICORN_PORT=8000 \
    UVICORN_ACCESS_LOG=false \
    UVICORN_SERVER_HEADER=false \
    UVICORN_TIMEOUT_KEEP_ALIVE=75 \
    UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=15

WORKDIR /srv/buranakan

COPY requirements/run.txt requirements/run.txt
RUN python -m pip install --no-cache-dir --disable-pip-version-check \
      --require-hashes --only-binary :all: -r requirements/run.txt

COPY services services
COPY gateway gateway
COPY migrations migrations
COPY operations operations
RUN python -m compileall -q -j 0 services gateway migrations operations

# A number, so that an orchestrator can see that it is not root; operations/secrets.py gives it the secret files.
USER 10001:10001
EXPOSE 8000
CMD ["python", "-m", "uvicorn", "gateway.main:app"]
