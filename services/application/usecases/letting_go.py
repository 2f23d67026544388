"""Who acts for a consortium goes with the last of its files."""

from grants.personal import Fate
from runtime.erasure import empty, owe_papers
from runtime.unit import Unit
from services.application.store import unused
from services.application.store.personal import PERSONAL


async def after(unit: Unit, application_id: str) -> None:
    """A file was erased: where it was the consortium's last, who leads it and where its members are found goes too."""
    consortium_id = await unused.left_by(unit.session, application_id, unit.now)
    if consortium_id is None:
        return
    for draft in await unused.drafts(unit.session, consortium_id):
        await owe_papers(unit, PERSONAL, draft, unit.now)
        await empty(unit, PERSONAL, draft, Fate.ERASED)
    await empty(unit, PERSONAL, consortium_id, Fate.CONTRACT)
