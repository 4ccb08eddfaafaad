from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.fields import (
    FieldProblem,
    all_paths,
    canonical,
    field_kind,
    get_value,
    is_set,
    parse_value,
    reading_note,
    set_text,
    set_value,
    show_value,
    split_money,
)
from pmtui.document.identity import Meta
from pmtui.document.impact import Impact
from pmtui.document.own_words import in_own_words
from pmtui.document.postmortem import Answer, Postmortem
from pmtui.document.timeline import Event
from prompts.content import load_policy, load_templates

BEGAN = datetime(2026, 3, 15, 14, 32, tzinfo=UTC)
TODAY = date(2026, 3, 16)
DOC = Postmortem(
    meta=Meta(id="pm1", began=BEGAN),
    timeline=(Event(id="e1", at=BEGAN, text="deploy"), Event(id="e2", at=BEGAN, text="alert")),
    actions=(Action(id="a1", text="Add alert"),),
    causes=(Cause(id="w1", text="No limit"), Cause(id="w2", text="No test", role="contributing")),
)
plain = st.text(st.characters(exclude_categories=["Cs"]))


def typed(path: str, text: str) -> object:
    return parse_value(DOC, path, text, TODAY)


def test_every_path_leads_to_a_field_that_can_be_read_and_has_a_kind() -> None:
    assert {"summary", "well", "meta.title", "impact.users", "detection.how", "review.notes"} <= set(
        all_paths()
    )
    for path in all_paths():
        assert path == canonical(path)
        assert field_kind(path).name != "table"
        get_value(DOC, path)


@pytest.mark.parametrize("path", all_paths())
def test_clearing_any_field_gives_what_a_new_document_holds(path: str) -> None:
    fresh = Postmortem(meta=Meta(id="pm1"))
    assert get_value(fresh, path) == get_value(set_value(DOC, path, None), path)


@pytest.mark.parametrize(
    ("path", "alias"),
    [
        ("meta.severity", "severity"),
        ("meta.zone", "zone"),
        ("meta.title", " Title "),
        ("summary", "narrative.summary"),
        ("lessons", "learning.lessons"),
        ("root_cause", "root-cause"),
        ("timeline.e2.text", "events.e2.text"),
        ("actions.a1.done_when", "action.a1.done-when"),
        ("free.extra", "free.extra.text"),
    ],
)
def test_other_names_of_a_field_are_understood(path: str, alias: str) -> None:
    assert path == canonical(alias)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("summary", "Text\nmore"),
        ("well", ("a", "b")),
        ("severity", "SEV1"),
        ("impact.users", 12_400),
        ("impact.slo_breached", False),
        ("timeline.e2.text", "page"),
        ("timeline.e2.milestone", "detected"),
        ("actions.a1.owner", "sarah"),
        ("actions.a1.due", date(2026, 3, 22)),
        ("causes.w1.role", "root"),
        ("causes.w1.parents", ("w2",)),
        ("free.extra", "new"),
        ("free.extra.heading", "Extra"),
    ],
)
def test_a_value_that_was_set_is_there_and_nothing_else_changed(path: str, value: object) -> None:
    changed = set_value(DOC, path, value)
    assert value == get_value(changed, path)
    assert is_set(changed, path)
    if not path.startswith("free."):
        assert set_value(changed, path, get_value(DOC, path)) == DOC


def test_tables_can_be_read_as_a_whole() -> None:
    assert DOC.actions == get_value(DOC, "actions")
    assert (DOC.causes[1],) == get_value(DOC, "factors")
    assert is_set(DOC, "timeline")
    assert not is_set(DOC, "links")


def test_no_and_zero_are_values_and_blanks_are_none() -> None:
    assert is_set(set_value(DOC, "impact.users", 0), "impact.users")
    assert is_set(set_value(DOC, "impact.slo_breached", False), "impact.slo_breached")
    assert not is_set(set_value(DOC, "summary", "  \n"), "summary")


def test_a_value_takes_the_place_of_not_applicable() -> None:
    doc = DOC.model_copy(update={"answers": {"impact.users": Answer(state="unknown")}})
    assert set_value(doc, "impact.users", 5).answers == {}
    assert doc.answers == set_value(doc, "impact.users", None).answers


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("sumary", "Did you mean summary?"),
        ("impact.user", "Did you mean impact.users?"),
        ("users", "Did you mean impact.users?"),
        ("severty", "Did you mean severity?"),
        ("actions.a1.ownr", "Did you mean actions.a1.owner?"),
        ("actions.a1.xyz", "The fields of each action are text, done_when"),
        ("actions.a1", "actions.a1.text"),
        ("actions.a9.owner", "This draft has a1."),
        ("causes.q.text", "This draft has w1 and w2."),
        ("computed.ttd", "worked out"),
        ("factors", "causes.w1.role"),
        ("zzzzzzz", "such as summary"),
        ("", "such as summary"),
    ],
)
def test_an_unknown_path_is_told_the_nearest_one(path: str, words: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        set_value(DOC, path, "x")
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("path", "value", "title"),
    [
        ("impact.users", "many", "“many” does not fit"),
        ("impact.users", -1, "below zero"),
        ("impact.users", 2.5, "does not fit"),
        ("impact.users_percent", 120, "too large"),
        ("impact.slo_breached", "yes", "does not fit"),
        ("detection.how", "luck", "does not fit"),
        ("meta.began", datetime(2026, 3, 15), "no time zone"),
        ("timeline.e1.at", None, "needs its time"),
        ("timeline.e1.text", " ", "needs its text"),
        ("timeline.e1.id", "e9", "is fixed"),
        ("meta.id", "x", "is fixed"),
        ("zone", "PST", "not one zone"),
        ("actions", "x", "does not fit"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(path: str, value: object, title: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        set_value(DOC, path, value)
    assert title in caught.value.title
    assert caught.value.message


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (12_400, "12,400"),
        (12_400, "12 400"),
        (12_400, "12\u202f400"),
        (12_400, "12'400"),
        (12_400, "12400"),
        (12_400, "12.4k"),
        (12_400, "12.4 K users"),
        (1_200_000, "1.2 million"),
        (1_200_000, "1,2 million"),
        (4_000_000, "4M"),
        (1_234_567, "1,234,567"),
        (1_234_567, "1.234.567"),
        (0, "0"),
    ],
)
def test_counts_are_read_as_people_write_them(count: int, text: str) -> None:
    assert count == typed("impact.users", text)


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("impact.users", "12.400", "two ways"),
        ("impact.users", "1,234k", "two ways"),
        ("impact.users", "12,40,0", "not a number"),
        ("impact.users", "12 40", "not a number"),
        ("impact.users", "2.5", "not a whole number"),
        ("impact.users", "-5", "below zero"),
        ("impact.users", "9" * 30, "too large"),
        ("impact.users", "9" * 5000, "not a number"),
        ("impact.users", "n/a", "not a number"),
        ("impact.users", "lots", "not a number"),
        ("impact.users_percent", "120 %", "more than everything"),
        ("impact.users_percent", "-1%", "below zero"),
        ("impact.slo_window_days", "1m", "not a number"),
        ("impact.engineer_hours", "30m", "not a number"),
        ("impact.revenue", "$12.345", "two ways"),
        ("impact.revenue", "$", "not a number"),
        ("impact.slo_breached", "maybe", "neither yes nor no"),
        ("meta.status", "final", "not one of the choices"),
        ("meta.kind", "d", "more than one thing"),
        ("meta.zone", "CST", "not one zone"),
        ("actions.a1.due", "03/04/2026", "two ways"),
        ("meta.began", "25:61", "no time"),
        ("meta.began", "~14:30", "approximate"),
        ("actions", "x", "rows of its own"),
    ],
)
def test_text_that_does_not_fit_is_explained(path: str, text: str, words: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        typed(path, text)
    assert words in caught.value.title
    assert caught.value.message


@pytest.mark.parametrize(
    ("percent", "text"),
    [
        (25, "25%"),
        (25, "25 percent"),
        (0.3, "0.3"),
        (0.3, "0,3 %"),
        (99.995, "99.995"),
        (99.9, "99.9 %"),
        (100, "100"),
    ],
)
def test_percents_are_read_with_or_without_the_sign(percent: float, text: str) -> None:
    assert percent == typed("impact.users_percent", text)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (38_000, "$", "$38,000"),
        (38_000, "USD", "38,000 usd"),
        (38_000, "USD", "USD 38 000"),
        (2_300_000, None, "2.3M"),
        (1_200, "€", "€1.2k"),
        (1_200, "€", "1.2k €"),
        (1_234.56, "€", "1.234,56 €"),
        (500, "US$", "US$500"),
        (2_000_000, "EUR", "2 million euros"),
        (12.5, None, "12.50"),
    ],
)
def test_an_amount_is_split_from_its_currency(amount: float, currency: str | None, text: str) -> None:
    assert (amount, currency) == split_money(text)
    assert amount == typed("impact.revenue", text)


def test_entries_in_lines_lose_the_marks_of_a_list_and_only_these() -> None:
    assert ("gateway", "booking app", "desks") == typed(
        "meta.services", "- [x] gateway\n* booking app\n3. desks"
    )
    odd = ("- [x] a, b; c", "1. d")
    assert odd == typed("meta.services", show_value(odd, "lines"))


@pytest.mark.parametrize(
    ("currency", "typed"), [("EUR", "eur"), ("€", "€"), ("US$", "us$"), ("EUR", "euros"), ("XOF", "xof")]
)
def test_a_currency_is_a_code_or_a_symbol(currency: str, typed: str) -> None:
    assert currency == set_text(DOC, "impact.currency", typed).impact.currency


@pytest.mark.parametrize("typed", ["38,000", "€ 38", "nobody knows", "abc"])
def test_what_is_no_currency_is_answered_with_what_would_fit(typed: str) -> None:
    with pytest.raises(FieldProblem, match="such as EUR"):
        set_text(DOC, "impact.currency", typed)


def test_setting_an_amount_in_words_sets_its_currency() -> None:
    doc = set_text(DOC, "impact.revenue", "€1.2k")
    assert (doc.impact.revenue, doc.impact.currency) == (1200, "€")
    assert set_text(doc, "impact.credits", "EUR 50").impact.currency == "€"


def test_two_amounts_in_two_currencies_are_asked_about() -> None:
    doc = set_text(DOC, "impact.revenue", "€1.2k")
    with pytest.raises(FieldProblem, match="does not match the currency"):
        set_text(doc, "impact.credits", "$50")


@pytest.mark.parametrize(
    ("value", "path", "text"),
    [
        (True, "impact.slo_breached", "Yes"),
        (False, "impact.slo_breached", "n"),
        ("in_review", "status", "In review"),
        ("in_review", "status", "in-r"),
        ("reviewed", "status", "r"),
        ("near_miss", "meta.kind", "near miss"),
        ("wont_do", "actions.a1.state", "Won't do"),
        ("alert", "detection.how", "An alert"),
        ("P1", "actions.a1.priority", "p1"),
        ("risk-decision", "causes.w1.category", "risk decision"),
        ("impact_start", "timeline.e1.milestone", "impact"),
        ("Europe/Berlin", "zone", "europe/berlin"),
        (date(2026, 3, 22), "actions.a1.due", "22 Mar"),
        (date(2026, 3, 23), "actions.a1.due", "+7d"),
        (date(2026, 3, 17), "actions.a1.due", "tomorrow"),
        ("One line", "title", " One\nline "),
        ("Two\nlines ", "summary", "Two\r\nlines "),
        (30, "impact.slo_window_days", "30 days"),
        (7.5, "impact.engineer_hours", "7.5 h"),
    ],
)
def test_text_is_read_by_the_kind_of_its_field(value: object, path: str, text: str) -> None:
    assert value == typed(path, text)


@pytest.mark.parametrize(
    "path", ["summary", "title", "impact.users", "status", "actions.a1.due", "meta.ended", "zone"]
)
def test_an_empty_text_clears(path: str) -> None:
    assert typed(path, " ") is None


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        (("api", "web"), "api, web"),
        (("api", "web"), "api,web,"),
        (("api, v2", "web"), "api, v2\nweb\n"),
        (("Smith, J", "Doe"), "Smith, J; Doe"),
        (("https://x.example/?a=1,2", "e1"), "https://x.example/?a=1,2, e1"),
        ((), " "),
    ],
)
def test_short_entries_are_separated_by_lines_semicolons_or_commas(
    entries: tuple[str, ...], text: str
) -> None:
    assert entries == typed("meta.services", text)


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        (("one, still one", "two"), "one, still one\n\ntwo\n"),
        (("one", "two"), "- one\n* two"),
        (("one", "two"), "  1. one\n  2) two"),
        (("one\nmore", "two"), "- one\n  more\n- two"),
        (("-1 is not a bullet",), "-1 is not a bullet"),
        ((), "\n"),
    ],
)
def test_longer_entries_stand_one_per_line_without_bullets(entries: tuple[str, ...], text: str) -> None:
    assert entries == typed("well", text)


def test_a_clock_time_is_of_the_day_the_draft_knows() -> None:
    assert datetime(2026, 3, 15, 14, 30, tzinfo=UTC) == typed("meta.began", "14:30")
    assert datetime(2026, 3, 16, 0, 40, tzinfo=UTC) == typed("meta.ended", "00:40")
    assert datetime(2026, 3, 15, 9, 0, tzinfo=UTC) == typed("timeline.e1.at", "09:00")
    assert datetime(2026, 3, 15, 16, 2, tzinfo=UTC) == typed("meta.ended", "+90m")
    with pytest.raises(FieldProblem, match="Which day"):
        parse_value(Postmortem(meta=Meta(id="x")), "meta.began", "14:30")


def test_a_tilde_before_an_events_time_marks_it_as_approximate() -> None:
    doc = set_text(DOC, "timeline.e1.at", "~14:30")
    assert (doc.timeline[0].approximate, doc.timeline[0].at.minute) == (True, 30)
    assert not set_text(doc, "timeline.e1.at", "14:30").timeline[0].approximate


def test_a_missing_value_is_shown_as_nothing() -> None:
    assert "" == show_value(None, "count") == show_value((), "lines") == show_value((), "items")


@given(st.integers(0, 10**15))
def test_a_count_that_is_shown_reads_back(value: int) -> None:
    assert value == typed("impact.users", show_value(value, "count"))


@given(st.floats(0, 100) | st.integers(0, 100))
def test_a_percent_that_is_shown_reads_back(value: float) -> None:
    assert value == typed("impact.users_percent", show_value(value, "percent"))


@given(
    st.floats(0, 10**15) | st.integers(0, 10**15) | st.integers(0, 10**6).map(lambda number: number / 1000)
)
def test_an_amount_that_is_shown_reads_back(value: float) -> None:
    assert value == typed("impact.revenue", show_value(value, "amount"))


@given(st.booleans())
def test_yes_and_no_that_are_shown_read_back(value: bool) -> None:
    assert value is typed("impact.slo_breached", show_value(value, "yesno"))


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_a_day_that_is_shown_reads_back(value: date) -> None:
    assert value == typed("actions.a1.due", show_value(value, "day"))


@given(st.integers(0, 3 * 10**9), st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns"]))
def test_a_moment_that_is_shown_reads_back(seconds: int, zone: str) -> None:
    doc = set_value(DOC, "zone", zone)
    value = datetime(1970, 1, 2, tzinfo=UTC) + timedelta(seconds=seconds)
    assert value == parse_value(doc, "meta.began", show_value(value, "moment", zone))


@pytest.mark.parametrize(
    "path", [*all_paths(), "timeline.e1.kind", "actions.a1.state", "causes.w1.category", "causes.w1.level"]
)
def test_every_choice_that_is_shown_reads_back(path: str) -> None:
    kind, choices = field_kind(path)
    for choice in choices:
        assert choice == typed(path, show_value(choice, kind))


@given(st.lists(plain))
def test_lists_of_short_entries_that_are_shown_read_back(entries: list[str]) -> None:
    stored = get_value(set_value(DOC, "meta.tags", tuple(entries)), "meta.tags")
    assert isinstance(stored, tuple)
    kept = tuple(entry for entry in stored if entry)
    assert kept == typed("meta.tags", show_value(kept, "lines"))


@given(st.lists(st.lists(st.text("ab -*1.;,", min_size=1), min_size=1, max_size=3).map("\n".join)))
def test_lists_of_longer_entries_that_are_shown_read_back(entries: list[str]) -> None:
    stored = tuple(stripped for entry in entries if (stripped := entry.strip()))
    shown = show_value(stored, "items")
    assert stored == typed("well", shown)


@given(plain, st.sampled_from([*all_paths(), "timeline.e1.at", "actions.a1.due", "causes.w1.parents"]))
def test_any_text_in_any_field_is_taken_or_explained(text: str, path: str) -> None:
    try:
        set_text(DOC, path, text, TODAY)
    except FieldProblem:
        return


@given(
    st.text("0123456789.,' -+%$€kM~:/", max_size=14),
    st.sampled_from(["impact.users", "impact.users_percent", "impact.revenue"]),
)
def test_text_that_is_nearly_a_number_is_a_fitting_number_or_explained(text: str, path: str) -> None:
    try:
        value = typed(path, text)
    except FieldProblem:
        return
    assert isinstance(Impact(**{path.removeprefix("impact."): value}), Impact)  # type: ignore[arg-type]  # a case of a table


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Read as 2026-03-15 14:32 UTC.", "14:32"),
        ("", "2026-03-15 14:32"),
        ("did not exist", "2026-03-29 02:30 Europe/Berlin"),
        ("America/New_York", "9:32 ET"),
    ],
)
def test_how_a_time_was_read_is_told(said: str, text: str) -> None:
    doc = set_text(Postmortem(meta=Meta(id="x")), "meta.began", "2026-03-15 10:00")
    note = reading_note(doc, "meta.began", text)
    assert said in note
    assert bool(said) == bool(note)
    assert "" == reading_note(doc, "summary", text)


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("meta.status", "reviewed", "final"),
        ("meta.status", "in_review", "In-Review"),
        ("meta.status", "whatever", "whatever"),
        ("meta.severity", "SEV-2", "sev 2"),
        ("meta.severity", "SEV1", "sev1"),
        ("meta.severity", "P1", "p1"),
        ("meta.severity", "Minor", "minor"),
    ],
)
def test_a_field_takes_the_words_of_its_template_and_of_the_scales(path: str, value: str, text: str) -> None:
    template = load_templates()["google_sre" if value == "SEV-2" else "complete"]
    assert value == in_own_words(path, text, template, load_policy())


@pytest.mark.parametrize(
    ("offered", "text"),
    [
        ("Did you mean SEV-2?", "sev2yesterday 23:50Nora"),
        ("Write SEV-1, SEV-2", "Sev 9"),
        ("P1 to P3", "[/] purple"),
    ],
)
def test_a_severity_of_no_scale_is_answered_with_what_would_fit(offered: str, text: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        in_own_words("meta.severity", text, load_templates()["google_sre"], load_policy())
    assert offered in caught.value.message
