"""The provider itself: its page, its key, its people, its settings, and what it says to nonsense."""

import os
import stat
import subprocess
import sys

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.auth import NotSignedIn, TokenVerifier
from runtime.identity.app import create_app
from runtime.identity.keys import signing_key
from runtime.identity.people import PeopleUnreadable, Person, load_people
from runtime.identity.settings import IdentitySettings

AYSE = Person(id="ayse", name="Ayşe", roles=("coordinator",))


def settings_in(folder, **changes):
    given = {"api_url": "http://id.test", "key_file": folder / "key.json", "people": folder / "people.yaml"}
    return IdentitySettings(**{**given, **changes})


def client_of(app):
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://id.test")


async def test_the_page_is_turkish_says_what_it_is_and_offers_every_person_as_a_button(provider):
    page = (await provider.http.get("/authorize", params=provider.request())).text
    assert '<html lang="tr">' in page
    assert "Geliştirme girişi." in page
    assert page.count('<button type="submit" name="person"') == 2
    assert "Bakanlık uzmanı" in page
    assert "coordinator · OSTİM" in page


async def test_the_page_speaks_english_when_asked(provider):
    page = (await provider.http.get("/authorize", params=provider.request(ui_locales="de en-GB tr"))).text
    assert '<html lang="en">' in page
    assert "Development sign-in." in page


async def test_nothing_put_into_a_request_or_a_name_becomes_part_of_the_page(provider):
    answer = await provider.http.get("/authorize", params=provider.request(state='"><script>x</script>'))
    assert "<script>" not in answer.text
    assert "Ayşe Yılmaz &lt;b&gt;" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:9;" in policy
    assert "frame-ancestors 'none'" in policy


async def test_a_posted_request_without_a_person_shows_the_page(provider):
    answer = await provider.http.post("/authorize", data=provider.request())
    assert (answer.status_code, "<form" in answer.text) == (200, True)


async def test_the_page_posts_back_everything_that_was_asked(provider):
    page = (await provider.http.get("/authorize", params=provider.request())).text
    for name in provider.request():
        assert f'name="{name}"' in page


async def test_the_keys_published_are_public(provider):
    (key,) = (await provider.http.get("/jwks")).json()["keys"]
    assert key.keys() == {"kty", "n", "e", "use", "alg", "kid"}


async def test_every_address_discovered_is_there(provider):
    found = (await provider.http.get("/.well-known/openid-configuration")).json()
    for name, address in found.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            assert (await provider.http.get(address)).status_code in {200, 400, 401, 405}, name


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x.y.z", "Basic YTpi", "bearer é"])
async def test_who_shows_no_good_token_learns_nothing(provider, header):
    headers = [] if header is None else [(b"authorization", header.encode())]
    answer = await provider.http.get("/userinfo", headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


async def test_health_is_told(provider):
    for path in ("/health/live", "/health/ready"):
        assert (await provider.http.get(path)).status_code == 200


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "application/x-www-form-urlencoded", 400),
        (b"grant_type=password", "application/x-www-form-urlencoded", 400),
        (b"grant_type=urn:destek:demo-person", "application/x-www-form-urlencoded", 400),
        (b"grant_type=urn:destek:demo-person&person=nobody", "application/x-www-form-urlencoded", 400),
        (b"grant_type=authorization_code", "application/x-www-form-urlencoded", 400),
        (b"person=a&person=b", "application/x-www-form-urlencoded", 400),
        (b"person=%00", "application/x-www-form-urlencoded", 400),
        (b"person=\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 100, "application/x-www-form-urlencoded", 400),
        (b"person=" + b"x" * 3000, "application/x-www-form-urlencoded", 400),
        (b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b'{"grant_type":"urn:destek:demo-person"}', "application/json", 400),
        (b"--x", "multipart/form-data; boundary=y", 400),
        (b"x", "", 400),
    ],
)
async def test_a_mistaken_token_request_is_answered_in_the_words_of_oauth(provider, content, kind, status):
    answer = await provider.http.post("/token", content=content, headers={"content-type": kind})
    assert answer.status_code == status
    assert answer.json().keys() == {"error", "error_description"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/token", 405), ("DELETE", "/authorize", 405), ("GET", "/nothing", 404), ("GET", "/docs", 404)],
)
async def test_a_door_that_is_not_there_is_said_in_the_same_words(provider, method, path, status):
    answer = await provider.http.request(method, path)
    assert (answer.status_code, answer.json()["error"]) == (status, "invalid_request")


NAMES = st.sampled_from(
    [
        "response_type",
        "client_id",
        "redirect_uri",
        "state",
        "scope",
        "code",
        "code_challenge",
        "code_challenge_method",
        "person",
        "grant_type",
        "code_verifier",
        "ui_locales",
        "post_logout_redirect_uri",
        "prompt",
    ]
)
WORDS = st.text(max_size=40) | st.sampled_from(["code", "S256", "openid", "destek-portal", "authorization_code"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(NAMES, WORDS), path=st.sampled_from(["/authorize", "/token", "/end_session"]))
async def test_no_form_whatever_makes_the_provider_fail(provider, fields, path):
    for answer in (await provider.http.post(path, data=fields), await provider.http.get(path, params=fields)):
        assert answer.status_code < 500
        assert answer.headers.get("location", "http://l").startswith("http://l")


async def test_tokens_survive_a_restart_and_no_one_else_may_read_the_key(tmp_path):
    first = create_app(settings_in(tmp_path), (AYSE,))
    assert stat.S_IMODE((tmp_path / "key.json").stat().st_mode) == 0o600
    async with client_of(first) as http:
        answer = await http.post("/token", data={"grant_type": "urn:destek:demo-person", "person": "ayse"})
    async with client_of(create_app(settings_in(tmp_path), (AYSE,))) as http:
        actor = await TokenVerifier("http://id.test", "destek", http).verify(answer.json()["access_token"])
    assert actor.person_id == "ayse"


async def test_a_new_key_ends_the_old_tokens_and_its_own_are_learnt(tmp_path):
    async def token_from(http):
        answer = await http.post("/token", data={"grant_type": "urn:destek:demo-person", "person": "ayse"})
        return answer.json()["access_token"]

    async with client_of(create_app(settings_in(tmp_path), (AYSE,))) as http:
        old = await token_from(http)
    (tmp_path / "key.json").unlink()
    async with client_of(create_app(settings_in(tmp_path), (AYSE,))) as http:
        verifier = TokenVerifier("http://id.test", "destek", http)
        assert (await verifier.verify(await token_from(http))).person_id == "ayse"
        with pytest.raises(NotSignedIn, match="unknown key"):
            await verifier.verify(old)


async def test_somebody_taken_off_the_list_is_a_stranger_at_userinfo(tmp_path):
    other = Person(id="mehmet", name="Mehmet")
    async with client_of(create_app(settings_in(tmp_path), (AYSE, other))) as http:
        answer = await http.post("/token", data={"grant_type": "urn:destek:demo-person", "person": "ayse"})
    async with client_of(create_app(settings_in(tmp_path), (other,))) as http:
        bearer = {"authorization": f"Bearer {answer.json()['access_token']}"}
        assert (await http.get("/userinfo", headers=bearer)).status_code == 401


@pytest.mark.parametrize("content", ["", "{}", "not json", '{"kty":"oct","k":"eA"}'])
def test_a_file_that_is_no_key_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "key.json"
    path.write_text(content)
    with pytest.raises(ValueError, match=r"key\.json"):
        signing_key(path)
    assert path.read_text() == content


def test_the_provider_does_not_start_in_production(tmp_path):
    with pytest.raises(RuntimeError, match="DESTEK_PRODUCTION"):
        create_app(settings_in(tmp_path, production=True), (AYSE,))
    assert not (tmp_path / "key.json").exists()


@pytest.mark.long
@pytest.mark.parametrize(("production", "starts"), [("true", False), ("false", True)])
def test_everything_can_be_given_by_environment_and_production_is_refused(tmp_path, production, starts):
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    given = {
        "DESTEK_IDENTITY_API_URL": "http://id.test",
        "DESTEK_IDENTITY_KEY_FILE": str(tmp_path / "key.json"),
        "DESTEK_IDENTITY_PEOPLE": str(tmp_path / "people.yaml"),
        "DESTEK_IDENTITY_CLIENTS": '["one", "two"]',
        "DESTEK_PRODUCTION": production,
    }
    start = "from runtime.identity.app import from_environment as start; start()"
    done = subprocess.run([sys.executable, "-c", start], env={**os.environ, **given}, capture_output=True, check=False)
    assert (done.returncode == 0) is starts
    assert (b"DESTEK_PRODUCTION" in done.stderr) is not starts


@pytest.mark.parametrize("address", ["", "id.test", "ftp://id.test", "http://id.test?x", "http://id.test#x"])
def test_an_address_that_cannot_be_an_issuer_is_refused(tmp_path, address):
    with pytest.raises(ValueError, match="api_url"):
        settings_in(tmp_path, api_url=address)


PEOPLE = """
people:
  - {id: ayse, name: Ayşe, roles: [coordinator], expertise: [cleantech]}
  - {id: mehmet, name: Mehmet, roles: [ministry_officer], tax_number: "123"}
"""


def test_people_are_read_in_order_whatever_else_is_said_of_them(tmp_path):
    path = tmp_path / "people.yaml"
    path.write_text(PEOPLE, encoding="utf-8")
    assert [(p.id, p.roles) for p in load_people(path)] == [
        ("ayse", ("coordinator",)),
        ("mehmet", ("ministry_officer",)),
    ]
    path.write_text(PEOPLE.replace("people:\n", ""), encoding="utf-8")
    assert len(load_people(path)) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[]", "nobody in it"),
        ("people: 7", "tuple"),
        ("- {id: a, name: A}\n- {id: a, name: B}", "named twice: a"),
        ("- {id: 'a b', name: A}", "id"),
        ("- {id: a}", "name"),
        ("- [", "people.yaml"),
        ("\x00", "people.yaml"),
    ],
)
def test_a_list_of_people_that_is_wrong_is_refused_by_name(tmp_path, content, said):
    path = tmp_path / "people.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PeopleUnreadable, match=said) as caught:
        load_people(path)
    assert "people.yaml" in str(caught.value)


def test_an_absent_list_of_people_is_refused_by_name(tmp_path):
    with pytest.raises(PeopleUnreadable, match=r"absent\.yaml"):
        load_people(tmp_path / "absent.yaml")
