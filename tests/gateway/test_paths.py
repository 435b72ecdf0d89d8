"""Which service a path belongs to, and which paths go nowhere."""

import pytest

from gateway.paths import RESOURCES, is_plain, service_of

EVIL = [
    b"/v1/projects/../../internal/events",
    b"/v1/projects/..",
    b"/v1/projects/./x",
    b"/v1/projects//x",
    b"//v1/projects",
    b"/v1/projects/",
    b"/v1/projects/%2e%2e/%2e%2e/internal/events",
    b"/v1/projects/%2E%2E",
    b"/v1/projects/.%2e",
    b"/v1/projects/%2e",
    b"/v1/projects/..%2f..%2finternal",
    b"/v1/projects/a%2fb",
    b"/v1/projects/..%5c..%5cinternal",
    b"/v1/projects/a\\b",
    b"/v1/projects/%00",
    b"/v1/projects/a%00b",
    b"/v1/projects/%0d%0aX-Evil:%201",
    b"/v1/projects/%7f",
    "/v1/projects/ถนน".encode(),
    b"*",
    b"/",
    b"",
]


@pytest.mark.parametrize("path", EVIL)
def test_a_path_that_two_readers_could_take_differently_goes_nowhere(path: bytes) -> None:
    assert not is_plain(path)


@pytest.mark.parametrize(
    "path",
    [
        b"/v1/projects",
        b"/v1/projects/%E0%B8%81",
        b"/v1/areas/C52-15",
        b"/.well-known/jwks.json",
        b"/v1/x/a.b",
        b"/v1/...",
    ],
)
def test_an_ordinary_path_goes_on(path: bytes) -> None:
    assert is_plain(path)


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/v1/projects", "plans"),
        ("/v1/projects/1/submit", "plans"),
        ("/v1/joint-indicators/1/offers/50/sign", "indicators"),
        ("/v1/budget-requests", "budget"),
        ("/v1/scorecards/1", "evaluation"),
        ("/v1/areas", None),
        ("/v1/projects-and-more", None),
        ("/v1/%70rojects", None),
        ("/V1/projects", None),
        ("/v1", None),
        ("/internal/events", None),
        ("/v2/projects", None),
    ],
)
def test_the_second_segment_in_its_plain_spelling_names_the_service(path: str, service: str | None) -> None:
    assert service_of(path) == service


def test_no_resource_belongs_to_two_services() -> None:
    named = [resource for resources in RESOURCES.values() for resource in resources]
    assert len(named) == len(set(named))
