"""The Five Whys page: keys as a person presses them, what is on the screen, what is in the draft."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Footer, Input

from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.postmortem import Narrative, replace
from pmtui.document.row_edits import keep_unread
from pmtui.document.timeline import Event
from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import new_document
from pmtui.drafts.open_draft import OpenDraft, open_draft
from screens.app_parts.styles import STYLES
from screens.textual_faults.app import AppFaults
from screens.wording import Wording, load_wording
from screens.writing.causes_page import CausesPage
from screens.writing.page import Page, PageContext

HOSTILE = "[/api] [b]502[/] [@click=app.bell]x[/] \x1b[2J\x07 \u202eevil\u202c שלום " + "long " * 400


class Room(Screen[None]):
    """Holds the page as the writing room does, with undo."""

    BINDINGS = [("ctrl+z", "undo", "Undo")]

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.edits = 0

    def compose(self) -> ComposeResult:
        yield CausesPage(self.context)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        self.query_one(CausesPage).start_writing()

    def on_page_edited(self, event: Page.Edited) -> None:
        self.edits += 1

    def action_undo(self) -> None:
        self.context.draft.undo()
        self.query_one(CausesPage).show_draft()


class Whys(AppFaults):
    """The page over a draft of its own."""

    CSS = STYLES

    def __init__(self, draft: OpenDraft, wording: Wording) -> None:
        super().__init__()
        template = wording.template("standard")
        section = template.section("causes")
        assert section is not None
        self.draft = draft
        self.context = PageContext(draft, wording, template, section, wording.sections["causes"])

    def get_default_screen(self) -> Screen[None]:
        return Room(self.context)

    @property
    def page(self) -> CausesPage:
        return next(screen for screen in self.screen_stack if isinstance(screen, Room)).query_one(CausesPage)

    @property
    def text(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())

    def cause(self, cause_id: str) -> Cause:
        found = self.draft.document.cause(cause_id)
        assert found is not None
        return found


class Opening:
    """Opens drafts, and closes them after the test."""

    def __init__(self, folder: Path) -> None:
        self._library = Library(folder)
        self._open: list[OpenDraft] = []
        self._wording = load_wording()

    def __call__(self, *causes: Cause, **parts: object) -> Whys:
        document = replace(new_document("Checkout was slow for an hour"), causes=causes, **parts)
        draft = open_draft(self._library.create(document))
        self._open.append(draft)
        return Whys(draft, self._wording)

    def close(self) -> None:
        for draft in self._open:
            draft.close()


@pytest.fixture
def whys(tmp_path: Path) -> Iterator[Opening]:
    opening = Opening(tmp_path / "drafts")
    yield opening
    opening.close()


def cause(cause_id: str, *parents: str, **values: object) -> Cause:
    return Cause.model_validate({"id": cause_id, "parents": parents, "text": f"Text of {cause_id}", **values})


def events_of_two() -> tuple[Event, ...]:
    at = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
    return (
        Event(id="e1", at=at, text="Deploy [/b] began"),
        Event(id="e2", at=at.replace(hour=10), text="Page"),
    )


async def say(pilot: Pilot[None], text: str) -> None:
    """Answer the question below with a line."""
    pilot.app.screen.query_one("#why-line", Input).insert_text_at_cursor(text)
    await pilot.press("enter")
    await pilot.pause()


# Beginning


@pytest.mark.deep
async def test_an_empty_tree_asks_the_first_question_and_waits_in_its_line(whys: Opening) -> None:
    app = whys()
    async with app.run_test(size=(80, 18)):
        assert "Checkout was slow for an hour" in app.text
        assert all(question in app.text for question in app.context.wording.five_whys.side_questions.values())
        assert isinstance(app.focused, Input)


@pytest.mark.deep
async def test_the_impact_is_the_first_sentence_of_the_summary(whys: Opening) -> None:
    app = whys(narrative=Narrative(summary="For an hour one order in ten failed. More."))
    async with app.run_test(size=(80, 18)):
        assert "For an hour one order in ten failed." in app.text.splitlines()[0]


async def test_the_six_questions_grow_a_tree_from_the_keyboard_alone(whys: Opening) -> None:
    app = whys(timeline=events_of_two())
    async with app.run_test(size=(80, 18)) as pilot:
        await say(pilot, "- [ ] The pool ran out")  # as it stood in a list
        assert "2 of 6" in app.text  # of the cause that was just added
        await say(pilot, "Traffic was at its peak")
        await pilot.press("enter", "enter")  # nothing else
        await say(pilot, "The limit on connections")
        await pilot.press("enter", "space", "enter")  # choose the first event
        await pilot.press("enter", "enter")  # ours
        await pilot.press("enter", "enter")  # go deeper
        assert "Why 2" in app.text
        await say(pilot, "A migration held a lock")
        rows = [(row.id, row.text, row.parents, row.question, row.kind) for row in app.draft.document.causes]
        assert rows == [
            ("w1", "The pool ran out", (), "happened", None),
            ("w2", "Traffic was at its peak", (), "happened", None),
            ("w3", "The limit on connections", (), "happened", "control"),
            ("w4", "A migration held a lock", ("w1",), None, None),
        ]
        first = app.cause("w1")
        assert (first.more_needed, first.evidence, first.confidence, first.ours_to_change) == (
            False,
            ("e1",),
            "known",
            "ours",
        )
        assert app.page.tree_view.place.cause_id == "w4"
        assert isinstance(app.screen, Room)
        assert app.screen.edits == 7


@pytest.mark.deep
async def test_the_other_side_questions_take_causes_of_their_own(whys: Opening) -> None:
    app = whys(cause("w1", question="happened"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("down", "enter")
        await say(pilot, "No alert watched the queue")
        assert app.cause("w2").question == "not_caught"


@pytest.mark.deep
async def test_a_skipped_question_stays_open_and_an_answered_one_says_so(whys: Opening) -> None:
    app = whys(cause("w1", ours_to_change="partner"))
    async with app.run_test(size=(80, 18)) as pilot:
        assert "1\N{NO-BREAK SPACE}how " in app.text
        assert "5\N{NO-BREAK SPACE}ours?\N{NO-BREAK SPACE}✓" in app.text
        await pilot.press("n")
        assert "2 of 6" in app.text
        await pilot.press("5")
        assert "5 of 6" in app.text
        assert "A partner's to change" in app.text
        await pilot.press("1", "enter", "down", "down")
        assert "3 of 6" in app.text
        await pilot.press("up", "escape")
        assert "2 of 6" in app.text
        assert app.page.tree_view.has_focus


@pytest.mark.deep
async def test_another_condition_can_be_said_to_exist_before_it_is_named(whys: Opening) -> None:
    app = whys(cause("w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("2", "enter", "down", "enter")
        assert app.cause("w1").more_needed is True
        assert "yes, still to be named" in app.text or "3 of 6" in app.text


@pytest.mark.deep
async def test_without_evidence_the_author_says_how_sure_it_is(whys: Opening) -> None:
    app = whys(cause("w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("4", "enter", "enter", "enter")
        assert (app.cause("w1").evidence, app.cause("w1").confidence) == ((), "guess")


@pytest.mark.deep
async def test_a_pasted_link_is_evidence(whys: Opening) -> None:
    app = whys(cause("w1", evidence=("e9",)))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("4")
        app.page.pane.begin()
        await say(pilot, "https://graphs.example/pool")
        assert app.cause("w1").evidence == ("e9", "https://graphs.example/pool")


@pytest.mark.deep
async def test_links_stay_when_events_are_chosen(whys: Opening) -> None:
    app = whys(cause("w1", evidence=("https://x.example",)), timeline=events_of_two())
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("4", "enter", "down", "space", "tab", *"abc", "enter")
        await pilot.pause()
        assert app.cause("w1").evidence == ("e2", "https://x.example", "abc")


# Keys of the tree


@pytest.mark.deep
async def test_child_and_sibling_keys_open_the_line(whys: Opening) -> None:
    app = whys(cause("w1"), cause("w2", "w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("down", "c")
        await say(pilot, "below")
        await pilot.press("escape", "up", "s")
        await say(pilot, "beside")
        assert (app.cause("w3").parents, app.cause("w4").parents) == (("w2",), ("w1",))


@pytest.mark.deep
async def test_marks_are_set_and_taken_away(whys: Opening) -> None:
    app = whys(cause("w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        roles = []
        for key in "rfx":
            await pilot.press(key)
            roles.append((app.cause("w1").role, app.text.splitlines()[2].strip("│├└─ ")[0]))
        assert roles == [("root", "◆"), ("contributing", "●"), (None, "○")]


@pytest.mark.deep
async def test_an_action_is_made_with_the_causes_words_and_shown_at_it(whys: Opening) -> None:
    app = whys(cause("w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert "Change this: Text of w1" in app.text
        await pilot.press("enter")
        await pilot.pause()
        action = app.draft.document.actions[0]
        assert (action.text, action.causes) == ("Change this: Text of w1", ("w1",))
        assert "answered by a1" in app.text


@pytest.mark.deep
async def test_the_line_for_an_action_shows_its_beginning_and_says_what_it_cannot_read(whys: Opening) -> None:
    app = whys(replace(cause("w1"), text=f"The gateways {'kept the old certificate ' * 9}"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("a")
        await pilot.pause()
        await pilot.pause()
        assert "Change this: The gateways" in app.text
        app.screen.query_one(Input).value = "Reload them @ahmed !p9 ^2017-02-10"
        await pilot.press("enter")
        await pilot.pause()
        assert "There is no priority P9" in app.text
        app.screen.query_one(Input).value = "Reload them @ahmed !p1 ^2017-02-10"
        await pilot.press("enter")
        await pilot.pause()
    action = app.draft.document.actions[0]
    assert ("Reload them", "ahmed", "P1", "2017-02-10") == (
        action.text, action.owner, action.priority, str(action.due)
    )  # fmt: skip


@pytest.mark.deep
async def test_an_action_that_is_there_can_be_linked(whys: Opening) -> None:
    app = whys(cause("w1"), actions=(Action(id="a1", text="[/] reload"),))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("a", "down", "enter")
        await pilot.pause()
        assert app.draft.document.actions[0].causes == ("w1",)


@pytest.mark.deep
async def test_a_second_parent_shows_the_cause_twice_and_a_circle_is_refused(whys: Opening) -> None:
    app = whys(cause("w1"), cause("w2"), cause("w3", "w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("down", "o", "down", "enter")
        await pilot.pause()
        assert app.cause("w3").parents == ("w1", "w2")
        assert "see w3 above" in app.text
        await pilot.press("up", "o", "down", "enter")
        await pilot.pause()
        assert app.cause("w1").parents == ()
        assert "circle" in app.text


@pytest.mark.deep
async def test_deleting_is_taken_back_by_undo(whys: Opening) -> None:
    app = whys(cause("w1"), cause("w2", "w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("delete")
        assert [row.id for row in app.draft.document.causes] == ["w2"]
        assert "Ctrl+Z" in app.text
        await pilot.press("ctrl+z")
        assert [row.id for row in app.draft.document.causes] == ["w1", "w2"]
        assert "Text of w1" in app.text


@pytest.mark.deep
@pytest.mark.parametrize(("up", "down"), [("K", "J"), ("alt+up", "alt+down")])
async def test_neighbours_change_places_and_the_cursor_goes_along(whys: Opening, up: str, down: str) -> None:
    app = whys(cause("w1"), cause("w2", "w1"), cause("w3"), cause("w4", "w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("down", "down", up)
        assert [row.id for row in app.draft.document.causes] == ["w1", "w4", "w2", "w3"]
        assert app.page.tree_view.place.cause_id == "w4"
        await pilot.press(down)
        assert [row.id for row in app.draft.document.causes] == ["w1", "w2", "w4", "w3"]


@pytest.mark.deep
async def test_the_form_changes_every_field(whys: Opening) -> None:
    app = whys(cause("w1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", *"More: ", "escape")
        await pilot.pause()
        assert app.cause("w1").text == "More: Text of w1"
        assert "More: Text of w1" in app.text


@pytest.mark.deep
async def test_one_key_asks_with_why_and_back(whys: Opening) -> None:
    app = whys(cause("w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        assert "How did this come about?" in app.text
        await pilot.press("w")
        assert "Why did this happen?" in app.text
        assert "Why was it not caught sooner?" in app.text
        assert "Why 2" in app.text
        await pilot.press("w")
        assert "Why did this happen?" not in app.text


@pytest.mark.deep
async def test_letters_are_text_while_the_line_has_the_cursor(whys: Opening) -> None:
    app = whys(cause("w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("c", *"rfxaewn1")
        assert app.page.query_one("#why-line", Input).value == "rfxaewn1"
        assert app.cause("w1").role is None


# Coming and going


@pytest.mark.deep
async def test_an_unfinished_line_is_kept_and_shown_again(whys: Opening) -> None:
    app = whys(cause("w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("c", *"half a")
        assert app.draft.document.unread == {"causes": "half a"}
    again = Whys(app.draft, app.context.wording)
    async with again.run_test(size=(80, 18)) as pilot:
        assert again.page.query_one("#why-line", Input).value == "half a"
        await pilot.press("c", "enter")
        await pilot.pause()
        assert again.draft.document.unread == {}
        assert again.cause("w2").text == "half a"


@pytest.mark.deep
async def test_pasted_lines_become_one_answer(whys: Opening) -> None:
    app = whys(cause("w1"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("c")
        app.post_message(events.Paste("first\nsecond"))
        await pilot.pause()
        await pilot.press("enter")
        assert app.cause("w2").text == "first second"


@pytest.mark.deep
async def test_a_finding_leads_to_its_cause_even_in_a_folded_branch(whys: Opening) -> None:
    app = whys(cause("w1"), cause("w2", "w1"), cause("w3", "w2"))
    async with app.run_test(size=(80, 18)) as pilot:
        await pilot.press("space")
        assert "Text of w3" not in app.text
        app.page.go_to("causes.w3.text")
        await pilot.pause()
        assert app.page.tree_view.place.cause_id == "w3"
        app.page.go_to("causes.w2.evidence")
        await pilot.pause()
        assert "Cause w2" in app.text


@pytest.mark.deep
async def test_advice_stands_below_its_cause(whys: Opening) -> None:
    app = whys(cause("w1", role="root"))
    async with app.run_test(size=(80, 18)):
        assert "Advice: " in app.text


@pytest.mark.deep
async def test_the_question_follows_the_cursor(whys: Opening) -> None:
    app = whys(cause("w1"), cause("w2", "w1", text="The lock was held"))
    async with app.run_test(size=(80, 18)) as pilot:
        assert "w1  Text of w1" in app.text
        await pilot.press("down")
        assert "w2  The lock was held" in app.text
        assert "Why 3" in app.text


@pytest.mark.deep
async def test_the_question_is_about_causes(whys: Opening) -> None:
    assert CausesPage(whys().context).question_id == "causes"


# Odd input


@pytest.mark.deep
@pytest.mark.parametrize("size", [(78, 18), (56, 30), (40, 12)])
async def test_hostile_text_is_harmless_everywhere(whys: Opening, size: tuple[int, int]) -> None:
    app = whys(
        cause("w1", text=HOSTILE, evidence=(HOSTILE,), accepted_because=HOSTILE),
        cause("w2", "w1", text=HOSTILE, measure_next=HOSTILE),
        timeline=events_of_two(),
        actions=(Action(id="a1", text=HOSTILE),),
        narrative=Narrative(summary=HOSTILE),
    )
    app.draft.edit(lambda document: keep_unread(document, "causes", HOSTILE), "typing")
    async with app.run_test(size=size) as pilot:
        for key in ("e", "a", "o", "4", "enter", "escape", "6", "enter"):
            await pilot.press(key)
            await pilot.pause()
            assert not {"\x1b", "\x07", "\u202e"} & set(app.text)
            if not isinstance(app.screen, Room):
                await pilot.press("escape")
        await pilot.press("c", "enter")
        await pilot.pause()
        assert app.cause("w3").text == " ".join(HOSTILE.split(" ")).strip()


@pytest.mark.deep
@pytest.mark.parametrize(
    "causes",
    [
        (cause("w1", "w2"), cause("w2", "w1")),
        (cause("w1", "w1"),),
        (cause("w1", "w9"), cause("w2", "w1", "w9")),
        (cause("w1"), cause("w2", "w1"), cause("w3", "w2", "w4"), cause("w4", "w3")),
    ],
)
async def test_circles_and_lost_links_of_a_hand_written_draft_are_shown_whole(
    whys: Opening, causes: tuple[Cause, ...]
) -> None:
    app = whys(*causes)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "up")
        assert all(f"Text of {row.id}" in app.text for row in causes)


@pytest.mark.deep
async def test_a_chain_of_a_thousand_causes_can_be_walked(whys: Opening) -> None:
    chain = [cause("w1"), *(cause(f"w{number}", f"w{number - 1}") for number in range(2, 1001))]
    app = whys(*chain)
    async with app.run_test(size=(80, 18)) as pilot:
        app.page.go_to("causes.w1000.text")
        await pilot.pause()
        assert "w1000  Text of w1000" in app.text
        assert any(line.lstrip("│├└ ").startswith("○ w1000") for line in app.text.splitlines())


@pytest.mark.deep
async def test_every_line_of_the_tree_fits_the_window(whys: Opening) -> None:
    long = "A sentence that goes on for much longer than any line of a narrow window could ever hold of it"
    facts = {"level": "organisation", "ours_to_change": "partner", "evidence": ("e1", "e2", "https://x")}
    rows = [
        cause(f"w{number}", *([f"w{number - 1}"] if number > 1 else []), text=long, **facts)
        for number in range(1, 8)
    ]
    app = whys(*rows, timeline=events_of_two())
    for width in (78, 56, 40):
        async with Whys(app.draft, app.context.wording).run_test(size=(width, 24)) as pilot:
            tree = pilot.app.screen.query_one(CausesPage).tree_view
            assert tree.virtual_size.width <= width
            shown = [strip.text for strip in pilot.app.screen._compositor.render_strips()][2:8]
            assert all("…" in line and "w" in line for line in shown)


# Keys


@pytest.mark.deep
def test_every_key_has_an_id_of_its_own_and_says_what_it_does() -> None:
    bindings = list(CausesPage.BINDINGS)
    assert all(binding.id and binding.tooltip for binding in bindings)
    assert len({binding.id for binding in bindings}) == len(bindings)
