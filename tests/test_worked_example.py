"""The worked example: a whole document whose numbers agree with each other."""

import re
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

import prompts.content as content
from pmtui.checks.readiness import load_and_check
from pmtui.deadlines import EXAMPLE_TAG
from pmtui.document.postmortem import Postmortem
from pmtui.document.timeline import MILESTONES
from pmtui.drafts.file.format import load
from pmtui.drafts.folder.new import example_document
from pmtui.metrics import measure
from pmtui.progress import progress


@pytest.fixture(scope="module")
def example() -> Postmortem:
    return load(content.read_example("gateway_certificate"), "gateway_certificate.toml")


def test_it_is_listed() -> None:
    assert content.example_names() == ("gateway_certificate",)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        content.read_example("../policy")


def test_its_copies_are_marked_so_that_nothing_in_them_is_late() -> None:
    codes = {finding.code for finding in load_and_check(example_document(), today=date(2031, 1, 1))}
    assert "actions.overdue" not in codes
    assert EXAMPLE_TAG in example_document().meta.tags


def test_it_answers_everything_its_template_requires(example: Postmortem) -> None:
    template = content.load_templates()[example.meta.template]
    assert progress(example, template).percent == 100


def test_its_measures_are_those_that_its_words_name(example: Postmortem) -> None:
    metrics = measure(example)
    assert (metrics.duration.minutes, metrics.ttd.minutes, metrics.tta.minutes) == (109, 16, 3)
    assert "(1 h 49 min)" in example.narrative.summary
    assert "after 16 minutes" in example.detection.alerts_note
    assert any("within 3 minutes; our target is 5" in item for item in example.learning.well)


def test_every_clock_time_in_its_prose_is_in_the_timeline(example: Postmortem) -> None:
    clocks = {f"{event.at:%H:%M}" for event in example.timeline}
    clocks |= set(re.findall(r"\d\d:\d\d", " ".join(event.text for event in example.timeline)))
    prose = " ".join(filter(None, (*dict(example.narrative).values(), example.impact.public_note)))
    assert set(re.findall(r"\d\d:\d\d", prose)) <= clocks


def test_the_spans_in_its_lists_are_those_of_the_timeline(example: Postmortem) -> None:
    at = {event.id: event.at for event in example.timeline}

    def minutes(start: str, end: str) -> int:
        return (at[end] - at[start]) // timedelta(minutes=1)

    well, poorly = " ".join(example.learning.well), " ".join(example.learning.poorly)
    assert f"{minutes('e9', 'e10')} minutes after the incident was declared" in well
    assert f"within {minutes('e13', 'e14')} minutes, before the other 23" in well
    assert f"first gateway well took {minutes('e11', 'e13')} minutes" in well
    assert f"took {minutes('e3', 'e5')} minutes until the first page" in poorly
    assert f"first {minutes('e6', 'e8')} minutes of the response" in poorly
    assert f"locked for {minutes('e15', 'e18')} minutes" in poorly
    assert minutes("e3", "e4") == 5  # "five minutes in"


def test_the_days_it_names_are_right(example: Postmortem) -> None:
    day = example.event("e2").at.date()  # on which the certificate ended

    def told(sentence: str) -> date:
        prose = " ".join(filter(None, dict(example.narrative).values()))
        return datetime.strptime(f"{re.search(sentence, prose)[1]} {day.year}", "%d %B %Y").date()

    renewed, restarted = told(r"renewed on (\d+ \w+)"), told(r"had loaded on (\d+ \w+)")
    assert f"ready for {(day - renewed).days} days" in example.narrative.summary
    assert f"no gateway had restarted for {(day - restarted).days} days" in example.narrative.root_cause
    assert restarted < told(r"deploys stopped on (\d+ \w+)") < renewed
    until = datetime.strptime(f"{example.event('e11').text.split('until ')[1]} {day.year}", "%d %B %Y").date()
    assert f"had {(until - day).days} days left" in example.narrative.root_cause


def test_its_sums_are_right(example: Postmortem) -> None:
    bookings, price = re.search(r"(\d+) bookings .* €(\d+)", example.impact.revenue_note).groups()  # type: ignore[arg-type]  # a case of a table
    assert int(bookings) * int(price) == example.impact.revenue
    assert example.impact.credits == 64 * 50
    assert f"{example.impact.users:,} people" in example.narrative.summary
    assert f"{100 - example.impact.users_percent} % of the people active" in " ".join(example.learning.lucky)


def test_its_timeline_has_every_milestone_in_order_and_two_decisions_with_their_options(
    example: Postmortem,
) -> None:
    assert len(example.timeline) >= 12
    assert list(MILESTONES) == [event.milestone for event in example.timeline if event.milestone]
    assert all(earlier.at < later.at for earlier, later in pairwise(example.timeline))
    assert all(event.kind and event.source for event in example.timeline)
    assert len([event for event in example.timeline if event.kind == "decision" and event.note]) == 2


def test_its_why_tree_branches_and_joins(example: Postmortem) -> None:
    parents = [parent for cause in example.causes for parent in cause.parents]
    assert len(example.causes) >= 9
    assert any(parents.count(cause.id) >= 2 for cause in example.causes)
    assert any(len(cause.parents) == 2 for cause in example.causes)
    assert {"happened", "not_caught", "lasted"} == {
        cause.question for cause in example.causes if cause.question
    }
    assert {"root", "contributing", "trigger"} <= {cause.role for cause in example.causes}


def test_every_leaf_of_its_why_tree_ends_somewhere(example: Postmortem) -> None:
    parents = {parent for cause in example.causes for parent in cause.parents}
    answered = {cause for action in example.actions for cause in action.causes}
    for leaf in (cause for cause in example.causes if cause.id not in parents):
        assert leaf.id in answered or leaf.measure_next or leaf.accepted_because
    assert any(cause.measure_next for cause in example.causes)
    assert any(cause.accepted_because for cause in example.causes)


def test_everything_it_points_at_exists(example: Postmortem) -> None:
    for cause in example.causes:
        assert all(example.cause(parent) for parent in cause.parents)
        assert all(example.event(entry) for entry in cause.evidence if not entry.startswith("https://"))
    assert all(example.cause(cause) for action in example.actions for cause in action.causes)
    assert all(example.event(entry.event) for entry in example.review.capture if entry.event)


def test_its_actions_have_what_they_need_and_end_within_their_windows(example: Postmortem) -> None:
    windows = content.load_policy().priorities
    handles = {person.handle for person in example.participants}
    for action in example.actions:
        assert action.owner in handles
        assert action.type
        assert action.ticket
        assert action.causes
        if action.state == "wont_do":
            assert action.wont_do_reason
        else:
            assert action.done_when
            assert (action.due - example.meta.ended.date()).days <= windows[action.priority]
    assert {"done", "in_progress", "agreed", "proposed", "wont_do"} == {a.state for a in example.actions}


def test_it_finishes_one_question_as_unknown_and_one_as_not_applicable(example: Postmortem) -> None:
    assert sorted(answer.state for answer in example.answers.values()) == ["not_applicable", "unknown"]
    assert set(example.answers) <= set(content.load_questions())


def test_its_prose_names_roles_and_not_people(example: Postmortem) -> None:
    prose = " ".join(filter(None, dict(example.narrative).values()))
    prose += " ".join(part.text for part in (*example.timeline, *example.causes))  # type: ignore[attr-defined]  # what stands there in this test
    for person in example.participants:
        assert not any(name in prose for name in person.name.split())


def test_the_coach_quotes_it(example: Postmortem) -> None:
    sections = content.load_sections()
    for name in ("summary", "background", "trigger"):
        assert getattr(example.narrative, name) == sections[name].example
    for name in ("well", "poorly", "lucky", "lessons"):
        assert sections[name].example in getattr(example.learning, name)
    assert sections["links"].example in [link.label for link in example.links]
    assert f"{example.event('e11').at:%H:%M} {example.event('e11').text}." in sections["timeline"].example
    assert sections["actions"].example.startswith(
        f"{example.action('a2').text}. {example.action('a2').owner}, P0, 21 May"
    )
