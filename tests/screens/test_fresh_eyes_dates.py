"""The day of an incident is the day on the clocks of the draft's zone, however the file writes the time."""

from datetime import UTC, datetime

import pytest

from pmtui.drafts.folder.new import new_document
from prompts.content import load_questions
from screens.writing.form_page import worked_out


@pytest.mark.deep
def test_the_day_is_told_on_the_clocks_of_the_draft() -> None:
    document = new_document("Late", began=datetime(2026, 3, 14, 23, 30, tzinfo=UTC), zone="Europe/Berlin")
    assert worked_out(document, load_questions()["computed.date"]) == "→ 2026-03-15"
