"""People shown by their roles (S-24): who is known, what is a name, and what is left alone."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.postmortem import Postmortem
from pmtui.document.role_names import in_roles

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DANA = {"name": "Dana Whitfield", "role": "Incident commander", "handle": "@dwhit"}
SAM = {"name": "Sam Lee"}
WILL = {"name": "Will Page", "role": "SRE on-call"}


def document(*participants: dict[str, str], **tables: Any) -> Postmortem:
    return Postmortem.model_validate(
        {"meta": {"id": "x", **tables.pop("meta", {})}, "participants": participants, **tables}
    )


def told(text: str, *participants: dict[str, str], **tables: Any) -> str:
    """Return the text as it reads by roles; without participants, Dana, Sam and Will take part."""
    people = participants or (DANA, SAM, WILL)
    return in_roles(document(*people, narrative={"summary": text}, **tables)).narrative.summary or ""


@pytest.mark.parametrize(
    ("by_role", "text"),
    [
        ("The incident commander restarted it.", "Dana Whitfield restarted it."),
        ("Then the incident commander restarted it.", "Then Dana restarted it."),
        ("on the incident commander's desk", "on Dana's desk"),
        ("paged the incident commander, who came", "paged @dwhit, who came"),
        ("ask the incident commander or a responder", "ask Whitfield or Sam"),
        ("by the incident commander", "by Dana\n  Whitfield"),
        ("by _the incident commander_ and **a responder**", "by _Dana_ and **Sam Lee**"),
        ("- The incident commander came\n- A responder left.", "- Dana came\n- Sam left."),
        ("`the incident commander: rolling back`", "`dwhit: rolling back`"),
        ("The incident commander came", "Incident commander Dana Whitfield came"),
        ("by the incident commander", "by Dana Whitfield (incident commander)"),
        ("by the SRE on-call", "by Will"),
    ],
)
def test_a_name_gives_way_to_the_role(by_role: str, text: str) -> None:
    assert by_role == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://chat.example/Dana/Whitfield?u=dwhit",
        "see [the log](/logs/Dana)",
        "mail dana@example.org",
        "/home/dwhit/run.sh and dwhit_tmp and dwhit.example.org",
        "Will it work? Page rotation. The Page was sent. It will.",
        "Danar, Samuel and Leeds",
        "by Sam-Erik",
    ],
)
def test_addresses_paths_and_ordinary_words_are_left_alone(text: str) -> None:
    assert text == told(text)


def test_an_everyday_word_is_a_name_where_it_acted() -> None:
    assert "The SRE on-call restarted it. We saw the SRE on-call." == told("Will restarted it. We saw Will.")


def test_a_month_is_a_name_only_where_it_acted() -> None:
    may = {"name": "May Ito", "role": "Scribe"}
    assert "In May it grew; then the scribe noticed." == told("In May it grew; then May noticed.", may)


def test_a_system_of_the_draft_is_never_a_person() -> None:
    meta = {"services": ["Sam"]}
    assert "Sam restarted; a responder saw it." == told("Sam restarted; Sam Lee saw it.", meta=meta)


def test_those_without_a_role_and_those_who_share_one_are_told_apart_by_letters() -> None:
    on_call = {"role": "SRE"}
    people = ({"name": "Ada Byron", **on_call}, {"name": "Bo Ek", **on_call}, SAM, {"name": "Zed Kay"})
    assert "by SRE A, SRE B, responder A, responder B" == told("by Ada, Bo, Sam, Zed", *people)


def test_a_first_name_that_two_people_share_becomes_a_responder() -> None:
    other = {"name": "Dana Cole", "role": "Scribe"}
    assert "we asked a responder" == told("we asked Dana", DANA, other)


def test_a_role_that_says_a_name_is_not_said() -> None:
    assert "ask a responder" == told("ask Sam", {"name": "Sam Lee", "role": "Sam's own role"})


def test_everyone_known_goes_from_every_place() -> None:
    shown = in_roles(
        document(
            DANA,
            meta={"title": "Dana's day", "authors": ["Ola Nord"], "facilitator": "Pia Holm"},
            review={"scribe": "Quinn Roe", "capture": [{"kind": "note", "text": "Quinn will check"}]},
            timeline=[{"at": NOON, "text": "Ola paged", "source": "Pia", "note": "Dana"}],
            causes=[{"text": "Ola had no access", "evidence": ["Pia saw it", "https://x.example/Pia"]}],
            actions=[{"text": "Ask Rae", "owner": "@rae", "collaborators": ["Pia & Dana", "payments team"]}],
            learning={"well": ["Quinn wrote it down"]},
            free=[{"id": "f", "text": "Rae"}],
            answers={"impact.users": {"state": "unknown", "reason": "Ola asks"}},
            unread={"impact.users": "ask Ola"},
        )
    )
    everything = " ".join(texts(shown)).replace("https://x.example/Pia", "")
    assert not re.search("dana|ola|pia|quinn|rae", everything, re.IGNORECASE)
    assert "responder B" == shown.actions[0].owner
    assert ("the facilitator & the incident commander", "payments team") == shown.actions[0].collaborators
    assert "Incident commander" == shown.participants[0].name
    assert shown.participants[0].role is None
    assert shown.participants[0].handle is None


def test_owners_of_actions_keep_their_names_when_that_is_asked_for() -> None:
    draft = document(DANA, actions=[{"text": "Dana asks", "owner": "Dana Whitfield"}])
    assert "Dana Whitfield" == in_roles(draft, owners=False).actions[0].owner
    assert "The incident commander asks" == in_roles(draft, owners=False).actions[0].text


def test_teams_keep_their_names() -> None:
    draft = document(actions=[{"text": "x", "owner": "Platform"}, {"text": "y", "owner": "payments squad"}])
    assert draft == in_roles(draft)


def test_a_call_to_many_is_no_person() -> None:
    draft = document(
        actions=[{"text": "Tell here and channel", "owner": "@here", "collaborators": ("channel",)}]
    )
    assert draft == in_roles(draft)


def test_a_document_without_people_is_given_back_as_it_is() -> None:
    draft = document(narrative={"summary": "Nobody is named."})
    assert in_roles(draft) is draft


NAMES = st.sampled_from([
    "Dana Whitfield", "Dana Cole", "Zoë Müller-Østby", "Anne-Marie D'Arcy", "李小龍", "田中", "Łukasz", "Jean Luc van Dam",
    "Иван Петров", "Bo Ek", "İpek Şahin", "अनिता राव", "José", "O'Neil", "X Æ", "Dr. Ada K.",
])  # fmt: skip
FILLERS = st.sampled_from([
    " ", "\n", ", ", "'s ", "**", "_", "(", ")", "- ", ". ", "@", "`", "incident commander ", "restarted ", "\u202e", "<b>",
    "|", "…", "–", "]", "](", " and ", "\u0301 ",
])  # fmt: skip


@given(
    st.lists(NAMES, min_size=1, max_size=6, unique=True),
    st.lists(NAMES | FILLERS, max_size=30),
    st.sampled_from(["", "SRE", "Incident commander", "Dana's deputy", "\x00"]),
)
def test_no_whole_name_of_anyone_known_is_left(people: list[str], pieces: list[str], role: str) -> None:
    text = "".join(pieces).replace("](", "] (").replace("@", " @")
    draft = document(
        *({"name": name, "role": role} for name in people[:3]),
        meta={"authors": people[3:]},
        narrative={"summary": text},
        timeline=[{"at": NOON, "text": text}],
    )
    for left in texts(in_roles(draft)):
        for name in people:
            core = name.rstrip(".")
            assert not re.search(
                rf"(?<![^\W_]){re.escape(core)}(?![^\W_]|[\u0300-\u036f\u0900-\u0963])", left
            )


@pytest.mark.parametrize(
    "unit",
    ["Dana ", "Dana Whitfield (", "dwhit.", "@", "http://", "](", "a.", "Dana\u0301", "Will ", " ", "Dana@"],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    def seconds(length: int, times: int) -> float:
        draft = document(DANA, WILL, narrative={"summary": (unit * length)[:length] + "x"})
        taken = []
        for _ in range(times):
            began = time.process_time()
            in_roles(draft)
            taken.append(time.process_time() - began)
        return min(taken)

    # Eight times as much takes 8 times as long, or 64 times where a step is quadratic.
    assert 24 > seconds(80_000, 2) / max(seconds(10_000, 5), 0.003)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from texts(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from texts(entry)
    elif hasattr(value, "model_dump"):
        yield from texts(value.model_dump())
