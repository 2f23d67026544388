"""A token counts only when signed by the issuer's key, for us, now; everything else is a stranger's."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response
from joserfc import jws
from joserfc.jwk import ECKey, Key, KeySet, OKPKey, RSAKey

from runtime.auth import Actor, NotSignedIn, SignInUnavailable, TokenVerifier, actor_of, system_actor

ISSUER = "http://sign-in.test"
RSA = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
OKP = OKPKey.generate_key("Ed25519", {"use": "sig"}, auto_kid=True)
NEW = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)


class Issuer:
    """A provider whose keys, health and clock the test holds."""

    def __init__(self) -> None:
        self.keys: list[Key] = [RSA, OKP]
        self.extra: list[dict[str, Any]] = []
        self.name = ISSUER
        self.up = True
        self.asked = 0
        self.now = 1_800_000_000.0
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration", response_model=None)(self.configuration)
        self.app.get("/jwks")(self.jwks)

    async def configuration(self) -> Response | dict[str, str]:
        self.asked += 1
        return {"issuer": self.name, "jwks_uri": f"{ISSUER}/jwks"} if self.up else Response(status_code=500)

    async def jwks(self) -> dict[str, Any]:
        return {"keys": [*self.extra, *KeySet(self.keys).as_dict(private=False)["keys"]]}

    def verifier(self) -> TokenVerifier:
        http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app))
        return TokenVerifier(ISSUER, "destek", http, lambda: self.now)

    def token(self, key: Key = RSA, alg: str = "RS256", kid: str | None = "", **claims: Any) -> str:
        """A good token, unless a claim is given otherwise; None leaves a claim out."""
        good = {"iss": ISSUER, "aud": "destek", "sub": "ayse", "iat": self.now, "exp": self.now + 600}
        said = {name: value for name, value in {**good, **claims}.items() if value is not None}
        header = {"alg": alg, "kid": key.kid if kid == "" else kid}
        named = {name: value for name, value in header.items() if value is not None}
        return jws.serialize_compact(
            named, json.dumps(said), key, registry=jws.JWSRegistry(algorithms=["RS256", "Ed25519", "ES256"])
        )


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


async def reason(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises(NotSignedIn) as caught:
        await verifier.verify(token)
    return caught.value.reason


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


async def test_a_good_token_says_who_acts(issuer):
    token = issuer.token(
        name="Ayşe Yılmaz", roles=["coordinator", "evaluator"], organisation="OSTİM", tax_number="1234567890"
    )
    assert await issuer.verifier().verify(token) == Actor(
        person_id="ayse",
        name="Ayşe Yılmaz",
        roles=frozenset({"coordinator", "evaluator"}),
        role="",
        on_behalf_of=None,
        organisation="OSTİM",
        tax_number="1234567890",
    )


async def test_claims_of_an_unexpected_kind_count_as_absent(issuer):
    token = issuer.token(name=7, roles={"administrator": True}, organisation=["x"], tax_number=1)
    actor = await issuer.verifier().verify(token)
    assert (actor.name, actor.roles, actor.organisation, actor.tax_number) == ("ayse", frozenset(), None, None)


@pytest.mark.parametrize("alg", ["Ed25519", "EdDSA"])
async def test_an_ed25519_signature_counts_under_its_new_and_its_old_name(issuer, alg):
    head = b64(json.dumps({"alg": alg, "kid": OKP.kid}).encode())
    body = issuer.token(OKP, "Ed25519").split(".")[1]
    signature = OKP.raw_value.sign(f"{head}.{body}".encode())
    assert (await issuer.verifier().verify(f"{head}.{body}.{b64(signature)}")).person_id == "ayse"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"exp": 1_800_000_000 - 30}, "expired"),
        ({"exp": None}, "claim exp"),
        ({"exp": "soon"}, "claim exp"),
        ({"exp": float("nan")}, "claim exp"),
        ({"nbf": 1_800_000_000 + 31}, "claim nbf"),
        ({"iat": 1_800_000_000 + 31}, "claim iat"),
        ({"aud": "destek-portal"}, "claim aud"),
        ({"aud": ["destek-portal", "other"]}, "claim aud"),
        ({"aud": None}, "claim aud"),
        ({"iss": "http://elsewhere.test"}, "claim iss"),
        ({"iss": ISSUER + "/"}, "claim iss"),
        ({"iss": None}, "claim iss"),
        ({"sub": None}, "claim sub"),
        ({"sub": ""}, "claim sub"),
        ({"sub": 5}, "claim sub"),
    ],
)
async def test_a_token_not_for_us_or_not_for_now_is_refused(issuer, claims, why):
    assert await reason(issuer.verifier(), issuer.token(**claims)) == why


@pytest.mark.parametrize(
    "claims",
    [{"exp": 1_800_000_000 - 29}, {"nbf": 1_800_000_000 + 30}, {"aud": ["other", "destek"]}],
)
async def test_a_token_at_the_edge_of_what_is_allowed_counts(issuer, claims):
    assert (await issuer.verifier().verify(issuer.token(**claims))).person_id == "ayse"


async def test_a_token_without_signature_is_refused_in_every_spelling(issuer):
    body = issuer.token().split(".")[1]
    for name in ("none", "None", "NONE", ""):
        head = b64(json.dumps({"alg": name, "kid": RSA.kid}).encode())
        assert await reason(issuer.verifier(), f"{head}.{body}.") in {"algorithm", "not a token"}


async def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(issuer):
    head = b64(json.dumps({"alg": "HS256", "kid": RSA.kid}).encode())
    body = issuer.token().split(".")[1]
    signature = hmac.digest(RSA.as_pem(private=False), f"{head}.{body}".encode(), "sha256")
    token = f"{head}.{body}.{b64(signature)}"
    assert await reason(issuer.verifier(), token) == "algorithm"


async def test_a_signature_algorithm_of_another_family_is_refused_even_when_the_issuer_lists_its_key(issuer):
    key = ECKey.generate_key("P-256", auto_kid=True)
    issuer.keys.append(key)
    assert await reason(issuer.verifier(), issuer.token(key, "ES256")) == "algorithm"


async def test_a_token_that_names_a_key_of_another_kind_than_its_algorithm_is_refused(issuer):
    assert "not valid" in await reason(issuer.verifier(), issuer.token(RSA, "RS256", OKP.kid))


async def test_a_token_signed_by_a_stranger_under_a_known_key_id_is_refused(issuer):
    assert "BadSignature" in await reason(issuer.verifier(), issuer.token(NEW, "RS256", RSA.kid))


async def test_a_token_changed_after_signing_is_refused(issuer):
    head, _, signature = issuer.token().split(".")
    other = issuer.token(roles=["administrator"]).split(".")[1]
    assert "BadSignature" in await reason(issuer.verifier(), f"{head}.{other}.{signature}")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b",
        "a.b.c",
        "..",
        "é.b.c",
        "x" * 20_000,
        b64(b"[" * 6000) + ".e30.e30",
        b64(b'["alg"]') + ".e30.e30",
        b64(b'{"alg":["RS256"]}') + ".e30.e30",
        b64(b'{"alg":{"a":1}}') + ".e30.e30",
        b64(b'{"alg":"RS256","kid":[1]}') + ".e30.e30",
        b64(b'{"alg":"RS256","kid":"\xff"}') + ".e30.e30",
        b64(b'{"alg":"RS256","crit":7}') + ".e30.e30",
        b64(b'{"alg":"RS256","crit":["exp"],"exp":1}') + ".e30.e30",
        b64(b"null") + ".e30.e30",
    ],
)
async def test_what_is_no_token_is_refused_and_never_a_fault(issuer, token):
    assert await reason(issuer.verifier(), token)


async def test_a_payload_that_is_no_object_is_refused(issuer):
    for payload in (b"[]", b"7", b"\xff", b"{"):
        token = jws.serialize_compact({"alg": "RS256", "kid": RSA.kid}, payload, RSA)
        assert await reason(issuer.verifier(), token)


async def test_a_key_the_issuer_does_not_list_is_refused(issuer):
    assert await reason(issuer.verifier(), issuer.token(NEW)) == "unknown key"


async def test_a_token_that_names_no_key_is_refused_while_the_issuer_has_several(issuer):
    assert await reason(issuer.verifier(), issuer.token(kid=None)) == "unknown key"
    issuer.keys = [RSA]
    assert (await issuer.verifier().verify(issuer.token(kid=None))).person_id == "ayse"


async def test_a_new_key_of_the_issuer_is_learnt_when_a_token_names_it(issuer):
    verifier = issuer.verifier()
    await verifier.verify(issuer.token())
    issuer.keys = [NEW]
    issuer.now += 6
    assert (await verifier.verify(issuer.token(NEW))).person_id == "ayse"
    assert await reason(verifier, issuer.token(RSA)) == "unknown key"


async def test_strangers_keys_make_the_issuer_be_asked_once_in_a_few_seconds(issuer):
    verifier = issuer.verifier()
    await verifier.verify(issuer.token())
    for _ in range(20):
        await reason(verifier, issuer.token(NEW))
    assert issuer.asked == 1
    issuer.now += 6
    for _ in range(20):
        await reason(verifier, issuer.token(NEW))
    assert issuer.asked == 2


async def test_known_keys_are_used_without_asking_again_until_they_are_ten_minutes_old(issuer):
    verifier = issuer.verifier()
    for seconds, asked in ((0, 1), (599, 1), (1, 2), (1, 2)):
        issuer.now += seconds
        await verifier.verify(issuer.token())
        assert issuer.asked == asked


async def test_while_the_issuer_is_down_the_keys_known_before_stand(issuer):
    verifier = issuer.verifier()
    await verifier.verify(issuer.token())
    issuer.up = False
    issuer.now += 3600
    assert (await verifier.verify(issuer.token())).person_id == "ayse"


async def test_an_issuer_never_reached_is_our_trouble_and_not_the_tokens(issuer):
    verifier = issuer.verifier()
    issuer.up = False
    with pytest.raises(SignInUnavailable):
        await verifier.verify(issuer.token())
    issuer.up = True
    issuer.now += 1
    assert (await verifier.verify(issuer.token())).person_id == "ayse"


async def test_a_provider_that_calls_itself_otherwise_is_not_believed(issuer):
    issuer.name = "http://elsewhere.test"
    with pytest.raises(SignInUnavailable):
        await issuer.verifier().verify(issuer.token())


async def test_keys_that_cannot_be_used_are_passed_over(issuer):
    issuer.extra = [{"kty": "RSA", "n": "!", "e": "AQAB"}, {"kty": "AKP", "pub": "x"}, {"no": "kty"}, {}]
    assert (await issuer.verifier().verify(issuer.token())).person_id == "ayse"


async def test_a_real_token_is_checked_against_the_real_clock_by_default(issuer):
    http = httpx.AsyncClient(transport=httpx.ASGITransport(issuer.app))
    verifier = TokenVerifier(ISSUER, "destek", http)
    issuer.now = time.time()
    assert (await verifier.verify(issuer.token())).person_id == "ayse"
    issuer.now -= 3600
    assert await reason(verifier, issuer.token()) == "expired"


def test_the_software_itself_acts_under_its_own_role():
    actor = system_actor("workflow")
    assert (actor.role, actor.roles, actor.person_id) == ("system", frozenset(), "system:workflow")


async def test_who_issued_a_token_and_when_goes_with_the_person(issuer: Issuer) -> None:
    actor = await issuer.verifier().verify(issuer.token())
    assert (actor.issuer, actor.issued_at) == (ISSUER, int(issuer.now))


@pytest.mark.parametrize("iat", ["yesterday", -1, 10**15, None])
def test_a_moment_of_issue_that_is_none_counts_as_absent(iat: object) -> None:
    claims = {"sub": "ayse", "iat": iat}
    assert actor_of(claims).issued_at == 0


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800"])
def test_what_no_table_can_hold_is_no_name_and_no_role(text: str) -> None:
    actor = actor_of({"sub": "ayse", "roles": [text, "inspector"], "organisation": text})
    assert (actor.roles, actor.organisation) == ({"inspector"}, None)
    with pytest.raises(NotSignedIn):
        actor_of({"sub": text})
