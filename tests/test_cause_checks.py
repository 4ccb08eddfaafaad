from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.checks.cause_checks import check_causes
from pmtui.checks.cause_graph import cause_graph
from pmtui.checks.cause_wording import ends_at_person, is_vague, people_of
from pmtui.document.causes import Cause
from pmtui.document.postmortem import Postmortem


def incident(*causes: dict, **tables: object) -> Postmortem:
    return Postmortem.model_validate({"meta": {"id": "x"}, "causes": causes, **tables})


def codes(doc: Postmortem, tree: bool = True) -> list[tuple[str, str]]:
    return [
        (finding.code.removeprefix("causes."), finding.field.removeprefix("causes."))
        for finding in check_causes(doc, tree)
    ]


def cause(text: str, *parents: str, **fields: object) -> dict:
    return {"text": text, "parents": parents, **fields}


TREE = (
    cause("Checkout answered half of all requests with an error"),
    cause("The pool ran out of connections within four minutes", "w1"),
    cause("The import held a connection for each file it read", "w2"),
    cause("The pool's limit had stayed at its default since 2024", "w2"),
)


def test_branching_tree_of_three_levels_raises_nothing():
    assert codes(incident(*TREE)) == []


def test_document_without_causes_raises_nothing():
    assert codes(incident()) == []


def test_leaf_that_is_a_listed_person_is_asked_for_the_condition():
    doc = incident(
        *TREE[:3],
        cause("Marek started the import at noon", "w2"),
        participants=({"name": "Marek Nowak"},),
    )
    assert codes(doc) == [("person", "w4.text")]


def test_person_in_the_middle_of_the_tree_is_left_alone():
    doc = incident(
        TREE[0],
        cause("The operator made a mistake in the file name", "w1"),
        cause("Both files have the same name in the console", "w2"),
        cause("No dry run exists for the import command", "w2"),
    )
    assert codes(doc) == []


def test_two_levels_are_asked_for_a_third_unless_the_end_is_outside():
    flat = (*TREE[:2], cause("Retries of clients doubled the load on it", "w1"))
    assert codes(incident(*flat)) == [("shallow", "w2.text")]
    outside = cause("The provider lost a zone for four minutes", "w1", ours_to_change="outside")
    assert codes(incident(TREE[0], outside, flat[2])) == []


def test_single_chain_is_asked_what_else_had_to_be_true():
    assert codes(incident(*TREE[:3])) == [("single-chain", "causes")]


def test_two_causes_directly_under_the_impact_are_a_branch():
    assert codes(incident(*TREE[:3], cause("The canary had been switched off for the sale"))) == []


def test_one_cause_for_each_side_question_is_no_branch():
    doc = incident(*TREE[:3], cause("The alert watched the average and not the worst", question="not_caught"))
    assert codes(doc) == [("single-chain", "causes")]


def test_a_factor_that_stands_in_its_list_alone_is_no_branch():
    factor = cause("The runbook described the cluster before last", role="contributing")
    assert codes(incident(*TREE[:3], factor)) == [("single-chain", "causes")]
    assert codes(incident(*TREE[:3], {**factor, "question": "happened"}, TREE[0])) == []


def test_step_that_says_the_same_as_one_above_is_named_with_its_number():
    doc = incident(*TREE, cause("Within four minutes the pool ran out of connections!", "w3"))
    (finding,) = check_causes(doc)
    assert (finding.code, finding.field) == ("causes.repeats", "causes.w5.text")
    assert "step 2" in finding.message


def test_and_question_answered_yes_with_one_cause_is_pointed_out():
    alone = {**TREE[1], "more_needed": True}
    assert codes(incident(TREE[0], alone, *TREE[2:])) == [("more-needed", "w2.text")]
    beside = cause("A second deploy removed the spare hosts", "w1")
    assert codes(incident(TREE[0], alone, *TREE[2:], beside)) == []


@pytest.mark.parametrize(
    "text", ["Lack of testing", "Bad config", "There was not enough monitoring", "Poor."]
)
def test_vague_leaf_is_asked_for_the_place(text):
    assert codes(incident(*TREE, cause(text, "w4"))) == [("vague", "w5.text")]


@pytest.mark.parametrize(
    "text", ["Lack of a load test for the import path", "キャッシュの有効期限が切れていた", ""]
)
def test_leaf_that_names_its_place_or_cannot_be_counted_is_not_vague(text):
    assert not is_vague(text)


@pytest.mark.parametrize(
    ("found", "fields"),
    [
        (True, {"confidence": "guess", "evidence": ("e1",)}),
        (True, {"confidence": "known"}),
        (True, {}),
        (False, {"confidence": "likely"}),
        (False, {"confidence": "known", "evidence": ("https://graphs.example/7",)}),
    ],
)
def test_root_rests_on_evidence_or_is_called_likely(found, fields):
    doc = incident(*TREE[:3], {**TREE[3], "role": "root", **fields})
    assert [("no-evidence", "w4.text")] * found == codes(doc)


@pytest.mark.parametrize(
    ("found", "fields", "action"),
    [
        (True, {"ours_to_change": "ours"}, {}),
        (False, {"ours_to_change": "partner"}, {}),
        (False, {"ours_to_change": "ours", "accepted_because": "Retired in May"}, {}),
        (False, {"ours_to_change": "ours", "measure_next": "Wait time per lock"}, {}),
        (False, {"ours_to_change": "ours"}, {"causes": ("w4",)}),
        (True, {"ours_to_change": "ours"}, {"causes": ("w4",), "state": "wont_do"}),
        (False, {"ours_to_change": "ours"}, {"causes": ("w4",), "state": "wont_do", "wont_do_reason": "Too dear"}),
    ],
)  # fmt: skip
def test_contributing_cause_that_is_ours_leads_on_to_something(found, fields, action):
    doc = incident(
        *TREE[:3], {**TREE[3], "role": "contributing", **fields}, actions=({"text": "Set a limit", **action},)
    )
    assert [("no-action", "w4.text")] * found == codes(doc)


def test_eighth_step_of_a_path_is_past_the_evidence_and_the_seventh_is_not():
    places = ["disk", "queue", "worker", "proxy", "client", "gateway", "mirror", "ledger"]
    chain = [
        cause(f"The {place} had gone over its limit", *([f"w{n}"] if n else []))
        for n, place in enumerate(places)
    ]
    spread = cause("A second client was writing at that time", "w1")
    assert codes(incident(*chain[:7], spread)) == []
    assert codes(incident(*chain, spread)) == [("deep", "w8.text")]


def at(minute: int, milestone: str) -> dict:
    return {"at": datetime(2026, 4, 2, 9, minute, tzinfo=UTC), "text": milestone, "milestone": milestone}


def test_slow_detection_and_slow_mitigation_each_ask_for_a_branch():
    slow = (at(0, "impact_start"), at(16, "detected"), at(50, "mitigated"), at(55, "resolved"))
    assert codes(incident(*TREE, timeline=slow)) == [
        ("no-detection-branch", "causes"),
        ("no-duration-branch", "causes"),
    ]
    branches = (
        cause("The alert watched the average of all shops", question="not_caught"),
        cause("Rolling back needed a build of twenty minutes", question="lasted"),
    )
    assert codes(incident(*TREE, *branches, timeline=slow)) == []


def test_quick_detection_and_short_mitigation_ask_for_no_branch():
    quick = (at(0, "impact_start"), at(15, "detected"), at(25, "mitigated"), at(55, "resolved"))
    assert codes(incident(*TREE, timeline=quick)) == []


def test_list_of_factors_is_not_asked_for_depth():
    factor = cause("The runbook described the cluster before last", role="contributing")
    assert codes(incident(factor), tree=False) == []
    assert codes(incident(factor), tree=True) == [("shallow", "w1.text"), ("single-chain", "causes")]


def test_chain_typed_as_one_branch_asks_for_branch_and_action_and_not_about_persons():
    """S-44: five answers in one chain, each ours, none with an action."""
    doc = incident(
        cause("Invoices were sent twice to 3,100 shops", ours_to_change="ours"),
        cause("The nightly job ran on both hosts at once", "w1"),
        cause("The lock had expired before the first run ended", "w2"),
        cause("A run grew from 4 to 22 minutes over a year", "w3"),
        cause("No alert watches how long the job takes", "w4", role="root", confidence="likely", ours_to_change="ours"),
    )  # fmt: skip
    assert codes(doc) == [("no-action", "w5.text"), ("single-chain", "causes")]


def test_circle_is_reported_once_and_cut_above_the_cause_written_first():
    doc = incident(
        cause("Retries filled the queue of the mailer", "w2"),
        cause("The slow queue made every client try again", "w1"),
        cause("No client waits longer after each failure", "w2"),
    )
    found = codes(doc)
    assert ("loop", "w1.text") in found
    assert [name for name, _ in found].count("loop") == 1


def test_cause_that_is_its_own_parent_and_one_with_an_unknown_parent_are_told():
    doc = incident(
        cause("The queue of the mailer was full", "w1"), cause("Retries came without any pause", "w9")
    )
    assert codes(doc)[:2] == [("loop", "w1.text"), ("lost-parent", "w2.text")]


def test_cause_with_two_parents_is_as_deep_as_its_longest_path():
    graph = cause_graph(incident(*TREE, cause("Shared by both", "w1", "w3")).causes)
    assert graph.depth["w5"] == 4
    assert tuple(sorted(graph.ancestors("w5"), reverse=True)) == ("w3", "w2", "w1")


@given(st.lists(st.lists(st.integers(1, 13), max_size=4), max_size=12))
def test_graph_of_any_links_keeps_every_cause_and_no_circle(links):
    causes = [
        Cause(id=f"w{n}", text="x", parents=tuple(f"w{p}" for p in above)) for n, above in enumerate(links, 1)
    ]
    graph = cause_graph(causes)
    assert set(graph.depth) == {cause.id for cause in causes}
    for child, parents in graph.parents.items():
        assert child not in graph.ancestors(child)
        assert all(graph.depth[parent] < graph.depth[child] for parent in parents)
    given_links = {(cause.id, parent) for cause in causes for parent in cause.parents}
    kept = {(child, parent) for child, parents in graph.parents.items() for parent in parents}
    assert given_links == kept | set(graph.loops) | set(graph.lost)


@pytest.mark.parametrize(
    "text",
    [
        "Human error",
        "The operator forgot the second step",
        "Somebody ran it against production",
        "The on-call engineer did not notice the page",
        "The change should have been tested",
        "@marek pushed the wrong branch",
        "Marek Nowak pushed the wrong branch",
    ],
)
def test_sentence_about_a_person_ends_at_a_person(text):
    assert ends_at_person(text, {"marek", "marek nowak"})


@pytest.mark.parametrize(
    "text",
    [
        "Mareks and other hosts share one disk",
        "Marek's laptop holds the only key",
        "The engineer-on-call schedule had a gap",
        "The deploy failed to start on two hosts",
        "The health check did not cover the database",
    ],
)
def test_sentence_about_a_system_does_not_end_at_a_person(text):
    assert not ends_at_person(text, {"marek"})


def test_people_are_known_from_everywhere_in_the_draft_but_not_what_is_listed_as_a_system():
    doc = incident(
        participants=({"name": "Lena Falk", "handle": "@lf-ops"},),
        actions=({"text": "x", "owner": "Toby", "collaborators": ("Ana Cruz",)},),
        hints={"systems": ("Toby",)},
    )
    assert {"lena falk", "lena", "lf-ops", "ana cruz", "ana"} == people_of(doc)
