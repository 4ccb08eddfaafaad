"""What the parts of a screen with a draft do, told to a host that only remembers: no screen, no terminal."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding

from pmtui.document.fields import set_text
from pmtui.drafts.file.format import dump, load
from pmtui.drafts.open_draft import OpenDraft, open_draft
from pmtui.drafts.versions.recovery import Rescue
from screens.parts.hint_actions import HINT_KEYS, HintActions
from screens.parts.safekeeping import SAFEKEEPING_KEYS, KeyWords, Safekeeping
from screens.wording import load_wording

START = b'[meta]\nschema_version = 1\nid = "abc123"\n\n[narrative]\nsummary = "Before."\n'


class Host:
    """Remembers what a part has it do; `answers` are given to dialogs one after the other."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.asked = list(answers), list[Any]()
        self.said, self.banner, self.shown, self.left = list[str](), "", 0, False

    async def ask(self, screen: Any) -> Any:
        self.asked.append(screen)
        return self.answers.pop(0)

    def say(self, words: str, severity: str = "", timeout: float | None = None) -> None:
        self.said.append(words)

    async def show_draft(self) -> None:
        self.shown += 1

    def show_banner(self, words: str) -> None:
        self.banner = words

    def leave(self, problem: str = "") -> None:
        self.left = True


@pytest.fixture
def path(tmp_path: Path) -> Path:
    draft = tmp_path / "draft.toml"
    draft.write_bytes(START)
    return draft


@pytest.fixture
def draft(path: Path) -> Iterator[OpenDraft]:
    opened = open_draft(path)
    yield opened
    opened.close()


def unsaved(path: Path, *summaries: str) -> None:
    for summary in summaries:
        assert Rescue(path).keep(set_text(load(path.read_bytes(), path.name), "summary", summary))


def verbs_of(keys: list[Binding]) -> set[str]:
    return {found[1] for key in keys if (found := re.search(r"\('(\w+)'\)", key.action))}


def test_every_key_of_a_part_has_a_verb_there(path: Path, draft: OpenDraft) -> None:
    wording = load_wording()
    safekeeping = Safekeeping(path, draft, Host(), wording.questions)
    hints = HintActions(draft, wording, Host(), lambda: None)
    assert verbs_of(SAFEKEEPING_KEYS) == set(safekeeping._verbs)
    assert verbs_of(HINT_KEYS) | {"mend"} == set(hints._verbs)


def test_a_draft_that_is_well_shows_no_banner_and_offers_no_key_for_trouble(
    path: Path, draft: OpenDraft
) -> None:
    host = Host()
    part = Safekeeping(path, draft, host, {})
    part.show_state(draft.save_state)
    assert host.banner == ""
    assert not any(map(part.offers, ("take_over", "take_over_by_letter", "together")))
    assert all(map(part.offers, ("history", "save_copy")))


def test_unsaved_text_is_told_in_the_banner_until_something_is_decided(path: Path) -> None:
    unsaved(path, "Lost.", "Lost too.")
    draft = open_draft(path)
    host = Host("later", "kept", "later", "kept")
    part = Safekeeping(path, draft, host, {})
    part.show_state(draft.save_state)
    assert "UNSAVED TEXT" in host.banner
    assert part.offers("together")
    asyncio.run(part.do("together"))
    assert (host.banner, part.offers("together")) == ("", True)
    assert "Alt+V shows it again" in host.said[-1]
    asyncio.run(part.do("together"))
    assert part.offers("together")
    asyncio.run(part.do("together"))
    assert not part.offers("together")
    assert (len(host.asked), host.shown) == (4, 0)
    draft.close()


def test_what_is_compared_with_unsaved_text_is_the_draft_as_it_is_by_then(path: Path) -> None:
    unsaved(path, "Lost.")
    draft = open_draft(path)
    host = Host("taken")
    part = Safekeeping(path, draft, host, {}, KeyWords(takes_back="Undo takes that back."))
    draft.edit(lambda document: set_text(document, "summary", "Typed meanwhile."), "typing")
    asyncio.run(part.do("together"))
    assert host.asked[0]._offer.current == draft.document
    assert (host.shown, host.said) == (1, ["Taken. Undo takes that back."])
    draft.close()


def test_a_second_window_is_offered_to_take_over_and_shows_the_draft_then(
    path: Path, draft: OpenDraft
) -> None:
    second = open_draft(path)
    host = Host("taken", "back")
    part = Safekeeping(path, second, host, {})
    part.show_state(second.save_state)
    assert re.match(r"READ ONLY: open in another window.* Alt\+T takes over\.", host.banner)
    assert part.offers("take_over_by_letter")
    asyncio.run(part.do("take_over"))
    assert (host.shown, host.left) == (1, False)
    assert not asyncio.run(part.greet())
    assert host.left
    second.close()


def test_a_copy_is_asked_for_until_it_can_be_written(path: Path, draft: OpenDraft, tmp_path: Path) -> None:
    target = tmp_path / "copy.toml"
    host = Host(str(path), str(target))
    asyncio.run(Safekeeping(path, draft, host, {}).do("save_copy"))
    assert "exists already" in host.asked[1]._help
    assert target.read_bytes() == dump(draft.document)
    assert host.said == [f"A copy is in {target}"]


def test_a_hint_is_asked_for_first_and_nothing_is_asked_where_nothing_can_change(
    path: Path, draft: OpenDraft
) -> None:
    second = open_draft(path)
    host = Host()
    wording = load_wording()
    asyncio.run(HintActions(draft, wording, host, lambda: None, "Go to a hint first.").do("leave"))
    here: Any = object()
    asyncio.run(HintActions(second, wording, host, lambda: here).do("leave"))
    assert host.said == ["Go to a hint first.", "This draft can only be read here."]
    assert host.asked == []
    second.close()
