"""The wording and the tables: complete, in the order of their sources, and true to the model."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import prompts.content as content
from pmtui.document.actions import Action
from pmtui.document.base import kind_of
from pmtui.document.causes import Cause
from pmtui.document.identity import Meta, RepeatOf
from pmtui.document.impact import Detection, Impact
from pmtui.document.postmortem import Answer, Learning, Narrative
from pmtui.document.review import Capture
from pmtui.document.timeline import Event
from prompts.headings import load_headings
from prompts.shapes import ROW_FIELDS, Question

TABLES = {"meta": Meta, "impact": Impact, "detection": Detection, "repeat": RepeatOf}
ROWS = {"timeline": Event, "actions": Action, "causes": Cause}
WHOLE_LISTS = {"timeline", "causes", "factors", "actions", "links", "participants"}
COMPUTED = {"duration", "ttd", "ttr", "date", "error_budget", "user_minutes"}

FACTS = {
    "google_sre": "inline: Date, Severity, Duration / Authors, Status",
    "standard": "lines: Date, Authors, Status, Severity",
    "quick": "inline: Date, Duration, Severity / Authors",
    "brief": "inline: Date, Severity, Authors, Status",
    "complete": "labelled: Date, Severity, Duration, Author, Postmortem date, Status, Participants",
}
HEADINGS = {
    "google_sre": [
        "", "Summary", "Impact", "Timeline", "Root cause", "Five Whys", "Contributing factors", "Trigger", "Detection",
        "Resolution", "Action items", "Lessons learned / What went well", "Lessons learned / What went poorly",
        "Lessons learned / Where we got lucky",
    ],
    "standard": [
        "", "Summary", "Impact", "Timeline", "Root Cause", "Five Whys", "Contributing Factors", "What Went Well",
        "What Went Poorly", "Action Items", "Lessons Learned",
    ],
    "quick": ["", "What happened?", "What broke?", "Action items"],
    "brief": [
        "", "Summary", "Impact", "Timeline", "Root Cause", "Five Whys", "Contributing Factors", "What Went Well",
        "Action Items", "Lessons Learned",
    ],
    "complete": [
        "Metadata", "Executive Summary", "Impact", "Timeline", "Detection", "Root Cause", "Five Whys",
        "Contributing Factors", "What Went Well", "What Went Poorly", "Action Items", "Lessons Learned", "Appendix",
    ],
}  # fmt: skip
FIELDS = {
    ("google_sre", "impact"): ["Duration", "Users affected", "Revenue impact", "SLA impact"],
    ("google_sre", "detection"): ["How detected", "Time to detect", "Gap"],
    ("standard", "impact"): [
        "Duration", "Users affected", "Revenue impact", "Time to detect (TTD)", "Time to resolve (TTR)", "SLA impact",
    ],
    ("quick", "root_cause"): ["Root cause", "Contributing"],
    ("brief", "impact"): ["Duration", "Users affected", "Revenue impact"],
    ("complete", "impact"): [
        "Users affected", "Failed requests / transactions", "Estimated revenue loss", "SLA/SLO breached",
        "Support tickets opened", "Public communication sent",
    ],
    ("complete", "detection"): [
        "How was the incident detected?", "Time to detect (TTD)", "Were existing alerts effective?",
    ],
}  # fmt: skip
COLUMNS = {
    ("google_sre", "timeline"): ["Time", "Event"],
    ("google_sre", "actions"): ["Action", "Type", "Owner", "Bug/Ticket", "Priority"],
    ("standard", "timeline"): ["Time", "Event"],
    ("standard", "actions"): ["Action", "Owner", "Priority", "Deadline", "Ticket"],
    ("brief", "timeline"): ["Time", "Event"],
    ("brief", "actions"): ["Action", "Owner", "Due Date", "Status"],
    ("complete", "timeline"): ["Time", "Event", "Source"],
    ("complete", "actions"): ["ID", "Action", "Owner", "Due Date", "Priority", "Status"],
}
SENTENCES = {"google_sre": (1, 2), "standard": (2, 4), "quick": (3, 5), "brief": (2, 3), "complete": (2, 3)}

SECTIONS = sorted(content.load_sections())
TEMPLATES = sorted(content.load_templates())


def exists(path: str) -> bool:
    first, _, field = path.partition(".")
    if first == "computed":
        return field in COMPUTED
    if field:
        return field in TABLES[first].model_fields  # type: ignore[attr-defined]  # what stands there in this test
    return first in WHOLE_LISTS or first in Narrative.model_fields or first in Learning.model_fields


class TestTemplates:
    @pytest.mark.parametrize("name", TEMPLATES)
    def test_sections_stand_in_the_order_of_the_source(self, name: str) -> None:
        """S-1, S-2, S-50, S-51, S-93, S-94."""
        sections = content.load_templates()[name].sections
        assert HEADINGS[name] == [" / ".join(filter(None, (s.under, s.heading))) or "" for s in sections]

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_the_facts_stand_as_in_the_source(self, name: str) -> None:
        facts = content.load_templates()[name].sections[0]
        labels = "".join((" / " if q.starts_line else ", ") + q.label for q in facts.questions)
        assert FACTS[name] == f"{facts.style}: {labels.removeprefix(', ')}"

    @pytest.mark.parametrize(("name", "section"), FIELDS)
    def test_fields_stand_in_the_order_of_the_source(self, name: str, section: str) -> None:
        found = content.load_templates()[name].section(section)
        assert FIELDS[name, section] == [question.label for question in found.questions]

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_tables_have_the_columns_of_the_source(self, name: str) -> None:
        for section in content.load_templates()[name].sections:
            if section.style == "table":
                assert COLUMNS[name, section.id] == [column.heading for column in section.columns]

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_the_summary_has_the_length_of_the_source(self, name: str) -> None:
        """S-1, S-37, S-51, S-93, S-94."""
        assert SENTENCES[name] == content.load_templates()[name].sentences

    def test_quick_takes_a_quarter_of_an_hour_and_the_full_ones_two_to_four_hours(self) -> None:
        """S-52, S-53."""
        budgets = {name: template.minutes for name, template in content.load_templates().items()}
        assert budgets["quick"] == (15, 20)
        assert {budgets[name] for name in ("google_sre", "standard", "complete")} == {(120, 240)}

    def test_quick_needs_an_action_and_has_no_five_whys(self) -> None:
        """S-52."""
        quick = content.load_templates()["quick"]
        assert quick.section("actions").questions[0].required
        assert quick.section("actions").style == "tasks"
        assert quick.section("causes") is None

    @pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "quick"])
    def test_five_whys_follow_the_root_cause_and_are_asked_of_nobody(self, name: str) -> None:
        template = content.load_templates()[name]
        order = [section.id for section in template.sections]
        assert order[order.index("root_cause") + 1] == "causes"
        assert not any(question.required for question in template.section("causes").questions)

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_every_heading_is_recognised_when_it_comes_back(self, name: str) -> None:
        for section in content.load_templates()[name].sections:
            if section.heading:
                assert section.id == load_headings()[section.heading.lower()]

    @pytest.mark.parametrize("name", TEMPLATES)
    def test_a_templates_own_words_are_for_values_that_exist(self, name: str) -> None:
        template = content.load_templates()[name]
        words = content.load_words()
        assert template.statuses.keys() <= words["status"].keys()
        assert template.action_states.keys() <= words["action_state"].keys()
        assert template.action_types.keys() <= words["action_type"].keys()
        assert template.detections.keys() <= words["detection_how"].keys()

    def test_what_a_table_can_show_are_fields_of_its_rows(self) -> None:
        for section, fields in ROW_FIELDS.items():
            assert set(fields) <= set(ROWS[section].model_fields)  # type: ignore[attr-defined]  # what stands there in this test


class TestQuestions:
    @pytest.mark.parametrize("question", content.load_questions().values(), ids=lambda question: question.id)
    def test_every_question_and_input_is_a_field_of_the_document(self, question: Question) -> None:
        assert exists(question.id)
        assert all(exists(entry.field) for entry in question.inputs)

    @pytest.mark.parametrize("question", content.load_questions().values(), ids=lambda question: question.id)
    def test_several_inputs_are_told_apart_by_their_labels(self, question: Question) -> None:
        labels = [entry.label for entry in question.inputs]
        assert len(labels) < 2 or (all(labels) and len(set(labels)) == len(labels))

    @pytest.mark.parametrize(
        ("model", "table"),
        [(Impact, "impact"), (Detection, "detection"), (RepeatOf, "repeat"), (Meta, "meta")],
    )
    def test_every_field_can_be_reached_by_a_question(self, model: type, table: str) -> None:
        reachable = {q.id for q in content.load_questions().values()}
        reachable |= {entry.field for q in content.load_questions().values() for entry in q.inputs}
        by_itself = {"meta.schema_version", "meta.id", "meta.template", "meta.created"}
        assert {f"{table}.{name}" for name in model.model_fields} <= reachable | by_itself  # type: ignore[attr-defined]  # what stands there in this test

    def test_every_question_is_asked_in_some_section(self) -> None:
        offered = {
            q for section in content.load_sections().values() for q in (*section.more, *section.unprinted)
        }
        offered |= {q.id for t in content.load_templates().values() for s in t.sections for q in s.questions}
        assert set(content.load_questions()) <= offered | set(SECTIONS)


class TestSections:
    @pytest.mark.parametrize("name", SECTIONS)
    def test_the_coach_has_every_part(self, name: str) -> None:
        section = content.load_sections()[name]
        assert 3 <= len(section.questions) <= 6
        assert 2 <= len(section.avoid) <= 4
        assert section.ask.endswith("?")
        assert all(question.endswith((".", "?")) for question in section.questions)
        assert section.good
        assert section.example

    @pytest.mark.parametrize("name", ["trigger", "detection", "root_cause", "causes", "factors", "repeat"])
    def test_causal_sections_are_asked_both_ways(self, name: str) -> None:
        section = content.load_sections()[name]
        assert section.ask_why.startswith("Why")
        assert not section.ask.startswith("Why")

    def test_nothing_asks_a_person_to_justify_themselves(self) -> None:
        texts = [text for s in content.load_sections().values() for text in (s.ask, s.ask_why, *s.questions)]
        texts += [q.ask for q in content.load_questions().values()]
        texts += [text for step in content.load_five_whys().steps for text in (step.ask, step.ask_why)]
        accusing = re.compile(
            r"\bwhy (did|didn't|do|don't|were|was) (you|they|he|she)\b|\bwho\b.*\bfault\b", re.IGNORECASE
        )
        assert not [text for text in texts if accusing.search(text)]


class TestWords:
    @pytest.mark.parametrize(
        ("model", "prefix"),
        [
            (Meta, "meta"),
            (Impact, "impact"),
            (Detection, "detection"),
            (RepeatOf, "repeat"),
            (Event, "timeline.e1"),
            (Action, "actions.a1"),
            (Cause, "causes.w1"),
        ],
    )
    def test_every_choice_has_words(self, model: type, prefix: str) -> None:
        for field in model.model_fields:  # type: ignore[attr-defined]  # what stands there in this test
            kind, choices = kind_of(model, field)
            if kind == "choice":
                group = content.word_group(f"{prefix}.{field}")
                assert set(choices) == set(content.load_words()[group]), field  # type: ignore[index]  # a case of a table

    def test_the_other_ways_to_finish_a_question_and_the_kinds_of_a_capture_have_words(self) -> None:
        assert set(kind_of(Answer, "state")[1]) == set(content.load_words()["answer"])
        assert set(kind_of(Capture, "kind")[1]) == set(content.load_words()["capture_kind"])

    def test_a_field_without_choices_has_no_group(self) -> None:
        assert content.word_group("actions.a1.text") is None


class TestPolicy:
    @pytest.mark.parametrize(
        ("severity", "rank"), [("SEV-1", 1), ("sev2", 2), ("P1", 1), ("p3", 4), ("Moderate", 3), ("minor", 4)]
    )
    def test_scales_map_onto_each_other(self, severity: str, rank: int) -> None:
        assert rank == content.load_policy().rank(severity)

    @pytest.mark.parametrize("severity", [None, "", "purple"])
    def test_an_unknown_severity_has_no_rank(self, severity: str | None) -> None:
        assert content.load_policy().rank(severity) is None

    def test_every_rank_has_deadlines_and_a_template(self) -> None:
        policy = content.load_policy()
        assert [1, 2, 3, 4] == sorted(policy.deadlines) == sorted(policy.templates)
        assert set(policy.templates.values()) <= set(TEMPLATES)
        assert all(d.draft <= d.review <= d.final for d in policy.deadlines.values())

    def test_a_proposed_template_suits_the_rank(self) -> None:
        for rank, name in content.load_policy().templates.items():
            assert rank in content.load_templates()[name].suits

    def test_the_six_reasons_to_write_are_there(self) -> None:
        """S-28."""
        assert len(content.load_policy().triggers) == 6

    def test_more_urgent_priorities_have_shorter_windows(self) -> None:
        assert content.load_policy().priorities == {"P0": 7, "P1": 14, "P2": 90, "P3": 180}

    def test_only_its_own_file_is_read(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        read: list[str] = []
        real = content.read_table  # type: ignore[attr-defined]  # what stands there in this test
        monkeypatch.setattr(
            content, "read_table", lambda file, over=None: read.append(file.name) or real(file, over)
        )
        content.load_policy(tmp_path)
        assert read == ["policy.toml"]

    def test_nothing_heavy_is_loaded_for_it(self) -> None:
        code = "import sys; from prompts.content import load_policy; load_policy(); print(*sys.modules)"
        loaded = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
        assert "prompts.content" in loaded
        assert not {"pydantic", "textual", "rich", "jinja2", "markdown_it"} & set(loaded)


class TestFiveWhys:
    def test_it_asks_six_things_at_every_node_beginning_with_how(self) -> None:
        steps = content.load_five_whys().steps
        assert [step.id for step in steps] == ["how", "and", "control", "evidence", "ours", "next"]
        assert steps[0].ask.startswith("How")
        assert steps[0].ask_why.startswith("Why")

    def test_the_side_questions_have_both_wordings(self) -> None:
        five_whys = content.load_five_whys()
        assert (
            set(kind_of(Cause, "question")[1])
            == set(five_whys.side_questions)
            == set(five_whys.side_questions_why)
        )
