"""Signing in and out, against the real provider."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from services.portal.pages.door import own_path
from tests.services.portal.recorded import OSTIM

FORGED = (("state", "x" * 43), ("iss", "https://elsewhere.example"), ("code", "x" * 43), ("code", ""))


def session_of(browser: httpx.AsyncClient) -> dict[str, str]:
    return {name: value for name, value in browser.cookies.items() if "session" in name}


async def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_page_they_wanted(stage):
    browser = stage.browser()
    asked = await browser.get(f"/applications/{OSTIM}")
    assert asked.status_code == 401
    assert f"/sign-in?to=%2Fapplications%2F{OSTIM}" in asked.text
    there = await browser.get(f"/sign-in?to=/applications/{OSTIM}")
    back = await browser.get(await stage.pick(browser, there.headers["location"], "uzman-bir"))
    assert back.headers["location"] == f"/applications/{OSTIM}"
    assert (await browser.get(f"/applications/{OSTIM}")).status_code == 200


async def test_the_request_to_the_provider_carries_state_nonce_and_challenge_that_are_never_the_same(stage):
    browser = stage.browser()
    asked = [parse_qs(urlsplit((await browser.get("/sign-in")).headers["location"]).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    assert asked[0]["code_challenge_method"] == ["S256"]


async def test_the_session_cookie_is_closed_to_scripts_to_other_sites_and_to_readers(stage):
    browser = stage.browser()
    there = await browser.get("/sign-in")
    answer = await browser.get(await stage.pick(browser, there.headers["location"], "uzman-bir"))
    cookie = next(
        line
        for line in answer.headers.get_list("set-cookie")
        if line.startswith("destek_session.0=") and "Max-Age=0" not in line
    )
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "eyJ" not in cookie, "a token must not stand in it in clear"


@pytest.mark.parametrize(("name", "value"), FORGED)
async def test_what_comes_back_forged_signs_nobody_in(stage, name, value):
    browser = stage.browser()
    there = await browser.get("/sign-in")
    back = await stage.pick(browser, there.headers["location"], "uzman-bir")
    answer = await browser.get(httpx.URL(back).copy_set_param(name, value))
    assert answer.status_code == 400
    assert session_of(browser) == {}
    assert "Yeniden giriş yapın" in answer.text


async def test_an_answer_meant_for_another_browser_signs_nobody_in(stage):
    first, second = stage.browser(), stage.browser()
    there = await first.get("/sign-in")
    back = await stage.pick(first, there.headers["location"], "uzman-bir")
    assert (await second.get(back)).status_code == 400
    await second.get("/sign-in")
    assert (await second.get(back)).status_code == 400
    assert session_of(second) == {}


async def test_an_answer_counts_once(stage):
    browser = stage.browser()
    there = await browser.get("/sign-in")
    back = await stage.pick(browser, there.headers["location"], "uzman-bir")
    assert (await browser.get(back)).status_code == 303
    assert (await browser.get(back)).status_code == 400


async def test_a_refusal_of_the_provider_is_told_in_plain_words(stage):
    browser = stage.browser()
    there = await browser.get("/sign-in")
    state = httpx.URL(there.headers["location"]).params["state"]
    answer = await browser.get("/signed-in", params={"error": "access_denied", "state": state})
    assert answer.status_code == 400


async def test_signing_out_ends_the_session_and_goes_by_the_provider(stage):
    browser = await stage.signed_in("uzman-bir")
    assert session_of(browser)
    answer = await browser.post("/sign-out", headers={"Origin": stage.url})
    assert answer.headers["location"].startswith(f"{stage.issuer}/end_session?")
    assert session_of(browser) == {}
    assert (await browser.get(answer.headers["location"])).headers["location"].startswith(stage.url)


@pytest.mark.parametrize("header", [("Origin", "https://elsewhere.example"), ("Sec-Fetch-Site", "cross-site")])
async def test_another_site_cannot_sign_a_person_out(stage, header):
    browser = await stage.signed_in("uzman-bir")
    assert (await browser.post("/sign-out", headers=dict([header]))).status_code == 403
    assert session_of(browser)


async def test_a_session_ends_with_its_token_and_says_so(stage):
    browser = await stage.signed_in("uzman-bir")
    stage.skew[0] = 3601.0
    answer = await browser.get("/applications")
    assert answer.status_code == 401
    assert "Oturumunuz sona erdi" in answer.text


async def test_a_token_the_rooms_refuse_ends_the_session(stage):
    stage.rooms.refused["application/applications"] = 401
    browser = await stage.signed_in("uzman-bir")
    assert (await browser.get("/applications")).status_code == 401
    assert session_of(browser) == {}


@pytest.mark.parametrize("broken", ["", "x", "gAAAA", "ğ"])
async def test_a_cookie_that_was_tampered_with_is_no_session(stage, broken):
    browser = stage.browser()
    answer = await browser.get("/applications", headers={"Cookie": f"destek_session.0={broken}".encode()})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("to", "goes"),
    [
        ("/applications?stage=draft", "/applications?stage=draft"),
        ("https://elsewhere.example", "/"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("/a\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
        ("/" + "a" * 500, "/"),
    ],
)
def test_nobody_is_led_away_from_the_portal(to, goes):
    assert own_path(to) == goes


async def test_the_language_is_kept_and_leads_back_to_the_page(stage):
    browser = await stage.signed_in("uzman-bir")
    answer = await browser.get("/language/en?to=/applications")
    assert answer.headers["location"] == "/applications"
    assert '<html lang="en"' in (await browser.get("/applications")).text


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/portal.css", "/health/live"])
async def test_every_answer_carries_the_security_headers(stage, path):
    browser = stage.browser()
    headers = (await browser.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
