"""What the grant's page tells of claims sent back and of spending disallowed after it was accepted."""

import pytest

from tests.services.portal.recorded import OSTIM
from tests.services.portal.test_pages import page, plain


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "tr",
            (
                "Düzeltilmek üzere iade edildi",
                "2. gönderim",
                "Düzeltme: Hesap eklendi.",
                "&lt;b&gt;Hesap&lt;/b&gt; hangisi?",
                "düzeltme için son gün",
                "Sonradan kabul edilmeyen harcamalar",
                "2. rapor, 3. satır (I1)",
                "Denetim bulgusu (1. bulgu)",
                "Belge başka bir işe ait",
            ),
        ),
        ("en", ("Returned to be corrected", "Sent 2 times", "Spending disallowed after acceptance", "finding 1")),
    ],
)
async def test_the_page_tells_why_a_claim_came_back_and_what_of_accepted_spending_counts_no_more(
    stage, language, words
):
    shown = plain(await page(stage, "koordinator-ostim", f"/grants/{OSTIM}", language))
    for one in words:
        assert one in shown, one
