"""The two pages a person sees here, in Turkish or, when asked by `ui_locales`, in English."""

import secrets
from types import MappingProxyType
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from runtime.identity.oauth import AuthorizationRequest, with_query
from runtime.identity.people import Person
from runtime.identity.settings import IdentitySettings

TEXTS = MappingProxyType(
    {
        "tr": {
            "title": "Kim olarak giriş yapılsın?",
            "notice_title": "Geliştirme girişi.",
            "notice": "Burada parola sorulmaz; gösterim ve deneme içindir. Gerçek kullanımda yerini"
            " kurumun kimlik sağlayıcısı alır.",
            "ask": "Rolünü denemek istediğiniz kişiyi seçin:",
            "no_role": "rolü yok",
            "signed_out": "Oturum kapatıldı",
            "signed_out_more": "Bu sayfayı kapatabilirsiniz.",
            "other_code": "en",
            "other_name": "English",
        },
        "en": {
            "title": "Sign in as whom?",
            "notice_title": "Development sign-in.",
            "notice": "No password is asked for here; this is for demonstration and testing. In real use the"
            " institution's identity provider takes its place.",
            "ask": "Pick the person whose role you want to try:",
            "no_role": "no role",
            "signed_out": "Signed out",
            "signed_out_more": "You may close this page.",
            "other_code": "tr",
            "other_name": "Türkçe",
        },
    },
)

_TEMPLATES = Environment(
    loader=PackageLoader("runtime.identity"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def language_of(ui_locales: str) -> str:
    """The first language asked for that there is; Turkish when none is."""
    asked = (tag.partition("-")[0].lower() for tag in ui_locales.split())
    return next((tag for tag in asked if tag in TEXTS), "tr")


def sign_in_page(
    settings: IdentitySettings, people: tuple[Person, ...], request: AuthorizationRequest, language: str
) -> HTMLResponse:
    """The people to pick from; picking posts the request back with the person."""
    fields, action = request.as_fields(), f"{settings.api_url}/authorize"
    other = with_query(action, {**fields, "ui_locales": TEXTS[language]["other_code"]})
    parts = urlsplit(request.redirect_uri)
    return _page(
        "sign_in.html",
        language,
        title=TEXTS[language]["title"],
        # Browsers apply form-action to the redirect that follows the form as well.
        form_action=f"'self' {parts.scheme}://{parts.netloc}",
        fields=fields,
        action=action,
        people=people,
        other_language=other,
    )


def signed_out_page(language: str) -> HTMLResponse:
    """Says that the session is over."""
    return _page("signed_out.html", language, title=TEXTS[language]["signed_out"], form_action="'none'")


def _page(template: str, language: str, *, title: str, form_action: str, **values: object) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    text = _TEMPLATES.get_template(template).render(
        language=language, texts=TEXTS[language], title=title, style_nonce=nonce, **values
    )
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action {form_action};"
        " base-uri 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(
        text,
        headers={
            "content-security-policy": policy,
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
            "cache-control": "no-store",
        },
    )
