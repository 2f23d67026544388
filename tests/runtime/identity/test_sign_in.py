"""Signing in by code and PKCE, as a browser and a client do it, and every way in which it is refused."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from runtime.auth import NotSignedIn, TokenVerifier

CALLBACK = "http://127.0.0.1:9/callback"


async def claims_in(provider, token):
    keys = KeySet.import_key_set((await provider.http.get("/jwks")).json())
    return jwt.decode(token, keys, ["RS256"]).claims


async def test_the_whole_way_from_discovery_to_a_service_that_knows_the_person(provider):
    found = (await provider.http.get("/.well-known/openid-configuration")).json()
    asked = provider.request()
    page = await provider.http.get(found["authorization_endpoint"], params=asked)
    assert page.status_code == 200
    picked = await provider.pick("ayse")
    assert (picked["state"], picked["iss"]) == (asked["state"], found["issuer"])
    answer = await provider.exchange(picked["code"])
    tokens = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)

    about = await claims_in(provider, tokens["id_token"])
    assert (about["aud"], about["nonce"], about["sub"]) == ("destek-portal", "n-1", "ayse")
    assert about["email"] == "ayse@ostim.example"

    async with httpx.AsyncClient(timeout=60) as http:
        actor = await TokenVerifier(found["issuer"], "destek", http).verify(tokens["access_token"])
    assert (actor.person_id, actor.roles) == ("ayse", frozenset({"coordinator"}))
    assert (actor.organisation, actor.tax_number) == ("OSTİM", "1234567890")

    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    info = (await provider.http.get(found["userinfo_endpoint"], headers=bearer)).json()
    assert info == {name: about[name] for name in ("sub", "name", "email", "roles", "organisation", "tax_number")}


async def test_a_token_that_says_who_signed_in_opens_no_service(provider):
    tokens = await provider.token_of("ayse")
    async with httpx.AsyncClient(timeout=60) as http:
        verifier = TokenVerifier(provider.settings.api_url, "destek", http)
        with pytest.raises(NotSignedIn, match="aud"):
            await verifier.verify(tokens["id_token"])


async def test_the_command_line_gets_a_persons_token_for_the_asking(provider):
    claims = await claims_in(provider, (await provider.token_of("mehmet"))["access_token"])
    assert (claims["sub"], claims["roles"], claims["aud"]) == ("mehmet", ["ministry_officer"], "destek")
    assert "organisation" not in claims


async def test_a_code_works_once(provider):
    code = (await provider.pick())["code"]
    assert (await provider.exchange(code)).status_code == 200
    again = await provider.exchange(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


async def test_of_many_who_show_one_code_at_once_one_gets_in(provider):
    code = (await provider.pick())["code"]
    answers = await asyncio.gather(*(provider.exchange(code) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200, *[400] * 7]


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": "v" * 42},
        {"code_verifier": ""},
        {"code_verifier": "é" * 43},
        {"redirect_uri": "http://127.0.0.1:9/other"},
        {"client_id": "someone-else"},
        {"code": "guessed"},
    ],
)
async def test_a_code_shown_with_anything_else_than_it_was_given_for_is_refused_and_spent(provider, change):
    code = (await provider.pick())["code"]
    wrong = await provider.exchange(**{"code": code, **change})
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    if "code" not in change:
        assert (await provider.exchange(code)).status_code == 400


@pytest.mark.parametrize(("seconds", "status"), [(60, 200), (60.01, 400)])
async def test_a_code_lives_a_minute(provider, seconds, status):
    with provider.standing() as clock:
        code = (await provider.pick())["code"]
        clock[0] += seconds
        answer = await provider.exchange(code)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://127.0.0.1@evil.example/",
        "http://127.0.0.1:80@evil.example/",
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1\\.evil.example/",
        "//evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://portal.example/signed-in/../other",
        "https://portal.example/signed-in?x=1",
        "https://portal.example.evil.example/signed-in",
        "http://localhost:99999/",
        "http://localhost:x/",
        "http://[::1/",
        "http://localhost/\r\nset-cookie: a=b",
        "http://localhost/#part",
        " http://localhost/",
        "HTTP://evil.example",
        "ftp://localhost/",
        "http://lоcalhost/",
        "",
    ],
)
async def test_a_browser_is_never_sent_to_a_foreign_address(provider, address):
    asked = provider.request(redirect_uri=address)
    for answer in (
        await provider.http.get("/authorize", params=asked),
        await provider.http.post("/authorize", data={**asked, "person": "ayse"}),
        await provider.http.get("/end_session", params={"post_logout_redirect_uri": address}),
        await provider.http.post("/end_session", data={"post_logout_redirect_uri": address}),
    ):
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
        assert "location" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/signed-in",
        "http://localhost/",
        "http://[::1]:8000/x?y=1",
        "https://portal.example/signed-in",
    ],
)
async def test_a_browser_may_go_back_to_this_machine_and_to_what_is_registered(provider, address):
    data = {**provider.request(redirect_uri=address), "person": "ayse"}
    answer = await provider.http.post("/authorize", data=data)
    assert answer.headers["location"].startswith(address)
    assert "code" in parse_qs(urlsplit(answer.headers["location"]).query)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "email"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
async def test_a_client_is_told_at_its_own_address_what_is_wrong_with_its_request(provider, change, error):
    asked = provider.request(**change)
    for answer in (
        await provider.http.get("/authorize", params=asked),
        await provider.http.post("/authorize", data={**asked, "person": "ayse"}),
    ):
        told = parse_qs(urlsplit(answer.headers["location"]).query)
        assert answer.headers["location"].startswith(CALLBACK)
        assert (told["error"], told["state"]) == ([error], ["s t&ate"])
        assert "code" not in told


async def test_an_unknown_client_gets_nowhere(provider):
    for answer in (
        await provider.http.get("/authorize", params=provider.request(client_id="stranger")),
        await provider.http.post(
            "/token",
            data={"grant_type": "urn:destek:demo-person", "person": "ayse", "client_id": "stranger"},
        ),
    ):
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


async def test_signing_out_leads_back_to_the_client_or_to_a_plain_page(provider):
    asked = {"post_logout_redirect_uri": "http://localhost:1/", "state": "x y"}
    assert (await provider.http.get("/end_session", params=asked)).headers[
        "location"
    ] == "http://localhost:1/?state=x+y"
    assert "Oturum kapatıldı" in (await provider.http.get("/end_session")).text
