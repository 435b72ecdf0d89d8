"""Tokens that must not open anything, against the verifier that every service uses."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwe, jwt
from joserfc.jwk import OctKey, OKPKey

from services.shared.access import Grant
from services.shared.auth import CACHE_SIZE, LONGEST_TOKEN, REFETCH_SECONDS, REFRESH_SECONDS, KeyRing, Verifier
from services.shared.errors import TokenInvalid
from services.shared.roles import Role
from tests.gateway.identity.forge import (
    AUDIENCE,
    CLAIMS,
    HEADER,
    ISSUER,
    KEY_ID,
    NOW,
    base64url,
    claims,
    header,
    part,
    sign,
    sign_hmac,
    without,
)

KEY = OKPKey.generate_key("Ed25519", parameters={"kid": KEY_ID})
OTHER = OKPKey.generate_key("Ed25519", parameters={"kid": "other"})
RSA = rsa.generate_private_key(65537, 2048)
PUBLIC_PEM = KEY.as_pem(private=False)
PUBLIC_X = str(KEY.as_dict(private=False)["x"]).encode()


class Issuer:
    """The issuer's key document, which counts how often it is read and may fail."""

    def __init__(self, *keys: OKPKey) -> None:
        self.keys = list(keys)
        self.reads = 0
        self.fails = False

    async def fetch(self) -> dict[str, Any]:
        """Return the public keys."""
        self.reads += 1
        if self.fails:
            raise httpx.ConnectError("refused")
        return {"keys": [key.as_dict(private=False) for key in self.keys]}


class Clock:
    """A clock that stands still until it is set forward."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def verifier_of(issuer: Issuer, clock: Clock | None = None, wall: Clock | None = None) -> Verifier:
    """Return a verifier that knows the issuer's keys."""
    return Verifier(KeyRing(issuer.fetch, clock or Clock(0.0)), ISSUER, AUDIENCE, wall or Clock(NOW))


def signed(changed_header: object, changed_claims: object) -> str:
    return sign(KEY, changed_header, changed_claims)


def rs256() -> str:
    content = f"{part(header(alg='RS256'))}.{part(CLAIMS)}"
    return f"{content}.{base64url(RSA.sign(content.encode(), padding.PKCS1v15(), SHA256()))}"


def nested() -> str:
    inner = signed(HEADER, CLAIMS)
    return signed({**HEADER, "cty": "JWT"}, inner)


def encrypted() -> str:
    key = OctKey.import_key(b"k" * 16)
    return jwe.encrypt_compact({"alg": "dir", "enc": "A128GCM", "kid": KEY_ID}, json.dumps(CLAIMS), key)


def good_parts() -> list[str]:
    return signed(HEADER, CLAIMS).split(".")


GOOD_HEADER, GOOD_CLAIMS, GOOD_SIGNATURE = good_parts()
DOUBLE_ALG = '{"alg":"none","alg":"Ed25519","typ":"at+jwt","kid":"key-1"}'
DEEP = "[" * 2900  # beyond what a reader of JSON that calls itself can follow, within what a header may hold


def doubled(name: str, first: object) -> str:
    """Return the claims as JSON in which `name` stands twice, `first` first."""
    return "{" + f'"{name}":{json.dumps(first)},' + json.dumps(CLAIMS)[1:]


VECTORS: dict[str, str] = {
    # Another algorithm, or none.
    "alg none, no signature": f"{part(header(alg='none'))}.{part(CLAIMS)}.",
    "alg None, no signature": f"{part(header(alg='None'))}.{part(CLAIMS)}.",
    "alg none, signed": signed(header(alg="none"), CLAIMS),
    "HS256 with the public key as PEM": sign_hmac(PUBLIC_PEM, header(alg="HS256"), CLAIMS),
    "HS256 with the public key's x": sign_hmac(PUBLIC_X, header(alg="HS256"), CLAIMS),
    "HS256 with an empty secret": sign_hmac(b"", header(alg="HS256"), CLAIMS),
    "RS256": rs256(),
    "EdDSA, the name before RFC 9864": signed(header(alg="EdDSA"), CLAIMS),
    "alg in small letters": signed(header(alg="ed25519"), CLAIMS),
    "alg a list": signed(header(alg=["Ed25519"]), CLAIMS),
    "alg null": signed(header(alg=None), CLAIMS),
    "no alg": signed(without(HEADER, "alg"), CLAIMS),
    # Another key.
    "signed by another key": sign(OTHER, HEADER, CLAIMS),
    "unknown kid": sign(OTHER, header(kid="other"), CLAIMS),
    "no kid": signed(without(HEADER, "kid"), CLAIMS),
    "kid null": signed(header(kid=None), CLAIMS),
    "kid a number": signed(header(kid=1), CLAIMS),
    "kid a list": signed(header(kid=[KEY_ID]), CLAIMS),
    "kid an object": signed(header(kid={"kid": KEY_ID}), CLAIMS),
    "kid empty": signed(header(kid=""), CLAIMS),
    "kid a path": signed(header(kid="../../../../dev/null"), CLAIMS),
    "kid SQL": signed(header(kid="key-1' OR '1'='1"), CLAIMS),
    "kid a URL": sign(OTHER, header(kid="http://127.0.0.1:1/keys.json"), CLAIMS),
    "kid with NUL": signed(header(kid="key-1\u0000"), CLAIMS),
    "kid in capitals": signed(header(kid="KEY-1"), CLAIMS),
    "jku": sign(OTHER, header(jku="http://127.0.0.1:1/jwks.json"), CLAIMS),
    "x5u": sign(OTHER, header(x5u="http://127.0.0.1:1/cert.pem"), CLAIMS),
    "jwk": sign(OTHER, header(jwk=OTHER.as_dict(private=False)), CLAIMS),
    "x5c": sign(OTHER, header(x5c=["MIIB"]), CLAIMS),
    # Another kind of thing.
    "crit unknown": signed(header(crit=["urgent"], urgent=True), CLAIMS),
    "crit empty": signed(header(crit=[]), CLAIMS),
    "b64 false": signed(header(b64=False, crit=["b64"]), CLAIMS),
    "typ JWT": signed(header(typ="JWT"), CLAIMS),
    "typ id_token": signed(header(typ="id+jwt"), CLAIMS),
    "typ in capitals": signed(header(typ="AT+JWT"), CLAIMS),
    "no typ": signed(without(HEADER, "typ"), CLAIMS),
    "nested token": nested(),
    "encrypted token": encrypted(),
    # Claims: whom it is from and for.
    "another issuer": signed(HEADER, claims(iss="https://evil.example")),
    "issuer with a slash more": signed(HEADER, claims(iss=ISSUER + "/")),
    "issuer a list": signed(HEADER, claims(iss=[ISSUER])),
    "another audience": signed(HEADER, claims(aud="another")),
    "audience empty": signed(HEADER, claims(aud="")),
    "audience an empty list": signed(HEADER, claims(aud=[])),
    "audience an object": signed(HEADER, claims(aud={AUDIENCE: True})),
    "subject empty": signed(HEADER, claims(sub="")),
    "subject a number": signed(HEADER, claims(sub=50)),
    "client_id a list": signed(HEADER, claims(client_id=["chiang-mai"])),
    "client_id empty": signed(HEADER, claims(client_id="")),
    **{f"no {name}": signed(HEADER, without(CLAIMS, name)) for name in CLAIMS},
    # Claims: time.
    "expired": signed(HEADER, claims(exp=int(NOW) - 6)),
    "exp as text": signed(HEADER, claims(exp=str(int(NOW) + 600))),
    "exp negative": signed(HEADER, claims(exp=-1)),
    "exp null": signed(HEADER, claims(exp=None)),
    "exp true": signed(HEADER, claims(exp=True)),
    "exp a list": signed(HEADER, claims(exp=[int(NOW) + 600])),
    "exp huge": signed(HEADER, claims(exp=10**400)),
    "exp not a number": signed(HEADER, json.dumps(claims(exp=0)).replace('"exp": 0', '"exp": NaN')),
    "exp infinite": signed(HEADER, json.dumps(claims(exp=0)).replace('"exp": 0', '"exp": Infinity')),
    "exp 1e400": signed(HEADER, json.dumps(claims(exp=0)).replace('"exp": 0', '"exp": 1e400')),
    "issued in the future": signed(HEADER, claims(iat=int(NOW) + 60, exp=int(NOW) + 600)),
    "iat as text": signed(HEADER, claims(iat="yesterday")),
    "not yet valid": signed(HEADER, claims(nbf=int(NOW) + 60)),
    # Claims: roles.
    "grants empty": signed(HEADER, claims(grants=[])),
    "grants text": signed(HEADER, claims(grants="province:50")),
    "grants an object": signed(HEADER, claims(grants={"province:50": True})),
    "role unknown": signed(HEADER, claims(grants=["emperor"])),
    "one of the roles unknown": signed(HEADER, claims(grants=["province:50", "emperor"])),
    "area missing": signed(HEADER, claims(grants=["province"])),
    "area empty": signed(HEADER, claims(grants=["province:"])),
    "code where none belongs": signed(HEADER, claims(grants=["opdc:50"])),
    "grant in capitals": signed(HEADER, claims(grants=["PROVINCE:50"])),
    "grant null": signed(HEADER, claims(grants=[None])),
    "grant a list": signed(HEADER, claims(grants=[["province:50"]])),
    # JSON that two readers could understand differently.
    "alg twice, none last": signed(DOUBLE_ALG.replace("none", "x").replace("Ed25519", "none"), CLAIMS),
    "exp twice, expired last": signed(HEADER, json.dumps(CLAIMS)[:-1] + f',"exp":{int(NOW) - 60}}}'),
    "claims a list": signed(HEADER, [CLAIMS]),
    "claims text": signed(HEADER, json.dumps("province:50")),
    "claims not JSON": signed(HEADER, b"{not json"),
    "claims not UTF-8": signed(HEADER, b'{"sub":"\xff\xfe"}'),
    "header a list": signed([HEADER], CLAIMS),
    "header not JSON": signed(b"{", CLAIMS),
    "header not UTF-8": signed(b"\xff\xfe\x00", CLAIMS),
    "header deep": f"{part(DEEP)}.{part({})}.{part({})}",
    "claims deep": signed(HEADER, '{"sub":' + DEEP[:2700]),
    # Bytes.
    "empty": "",
    "dots": "..",
    "one part": GOOD_HEADER,
    "two parts": f"{GOOD_HEADER}.{GOOD_CLAIMS}",
    "no signature": f"{GOOD_HEADER}.{GOOD_CLAIMS}.",
    "four parts": f"{GOOD_HEADER}.{GOOD_CLAIMS}.{GOOD_SIGNATURE}.{GOOD_SIGNATURE}",
    "a dot behind": f"{GOOD_HEADER}.{GOOD_CLAIMS}.{GOOD_SIGNATURE}.",
    "a dot before": f".{GOOD_HEADER}.{GOOD_CLAIMS}.{GOOD_SIGNATURE}",
    "claims exchanged": f"{GOOD_HEADER}.{part(claims(grants=['operator']))}.{GOOD_SIGNATURE}",
    "signature cut": f"{GOOD_HEADER}.{GOOD_CLAIMS}.{GOOD_SIGNATURE[:-4]}",
    "signature of zeros": f"{GOOD_HEADER}.{GOOD_CLAIMS}.{base64url(bytes(64))}",
    "full-width letters": f"{GOOD_HEADER}.{GOOD_CLAIMS}.\uff21{GOOD_SIGNATURE[1:]}",
    "Thai digits": f"{GOOD_HEADER}.{GOOD_CLAIMS}.{GOOD_SIGNATURE}๑",
    "zero-width space": f"{GOOD_HEADER}.{GOOD_CLAIMS}\u200b.{GOOD_SIGNATURE}",
    "huge": signed(HEADER, claims(padding="x" * LONGEST_TOKEN)),
    "huge header": signed(header(padding="x" * LONGEST_TOKEN), CLAIMS),
}


@pytest.mark.parametrize("token", list(VECTORS.values()), ids=list(VECTORS))
async def test_a_hostile_token_opens_nothing(token: str) -> None:
    with pytest.raises(TokenInvalid):
        await verifier_of(Issuer(KEY)).principal(token)


def test_there_are_more_than_thirty_vectors() -> None:
    assert len(set(VECTORS.values())) > 30


async def test_a_good_token_opens_what_it_names() -> None:
    principal = await verifier_of(Issuer(KEY)).principal(signed(HEADER, CLAIMS))
    assert principal.subject == "province:50"
    assert principal.client == "chiang-mai"
    assert principal.grants == (Grant(Role.PROVINCE, area="50"),)


async def test_hints_where_to_find_a_key_are_never_followed() -> None:
    """A good token that also names other keys is judged by the issuer's own key alone."""
    hints = {"jku": "http://127.0.0.1:1/a", "x5u": "http://127.0.0.1:1/b", "jwk": OTHER.as_dict(private=False)}
    issuer = Issuer(KEY)
    try:
        principal = await verifier_of(issuer).principal(signed(header(**hints), CLAIMS))
    except TokenInvalid:
        principal = None
    assert principal is None or principal.subject == "province:50"
    assert issuer.reads == 1


@pytest.mark.parametrize("name", ["sub", "client_id", "grants", "iss"])
async def test_of_a_claim_that_stands_twice_only_the_last_counts(name: str) -> None:
    """As in every JSON reader of this house: none reads the first, so no two can disagree."""
    other: object = ["operator"] if name == "grants" else "operator"
    principal = await verifier_of(Issuer(KEY)).principal(signed(HEADER, doubled(name, other)))
    assert (principal.subject, str(principal.grants[0])) == ("province:50", "province:50")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
async def test_no_text_whatever_breaks_the_verifier(text: str) -> None:
    with pytest.raises(TokenInvalid):
        await verifier_of(Issuer(KEY)).principal(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


@given(name=st.sampled_from([*CLAIMS, "nbf"]), value=JSON)
async def test_no_claim_whatever_breaks_the_verifier(name: str, value: object) -> None:
    try:
        principal = await verifier_of(Issuer(KEY)).principal(signed(HEADER, claims(**{name: value})))
    except TokenInvalid:
        return
    assert principal.subject == claims(**{name: value})["sub"]


@given(name=st.sampled_from([*HEADER, "crit", "b64", "cty", "zip", "jku", "jwk", "x5c", "x5t"]), value=JSON)
async def test_no_header_whatever_breaks_the_verifier(name: str, value: object) -> None:
    try:
        principal = await verifier_of(Issuer(KEY)).principal(signed(header(**{name: value}), CLAIMS))
    except TokenInvalid:
        return
    assert principal.subject == CLAIMS["sub"]


@given(position=st.integers(min_value=0), character=st.sampled_from("ABab01-_"))
async def test_a_changed_character_makes_a_token_useless(position: int, character: str) -> None:
    token = signed(HEADER, CLAIMS)
    place = position % len(token)
    # The last character of a base64url part has bits that no byte needs; changing those changes nothing.
    if token[place] in (character, ".") or token[place + 1 : place + 2] in ("", "."):
        return
    with pytest.raises(TokenInvalid):
        await verifier_of(Issuer(KEY)).principal(token[:place] + character + token[place + 1 :])


async def test_a_remembered_token_dies_at_its_hour() -> None:
    wall = Clock(NOW)
    verifier = verifier_of(Issuer(KEY), wall=wall)
    token = signed(HEADER, CLAIMS)
    await verifier.principal(token)
    wall.at = NOW + 606
    with pytest.raises(TokenInvalid):
        await verifier.principal(token)


async def test_more_tokens_than_are_remembered_are_still_judged() -> None:
    verifier = verifier_of(Issuer(KEY))
    first = signed(HEADER, CLAIMS)
    for number in range(CACHE_SIZE + 2):
        await verifier.principal(signed(HEADER, claims(jti=str(number))))
    assert (await verifier.principal(first)).subject == "province:50"


async def test_rotation_refuses_no_good_token() -> None:
    issuer, clock = Issuer(KEY), Clock(0.0)
    verifier = verifier_of(issuer, clock)
    before = signed(HEADER, CLAIMS)
    await verifier.principal(before)
    issuer.keys.append(OTHER)  # published; services learn of it at their next reading
    clock.at = REFRESH_SECONDS + 1
    await verifier.principal(signed(HEADER, claims(jti="meanwhile")))
    after = sign(OTHER, header(kid="other"), claims(jti="by the new key"))
    assert (await verifier.principal(after)).subject == "province:50"
    assert (await verifier.principal(before)).subject == "province:50"
    issuer.keys.remove(KEY)  # its last token has died
    clock.at *= 3
    assert (await verifier.principal(sign(OTHER, header(kid="other"), claims(jti="later")))).subject == "province:50"
    with pytest.raises(TokenInvalid):
        await verifier.principal(signed(HEADER, claims(jti="by the key withdrawn")))


async def test_a_key_not_yet_read_is_asked_for() -> None:
    issuer, clock = Issuer(KEY), Clock(0.0)
    verifier = verifier_of(issuer, clock)
    await verifier.principal(signed(HEADER, CLAIMS))
    issuer.keys.append(OTHER)
    clock.at = REFETCH_SECONDS + 1
    assert (await verifier.principal(sign(OTHER, header(kid="other"), CLAIMS))).subject == "province:50"


async def flood(verifier: Verifier, tokens: int, pause: Callable[[], None]) -> None:
    for number in range(tokens):
        pause()
        with pytest.raises(TokenInvalid):
            await verifier.principal(sign(OTHER, header(kid=f"unknown-{number}"), CLAIMS))


async def test_a_flood_of_unknown_keys_asks_the_issuer_at_most_every_thirty_seconds() -> None:
    issuer, clock = Issuer(KEY), Clock(0.0)
    verifier = verifier_of(issuer, clock)

    def pause() -> None:
        clock.at += 0.1  # a thousand tokens in a hundred seconds

    await flood(verifier, 1000, pause)
    assert issuer.reads <= 1 + clock.at // REFETCH_SECONDS
    assert (await verifier.principal(signed(HEADER, CLAIMS))).subject == "province:50"


async def test_an_issuer_that_is_away_leaves_the_known_keys_in_use() -> None:
    issuer, clock = Issuer(KEY), Clock(0.0)
    verifier = verifier_of(issuer, clock)
    await verifier.principal(signed(HEADER, CLAIMS))
    issuer.fails = True
    clock.at = 10 * REFRESH_SECONDS
    assert (await verifier.principal(signed(HEADER, claims(jti="while away")))).subject == "province:50"


def test_what_the_library_writes_is_what_is_forged_here() -> None:
    """The vectors are made by hand; this one shows that the hand writes as the library does."""
    decoded = jwt.decode(signed(HEADER, CLAIMS), KEY, algorithms=["Ed25519"])
    assert (decoded.header, decoded.claims) == (HEADER, CLAIMS)
