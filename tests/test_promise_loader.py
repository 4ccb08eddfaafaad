"""Behind the loader's limits: what they might let through is refused in words as well, whatever the parser raises."""

import pytest

from pmtui.drafts.file import parse as parse_module
from pmtui.drafts.file.parse import parse
from pmtui.errors import DraftError


@pytest.mark.parametrize(
    "value", ["[" * 100_000, "{a=" * 5_000, "9" * 5_000], ids=["lists", "tables", "digits"]
)
def test_what_the_limits_let_through_is_refused_in_words_all_the_same(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setattr(parse_module, "too_costly", lambda _: "")
    with pytest.raises(DraftError, match="too large or too deeply nested"):
        parse(f'[meta]\nid = "abc123"\nx = {value}\n'.encode(), "draft.toml")
