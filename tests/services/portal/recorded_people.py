"""Who is there, as the rooms say it: people who can be named for a task, and by which names ids are known."""

from typing import Any

from tests.services.portal.recorded_sitting import CHAIR


def someone(person_id: str, name: str, organisation: str = "", seen_on: str = "2018-10-20") -> dict[str, Any]:
    return {"person_id": person_id, "name": name, "organisation": organisation, "seen_on": seen_on}


def there(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"entries": list(entries), "all": True}


VISITORS = there(someone("uzman-iki", "Çınar <b>Yolcu</b>"), someone("izleme-bir", "Nehir Gözcü"))
AUDITORS = there(
    someone("denetci-1", "Asım Sayman", "Doğru Denetim A.Ş.", "2016-04-02"),
    someone("bagimsiz-denetci", "Engin Doğrucu"),
)
BOARD = there(someone(CHAIR, "Nazım Önder"), someone("kurul-uye-9", "Filiz Yeni", "Ege Üniversitesi"))
EVALUATORS = there(someone("degerlendirici-1", "Aylin Ölçer"), someone("yeni-1", "Ozan Yeni"))
LEADERS = there(someone("koordinator-ostim", "Deniz Akarsu", "OSTİM"), someone("uye-bir", "Yasemin Işıldar", "Firma"))
NAMES = {
    "koordinator-ostim": "Deniz Akarsu",
    "uzman-bir": "Hakan Düzgün",
    "izleme-bir": "Nehir Gözcü",
    "mufettis": "Sevgi Teftiş",
    "mufettis-7": "Vedat Bakan",
}


def people_answers(grant_id: str) -> dict[str, Any]:
    """By room and path."""
    return {
        "monitoring/people/for/visitor": VISITORS,
        "monitoring/people/for/auditor": AUDITORS,
        "evaluation/people/for/board": BOARD,
        "evaluation/people/for/evaluator": EVALUATORS,
        f"monitoring/grants/{grant_id}/people": LEADERS,
        **{f"{room}/people": {"names": NAMES} for room in ("application", "evaluation", "monitoring")},
    }


def shown_of(person_id: str) -> str:
    """How a form shows one of these in its field."""
    return {
        "uzman-iki": "Çınar <b>Yolcu</b> (uzman-iki)",
        "denetci-1": "Asım Sayman, Doğru Denetim A.Ş. (denetci-1; son gelişi 2 Nisan 2016)",
    }[person_id]
