"""What was handed in is read by whoever checks it: the form in its order, the plan by rows, and the sums."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from grants.regimes import revisions
from runtime.messages import catalogue
from services.portal.completed import Before, Since, changes
from services.portal.drafting import SECTIONS
from services.portal.filed import Filed
from services.portal.wording import Wording
from tests.services.portal.recorded import LAPSED, OSTIM, OTHER
from tests.services.portal.recorded_applying import FORM, PLAN, PLAN_BEFORE
from tests.services.portal.recorded_sitting import FILE as JUDGED
from tests.services.portal.recorded_sitting import SITTING
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

NOW = datetime(2018, 11, 2, tzinfo=UTC)
OFFICER, MINE = "uzman-bir", "koordinator-ostim"
READ = f"/applications/{OTHER}/read"
_LIRA = st.decimals(0, 10**9, places=2).map(str)
_ITEM = st.fixed_dictionaries(
    {
        "cost_head": st.sampled_from(["wages", "rent", "travel"]),
        "cost": _LIRA,
        "grant": _LIRA,
        "quarters": st.lists(st.fixed_dictionaries({"quarter": st.integers(1, 20), "cost": _LIRA}), max_size=4),
    }
)


def filed(*items: dict[str, object]) -> Filed:
    return Filed({}, {"packages": [{"key": "P1", "title": "x", "items": list(items)}]})


def test_sections_stand_in_the_order_of_the_form_and_a_blank_one_is_shown_as_blank() -> None:
    assert tuple(name for name, _ in Filed({**FORM, "annex": "x"}, None).sections) == (*SECTIONS, "annex")
    assert dict(Filed(FORM, None).sections)["sustainability"] == ""


def test_a_cost_is_of_the_year_its_quarter_is_in() -> None:
    spread = [{"quarter": quarter, "cost": "10"} for quarter in (1, 4, 5, 20)]
    (one,) = filed({"cost_head": "rent", "cost": "100.00", "grant": "50", "quarters": spread}).sums
    assert one.years == {1: Decimal(20), 2: Decimal(10), 5: Decimal(10)}
    assert (one.cost, one.grant, one.unspread) == (Decimal("100.00"), Decimal(50), Decimal("60.00"))


@settings(max_examples=30)
@given(items=st.lists(_ITEM, max_size=6))
def test_kinds_of_cost_and_years_add_up_to_the_whole(items: list[dict[str, object]]) -> None:
    found = filed(*items)
    whole = found.total
    assert sum((one.cost for one in found.sums), Decimal(0)) == whole.cost
    assert sum((one.grant for one in found.sums), Decimal(0)) == whole.grant
    assert sum(whole.years.values(), whole.unspread) == whole.cost


async def test_who_checks_an_application_reads_all_of_it_and_so_do_its_applicants(stage: Stage) -> None:
    for person in (OFFICER, MINE, "mufettis"):
        assert f'href="{READ}">Başvuruyu oku' in await page(stage, person, f"/applications/{OTHER}")
        shown = await page(stage, person, READ)
        assert all(str(escape(text)) in shown for text in FORM.values())
        words = plain(shown)
        for said in ("Küme ofisi", "ORA1.AA1.T1.E1", "I2 Tezgâh", "3: 600,00 TL", "M1 Atölye açıldı", "2.000,00"):
            assert said in words
        assert re.findall(r">(\d)\. [^<]*</h3>", shown) == [str(at) for at in range(1, len(SECTIONS) + 1)]


async def test_what_is_read_can_be_printed_as_nothing_of_it_is_folded(stage: Stage) -> None:
    shown = await page(stage, OFFICER, READ)
    text = shown[shown.index('<section aria-labelledby="filed"') : shown.index('<section aria-labelledby="members"')]
    assert "Tezgâh" in text
    assert "<details" not in text.replace('<details class="govuk-details" open>', "")


async def test_the_check_has_what_is_checked_beside_it(stage: Stage) -> None:
    shown = await page(stage, OFFICER, f"/applications/{OTHER}/do/check")
    assert f'href="{READ}"' in shown
    for said in ("Ankara&#39;da yüz firma.", "Tezgâh", "M1 Atölye açıldı"):
        assert said in shown


async def test_what_was_asked_and_answered_and_changed_stands_on_the_file_and_beside_the_check(stage: Stage) -> None:
    for path in ("", "/do/check", "/read"):
        shown = plain(await page(stage, OFFICER, f"/applications/{OTHER}{path}"))
        for said in (
            "Oda üyelik &lt;b&gt;belgesi&lt;/b&gt;",
            "Üç firmanın belgesi ve &lt;b&gt;oda&lt;/b&gt; belgesi eklendi.",
            "25 Ekim 2018 11.00",
            "30 Ekim 2018 11.00",
            "Eski rekabet metni.",
            "1.200,00 TL 1.000,00 TL",
            "– 3: 600,00 TL, 4: 400,00 TL",
            "Kilometre taşı: M2 Fuar Çıkarıldı",
            "Koordinasyon &lt;i&gt;birimi&lt;/i&gt; Koordinasyon",
        ):
            assert re.sub(r"\b(Önceki|Şimdiki) ", "", said) in re.sub(r"\b(Önceki|Şimdiki) ", "", shown), said


def test_what_is_as_it_was_is_no_change_and_each_other_thing_is_one() -> None:
    wording = Wording("tr", catalogue("grants", "runtime", "services.portal"), NOW)
    since = Since(FORM, PLAN, {}, "TRY")
    assert changes(Before({}, PLAN), since, wording) == ()
    assert changes(Before(None, None), since, wording) == ()
    found = changes(Before({"competitiveness": "x"}, PLAN_BEFORE), since, wording)
    assert [(one.kind, one.how) for one in found] == [
        ("section", "changed"),
        ("packages", "changed"),
        ("items", "changed"),
        ("indicators", "new"),
        ("milestones", "gone"),
    ]
    assert all(one.lines for one in found)
    assert {what: (was, now) for what, was, now in found[2].lines}["Maliyeti"] == (
        "1.200,00\xa0TL",
        "1.000,00\xa0TL",
    )


async def test_each_version_of_a_plan_is_read_with_what_is_other_in_it(stage: Stage) -> None:
    file = await page(stage, OFFICER, f"/applications/{OTHER}")
    assert f'href="{READ}?version=1">1. sürüm' in file
    first = plain(await page(stage, OFFICER, f"{READ}?version=1"))
    assert "M2 Fuar" in first[: first.index("Tamamlanması istenenler")]
    assert "2.200,00 TL" in first
    assert "sürümde değişenler" not in first
    assert "Kurallara göre hesap" not in first
    assert "Kurallara göre hesap" in plain(await page(stage, OFFICER, READ))
    newest = plain(await page(stage, OFFICER, READ))
    assert "2. sürümde değişenler" in newest
    browser = await stage.signed_in(OFFICER)
    assert (await browser.get(f"{READ}?version=3")).status_code == 404


async def test_what_nobody_wrote_or_nobody_may_read_is_not_led_to(stage: Stage) -> None:
    for one in (OSTIM, LAPSED):
        assert "/read" not in await page(stage, OFFICER, f"/applications/{one}")
    assert "yalnızca birlikteliğe açıktır" in await page(stage, OFFICER, f"/applications/{LAPSED}/read")


async def test_the_board_reads_what_a_cost_is_for_in_words(stage: Stage) -> None:
    names = {one.code: one.names.tr for one in revisions("kdp-2014")[-1].cost_heads.value}
    shown = plain(await page(stage, "kurul-baskani", f"/committees/{SITTING}/items/{JUDGED}/file"))
    assert names["wages"] in shown
    assert "wages" not in shown


async def test_evaluators_read_the_sections_in_the_order_of_the_form(stage: Stage) -> None:
    shown = plain(await page(stage, "degerlendirici-1", "/assignments/a-1"))
    assert shown.index(" 1. ") < shown.index(" 6. ") < shown.index("Ortak sınama altyapısı.")
