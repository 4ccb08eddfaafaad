"""The folder of drafts: heads, names, finding, copying, trash."""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pmtui.document.identity import SCHEMA_VERSION, Meta
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.file_head import HEAD_SIZE, read_head
from pmtui.drafts.file.format import dump, load
from pmtui.drafts.folder.library import TRASH, Library, read_document
from pmtui.drafts.folder.new import ID_LENGTH, ID_LETTERS, file_name, new_document, new_id
from pmtui.errors import DraftError

HOSTILE_TITLES = [
    "../../etc/passwd",
    "/absolute",
    "..",
    ".hidden",
    "CON",
    "nul.txt",
    "a\x00b",
    "C:\\Windows\\system32",
    "x" * 10_000,
    "日本語の障害",
    "🔥" * 100,
    "trailing dot. ",
    "\u202eevil",
    "[/api] 502 [error",
    "",
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "drafts")


def document(title: str, began: int | None = None, **meta: object) -> Postmortem:
    when = datetime(2026, 3, began, 14, 0, tzinfo=UTC) if began else None
    return new_document(title, began=when, **meta)  # type: ignore[arg-type]  # keywords of the function itself


def put(library: Library, name: str, data: bytes) -> Path:
    library.folder.mkdir(parents=True, exist_ok=True)
    path = library.folder / name
    path.write_bytes(data)
    return path


# Listing


def test_a_folder_that_does_not_exist_is_an_empty_library_and_is_not_made(library: Library) -> None:
    assert library.heads() == []
    assert not library.folder.exists()


def test_the_incident_that_began_last_stands_first(library: Library) -> None:
    for title, day in (("first", 1), ("third", 3), ("second", 2)):
        library.create(document(title, day))
    assert ["third", "second", "first"] == [head.title for head in library.heads()]


def test_a_head_holds_what_a_list_shows(library: Library) -> None:
    made = document(
        "Down", 3, severity="SEV1", zone="Europe/Madrid", authors=("Ines", "Tom"), template="quick"
    )
    head = read_head(library.create(made))
    assert (head.id, head.title, head.severity, head.template) == (made.meta.id, "Down", "SEV1", "quick")
    assert (head.began, head.zone, head.authors, head.status) == (
        made.meta.began,
        "Europe/Madrid",
        ("Ines", "Tom"),
        "draft",
    )
    assert head.problem == ""


def test_every_table_of_the_stored_draft_leaves_its_head_readable(stored_draft: Path) -> None:
    head = read_head(stored_draft)
    assert head.title == "Checkout answered with errors for 45 minutes"
    assert (head.status, head.noun, head.problem) == ("in_review", "retrospective", "")


def test_only_the_head_of_a_large_draft_is_read(library: Library) -> None:
    path = put(
        library,
        "a.toml",
        b'[meta]\nid = "a"\ntitle = "Down"\n\n[narrative]\n' + b"this is no TOML\n" * 10_000,
    )
    assert (read_head(path).title, read_head(path).problem) == ("Down", "")


def test_a_head_longer_than_the_first_bytes_is_read_whole(library: Library) -> None:
    title = "é" * 10_000
    head = read_head(library.create(document(title)))
    assert len(dump(document(title))) > HEAD_SIZE
    assert (head.title, head.problem) == (title, "")


def test_a_head_that_stands_further_down_is_found(library: Library) -> None:
    assert read_head(put(library, "a.toml", b"x = 1\n[narrative]\n[meta]\ntitle = 'Down'\n")).title == "Down"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "no [meta] table"),
        (b"[meta]\ntitle = \n", "Line 2"),
        (b"[meta]\ntitle = '\xff'\n", "byte 0xff"),
        (b"[meta]\n<<<<<<< HEAD\ntitle='a'\n=======\ntitle='b'\n>>>>>>> main\n", "merge conflict"),
        (b"[meta]\n" + b"a." * 100_000 + b"b = 1\n", "too many dots"),
        (b"x = " + b"[" * 100_000, "too deeply nested"),
    ],
)
def test_a_draft_that_cannot_be_read_is_listed_with_the_reason(
    library: Library, data: bytes, problem: str
) -> None:
    put(library, "broken.toml", data)
    library.create(document("fine"))
    assert {"fine", ""} >= {head.title for head in library.heads()}
    assert [True, False] == sorted((problem in head.problem for head in library.heads()), reverse=True)


def test_a_draft_of_a_newer_pmtui_is_listed_as_one_to_read(library: Library) -> None:
    path = put(library, "a.toml", b"[meta]\ntitle = 'Down'\nschema_version = %d\n" % (SCHEMA_VERSION + 1))
    head = read_head(path)
    assert ("Down", "", True) == (head.title, head.problem, head.newer)
    assert "written by a newer pmtui" == head.note


def test_a_draft_of_a_newer_pmtui_is_not_duplicated(library: Library) -> None:
    data = b"[meta]\nid = 'x'\nschema_version = %d\n" % (SCHEMA_VERSION + 1)
    with pytest.raises(DraftError, match="newer pmtui"):
        library.duplicate(put(library, "a.toml", data))
    assert 1 == len(library.heads())


def test_heads_of_odd_types_fall_back_to_nothing(library: Library) -> None:
    head = read_head(
        put(library, "a.toml", b"[meta]\ntitle = 3\nauthors = 'me'\nbegan = 2026-01-02\nstatus = []\n")
    )
    assert (head.title, head.authors, head.began, head.status) == ("", (), None, "draft")


def test_a_file_that_vanished_is_a_head_with_a_problem(tmp_path: Path) -> None:
    assert read_head(tmp_path / "gone.toml").problem


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_ring_of_links_does_not_hide_the_other_drafts(library: Library) -> None:
    library.create(document("fine"))
    (library.folder / "ring.toml").symlink_to("ring.toml")
    assert {"fine", ""} == {head.title for head in library.heads()}


def test_other_files_are_not_drafts(library: Library) -> None:
    library.create(document("fine"))
    for name in (".hidden.toml", "notes.md", ".a.toml.123.tmp"):
        put(library, name, b"[meta]\ntitle = 'no'\n")
    (library.folder / "folder.toml").mkdir()
    assert ["fine"] == [head.title for head in library.heads()]


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DraftError, match="drafts folder cannot be read"):
        Library(tmp_path / "file").heads()


def test_listing_loads_no_model(library: Library) -> None:
    library.create(document("fine"))
    put(library, "broken.toml", b"[meta]\n=\n")
    code = (
        "import sys; from pathlib import Path; from pmtui.drafts.folder.library import Library;"
        f"heads = Library(Path({str(library.folder)!r})).heads();"
        "print(len(heads), *({'pydantic', 'jinja2', 'markdown_it', 'textual', 'rich', 'tomli_w'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2"]


# Creating


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_a_title_never_leaves_the_folder_nor_breaks_a_file_name(library: Library, title: str) -> None:
    path = library.create(document(title, 3))
    assert path.parent == library.folder
    assert path.name.startswith("2026-03-03-")
    assert set(path.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(path.name) <= 80
    assert read_document(path).meta.title == Meta(id="x", title=title).title


def test_a_hostile_id_stays_out_of_the_file_name() -> None:
    assert (
        file_name(Postmortem(meta=Meta(id="../../x", began=datetime(2026, 1, 2, tzinfo=UTC))))
        == "2026-01-02-x.toml"
    )


def test_new_ids_are_short_plain_and_differ() -> None:
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(name) == ID_LENGTH and set(name) <= set(ID_LETTERS) for name in ids)


def test_a_new_draft_never_replaces_a_file(library: Library) -> None:
    made = document("Down", 3)
    path = library.create(made)
    path.write_bytes(b"mine")
    with pytest.raises(DraftError, match="exists already"):
        library.create(made)
    assert path.read_bytes() == b"mine"


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes there")
def test_drafts_are_private_whatever_the_umask(library: Library) -> None:
    before = os.umask(0)
    try:
        path = library.create(document("Down"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(library.folder.stat().st_mode) == 0o700


def test_a_folder_that_is_a_file_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DraftError, match="could not be created") as caught:
        Library(tmp_path / "file" / "drafts").create(document("Down"))
    assert "--drafts" in caught.value.next_step


def test_renaming_the_title_keeps_the_file_name(library: Library) -> None:
    path = library.create(document("Down", 3))
    assert "down" in path.name
    head = read_head(put(library, path.name, path.read_bytes().replace(b'"Down"', b'"Slow"')))
    assert (head.title, head.path) == ("Slow", path)


# Finding


@pytest.fixture
def three(library: Library) -> dict[str, Path]:
    return {
        name: put(
            library, f"2026-0{number}-01-{name}.toml", f"[meta]\nid = '{name}'\ntitle = 'T {name}'\n".encode()
        )
        for number, name in enumerate(("abc", "abd", "abcd"), 1)
    }


@pytest.mark.parametrize(
    ("key", "found"), [("abd", "abd"), ("abc", "abc"), ("abcd", "abcd"), ("2026-02", "abd")]
)
def test_an_id_or_the_unique_start_of_a_name_finds_a_draft(
    library: Library, three: dict[str, Path], key: str, found: str
) -> None:
    assert three[found] == library.resolve(key)


def test_a_path_finds_a_draft_anywhere(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere.toml").write_bytes(b"[meta]\n")
    monkeypatch.chdir(tmp_path)
    assert tmp_path / "elsewhere.toml" == library.resolve("elsewhere.toml")


def test_an_ambiguous_start_lists_the_candidates(library: Library, three: dict[str, Path]) -> None:
    with pytest.raises(DraftError, match="More than one") as caught:
        library.resolve("ab")
    assert all(f"T {name}" in caught.value.message for name in three)


@pytest.mark.parametrize(
    "key", ["", "nope", "~nobody-here", "gone.toml", "x" * 5000 + ".toml", "a\x00.toml", "\x1b[31m"]
)
def test_a_key_that_finds_nothing_is_told_without_fault(
    library: Library, three: dict[str, Path], key: str
) -> None:
    with pytest.raises(DraftError, match="No draft called") as caught:
        library.resolve(key)
    assert "\x1b" not in str(caught.value)


# Copying and trash


def test_a_copy_is_a_new_draft_and_the_first_stays(library: Library, stored_draft: Path) -> None:
    path = put(library, "a.toml", stored_draft.read_bytes())
    copy = read_document(library.duplicate(path))
    first = read_document(path)
    assert copy.meta.title == f"Copy of {first.meta.title}"
    assert (copy.meta.status, first.meta.status) == ("draft", "in_review")
    assert copy.meta.id != first.meta.id
    assert copy.actions == first.actions
    assert path.read_bytes() == stored_draft.read_bytes()


def test_a_trashed_draft_comes_back_as_it_was(library: Library) -> None:
    path = library.create(document("Down"))
    data = path.read_bytes()
    trashed = library.trash(path)
    assert trashed.parent == library.folder / TRASH
    assert library.heads() == []
    library.restore(trashed, path)
    assert path.read_bytes() == data


def test_the_trash_keeps_drafts_of_the_same_name_apart(library: Library) -> None:
    trashed = [library.trash(put(library, "a.toml", text)) for text in (b"1", b"2", b"3")]
    assert [b"1", b"2", b"3"] == [path.read_bytes() for path in trashed]


def test_restoring_never_replaces_a_file(library: Library) -> None:
    path = put(library, "a.toml", b"old")
    trashed = library.trash(path)
    path.write_bytes(b"new")
    with pytest.raises(DraftError, match="exists again"):
        library.restore(trashed, path)
    assert (path.read_bytes(), trashed.read_bytes()) == (b"new", b"old")


def test_a_draft_that_cannot_be_moved_is_told_and_stays(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = library.create(document("Down"))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for step in ("link", "rename", "replace"):  # which of them moves a draft depends on the system
        monkeypatch.setattr(os, step, refuse)
    with pytest.raises(DraftError, match="could not be moved"):
        library.trash(path)
    assert path.exists()


def test_reading_a_missing_draft_names_it(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=r"gone\.toml cannot be read"):
        read_document(tmp_path / "gone.toml")


def test_a_new_draft_reads_back_as_it_was_made(library: Library) -> None:
    made = document("Down", 3)
    assert made == load(library.create(made).read_bytes(), "x")
