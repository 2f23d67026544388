import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from cli.cases import ostim
from services.application.domain.form import SECTIONS, breaches
from services.application.domain.registry_rows import RegistryRow, as_csv

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=30)


def test_the_form_of_the_ostim_case_is_complete() -> None:
    assert breaches(ostim.form()) == ()


@given(st.sets(st.sampled_from(SECTIONS)), st.sampled_from(["", "  ", "\n\t"]))
def test_exactly_the_empty_sections_are_named_in_the_order_of_the_form(empty: set[str], nothing: str) -> None:
    form = {name: nothing if name in empty else "Metin" for name in SECTIONS}
    assert [breach.subject for breach in breaches(form)] == [f"form.{name}" for name in SECTIONS if name in empty]


@given(st.lists(st.builds(RegistryRow, st.integers(), CELL, CELL, CELL, CELL), max_size=5))
def test_rows_come_out_of_the_csv_as_they_went_in(rows: list[RegistryRow]) -> None:
    read = list(csv.reader(io.StringIO(as_csv(rows), newline="")))
    assert read[1:] == [[str(cell) for cell in row] for row in rows]
