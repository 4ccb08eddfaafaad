"""What must stay absent: imports that look up, Textual in headless commands, markup in author text, sockets."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from functools import cache
from pathlib import Path

import grimp
import pytest

import pmtui
import prompts
import screens

CODE = [Path(str(package.__file__)).parent for package in (pmtui, screens, prompts)]
SCREENS = CODE[1]
FILES = sorted(path for folder in CODE for path in folder.rglob("*.py"))
SHOWN = [path for path in FILES if path.is_relative_to(SCREENS) or path.name == "app.py"]

# What a widget or a toast is given to show; as a plain string it is read as markup.
TEXT_TAKERS = {
    "Label",
    "Button",
    "Checkbox",
    "RadioButton",
    "Collapsible",
    "TabPane",
    "Tab",
    "Link",
}
MARKUP_SWITCH_NEEDED = {"SelectionList"}
DOOR = "plain_text.py"  # where the widgets for text stand that mark it themselves
BEHIND_THE_DOOR = {"Static", "OptionList"}
SAFE_TYPES = {"Content", "Text", "Markdown", "Table"}
SAFE_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """Return the last word of what is called: `notify` of `self.app.notify(...)`."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


def is_false(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def place(path: Path, node: ast.expr | ast.stmt) -> str:
    return f"{path.parent.name}/{path.name}:{node.lineno}"


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


# Walls


def test_every_import_looks_down_and_the_core_never_loads_textual() -> None:
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
            "--no-cache",
            "--no-logo",
        ],
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [3-9] kept, 0 broken", done.stdout)


def test_no_two_modules_import_one_another_not_even_for_types_or_when_needed() -> None:
    graph = grimp.build_graph("pmtui", "screens", "prompts", cache_dir=None)
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while loose := {module for module, imported in below.items() if not imported & below.keys()}:
        below = {module: imported for module, imported in below.items() if module not in loose}
    in_rings = {module for module in below if module in reached_from(module, below)}
    assert in_rings == set(), "these modules import one another, directly or round a corner"


def reached_from(start: str, below: Mapping[str, Set[str]]) -> set[str]:
    """Return every module that is imported by a module, or by one that it imports."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = (below[waiting.pop()] & below.keys()) - reached
        reached |= new
        waiting += new
    return reached


# Base names that two modules share because they do the same for two places, or a screen or command shows what the other does.
SHARED = {
    "app", "desk", "doctor", "export", "library", "new", "notes", "readiness", "recovery", "room", "rules",
    "trash", "why_tree",
}  # fmt: skip


def test_no_two_modules_share_a_name_by_accident() -> None:
    names = Counter(path.stem for path in FILES if path.stem != "__init__")
    assert [] == sorted(name for name, count in names.items() if count > 1 and name not in SHARED)


def test_the_code_opens_no_socket() -> None:
    network = {
        "socket",
        "http",
        "urllib.request",
        "ftplib",
        "smtplib",
        "ssl",
        "requests",
        "httpx",
        "asyncio.streams",
    }
    assert [] == [
        f"{path.name}: {name}"
        for path in FILES
        for name in imported(path)
        if name in network or name.split(".")[0] in network
    ]


# Reading past `pmtui/disk.py`, and what may open something all the same, because it reads no file.
DOOR_OF_THE_DISK = "pmtui/disk.py"
NO_READING = {
    "exporting/destination.py": "writes to what cannot be replaced, such as a pipe that was asked for",
    "cli/output.py": "writes to nowhere",
    "cli/notes_window.py": "reads keys from the terminal",
}


def reads_past_the_door(call: ast.Call) -> bool:
    """Tell a call that opens or reads a file by itself; `bar.open(kind)` of an own class is none."""
    if isinstance(call.func, ast.Name):
        return call.func.id in ("open", "fdopen")
    if not isinstance(call.func, ast.Attribute):
        return False
    of = getattr(call.func.value, "id", "")
    match call.func.attr:
        case "read_text" | "read_bytes":
            return True
        case "load":
            return of in ("json", "tomllib", "pickle")
        case "open":
            modes = [each.value for each in call.args if isinstance(each, ast.Constant)]
            by_mode = any(re.fullmatch(r"[rwaxbt+]{1,3}", str(mode)) for mode in modes)
            return of in ("os", "io", "codecs") or by_mode or not call.args
        case "read" | "fdopen":
            return of == "os"
    return False


def test_every_file_is_read_through_one_door() -> None:
    found = {"/".join(path.parts[-2:]) for path in FILES for call in calls(path) if reads_past_the_door(call)}
    assert {DOOR_OF_THE_DISK, *NO_READING} == found


@pytest.mark.parametrize(
    ("code", "reads"),
    [
        ("path.read_text('utf-8')", True),
        ("path.read_bytes()", True),
        ("open(path)", True),
        ("path.open()", True),
        ("path.open('rb')", True),
        ("io.open(path)", True),
        ("os.open(path, os.O_RDONLY)", True),
        ("tomllib.load(file)", True),
        ("bar.open(kind, text)", False),
        ("read_regular(path)", False),
    ],
)
def test_the_rule_of_the_door_tells_right_from_wrong(code: str, reads: bool) -> None:
    (call,) = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    assert reads_past_the_door(call) is reads


def test_no_package_imports_its_own_modules_when_it_is_imported() -> None:
    assert [] == [str(path) for path in FILES if path.name == "__init__.py" and imported(path)]


# Headless commands


@pytest.mark.parametrize(
    ("words", "never"),
    [
        pytest.param(
            "--version", "textual rich pydantic jinja2 markdown_it tomli_w importlib.metadata", id="version"
        ),
        pytest.param(
            "--help", "textual rich pydantic jinja2 markdown_it tomli_w importlib.metadata", id="help"
        ),
        pytest.param(
            "list", "textual rich pydantic jinja2 markdown_it tomli_w importlib.metadata", id="list"
        ),
        pytest.param("check DRAFT", "textual rich jinja2", id="check"),
        pytest.param("export DRAFT --to md -o -", "textual rich jinja2", id="export-md"),
        pytest.param("export DRAFT --to html -o -", "textual rich", id="export-html"),
        pytest.param("set DRAFT summary Short.", "textual rich jinja2 markdown_it", id="set"),
    ],
)
def test_a_headless_command_loads_only_what_it_needs(
    stored_draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, never: str
) -> None:
    draft = tmp_path / "draft.toml"
    draft.write_bytes(stored_draft.read_bytes())
    monkeypatch.setenv("PMTUI_DRAFTS", str(tmp_path))
    argv = [str(draft) if word == "DRAFT" else word for word in words.split()]
    code = (
        "import sys; from pmtui.cli.main import run\n"
        f"code = run({argv!r})\n"
        f"print('loaded:', *(set({never.split()!r}) & set(sys.modules)), file=sys.stderr)\n"
        "raise SystemExit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout or words.startswith("set"), done.stderr
    assert done.stderr.splitlines()[-1] == "loaded:"


# Author text is never markup


def safe_names(scope: ast.AST) -> set[str]:
    """Return the functions, parameters and variables of a scope that hold Content or Text, by how they are declared."""
    names: set[str] = set()
    for node in ast.walk(scope):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and declares_safe(node.returns):
            names.add(node.name)
        elif isinstance(node, ast.arg) and declares_safe(node.annotation):
            names.add(node.arg)
        elif isinstance(node, ast.AnnAssign) and declares_safe(node.annotation):
            names.add(getattr(node.target, "attr", getattr(node.target, "id", "")))
    return names


def declares_safe(annotation: ast.expr | None) -> bool:
    return annotation is not None and bool(set(re.findall(r"\w+", ast.unparse(annotation))) & SAFE_TYPES)


SAFE_NAMES = {name for path in SHOWN for name in safe_names(tree(path))}


@cache
def safe_variables(path: Path) -> set[str]:
    """Return the local names of a file that are only ever given what is safe."""
    given: dict[str, list[bool]] = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(is_safe(node.value, frozenset()))
    return {name for name, safe in given.items() if all(safe)}


def is_safe(node: ast.expr, variables: Set[str]) -> bool:
    """Tell whether an expression can hold no markup of an author: a constant, a Content or Text, or a choice of them."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.IfExp):
        return is_safe(node.body, variables) and is_safe(node.orelse, variables)
    if isinstance(node, ast.BinOp):
        return is_safe(node.left, variables) and is_safe(node.right, variables)
    if isinstance(node, ast.Call):
        owner = getattr(node.func, "value", node.func)
        return getattr(owner, "id", "") in SAFE_TYPES or called(node) in SAFE_NAMES
    return (
        getattr(node, "attr", getattr(node, "id", "")) in SAFE_NAMES or getattr(node, "id", "") in variables
    )


def markup_faults(path: Path) -> Iterator[str]:
    variables = safe_variables(path)
    for call in calls(path):
        name, off = called(call), is_false(keyword(call, "markup"))
        if name in TEXT_TAKERS and call.args and not off and not is_safe(call.args[0], variables):
            yield f"{place(path, call)}: {name}({ast.unparse(call.args[0])})"
        if name in MARKUP_SWITCH_NEEDED and not off:
            yield f"{place(path, call)}: {name} without markup=False"
        if name in BEHIND_THE_DOOR and path.name != DOOR:
            yield f"{place(path, call)}: {name}; PlainText or PlainList marks what it shows"
        if name == "notify" and keyword(call, "markup") is not None:
            yield f"{place(path, call)}: the app decides that a toast has no markup"
        if name == "from_markup" and not all(isinstance(arg, ast.Constant) for arg in call.args):
            yield f"{place(path, call)}: from_markup of what is not constant"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in SAFE_ATTRIBUTES
                    and not is_safe(node.value, variables)
                ):
                    yield f"{place(path, node)}: {target.attr} = {ast.unparse(node.value)}"


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_what_a_person_wrote_is_never_read_as_markup(path: Path) -> None:
    assert [] == list(markup_faults(path))


@pytest.mark.parametrize(
    ("code", "faults"),
    [
        ("Label(title)", 1),
        ("Label(f'{title}')", 1),
        ("self.notify(str(error))", 0),
        ("self.notify(str(error), markup=True)", 1),
        ("Label('a' if x else title)", 1),
        ("OptionList(*rows)", 1),
        ("Static(title)", 1),
        ("PlainText(title)", 0),
        ("Content.from_markup(title)", 1),
        ("self.border_title = title", 1),
        ("tip = Content(x)\ntip = x\nself.tooltip = tip", 1),
        ("tip = Content(x) if x else None\nself.tooltip = tip", 0),
        ("Label(title, markup=False)", 0),
        ("Label(Content(title))", 0),
        ("Label('constant')", 0),
        ("self.border_title = Content(title)", 0),
        ("SelectionList(*rows, markup=False)", 0),
        ("Content.from_markup('[b]$name[/]', name=title)", 0),
    ],
)
def test_the_markup_rule_tells_right_from_wrong(tmp_path: Path, code: str, faults: int) -> None:
    path = tmp_path / "made_up.py"
    path.write_text(code, encoding="utf-8")
    assert faults == len(list(markup_faults(path)))


# Screens


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_every_binding_has_an_id_and_a_tooltip(path: Path) -> None:
    bindings = [call for call in calls(path) if called(call) == "Binding"]
    assert [] == [
        place(path, call) for call in bindings if not keyword(call, "id") or not keyword(call, "tooltip")
    ]


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_bindings_are_never_bare_tuples(path: Path) -> None:
    lists = [
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and "BINDINGS" in ast.unparse(getattr(node, "target", None) or node.targets[0])
    ]
    assert [] == [
        place(path, item)
        for found in lists
        if isinstance(found, ast.List)
        for item in found.elts
        if isinstance(item, ast.Tuple)
    ]


def test_binding_ids_are_unique() -> None:
    ids = [
        ast.unparse(name)
        for path in SHOWN
        for call in calls(path)
        if called(call) == "Binding" and (name := keyword(call, "id"))
    ]
    assert ids
    assert [] == sorted({name for name in ids if ids.count(name) > 1})


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_no_screen_brings_a_style_sheet_that_leaks(path: Path) -> None:
    assert "CSS_PATH" not in path.read_text("utf-8")


# Suppressions


def test_every_suppression_says_why() -> None:
    bare = re.compile(r"#\s*type:\s*ignore(?!\[[\w, -]+\]\s+#\s*\S)|#\s*noqa(?!:\s*[A-Z0-9, ]+\s+[#(]\s*\S)")
    assert [] == [
        f"{path.name}:{number}: {line.strip()}"
        for path in FILES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line)
    ]


def test_nothing_is_caught_broadly_but_at_the_top_of_the_command_line() -> None:
    broad = [
        place(path, handler)  # type: ignore[arg-type]  # a case of a table
        for path in FILES
        for handler in ast.walk(tree(path))
        if isinstance(handler, ast.ExceptHandler)
        and (
            handler.type is None
            or {"Exception", "BaseException"} & set(re.findall(r"\w+", ast.unparse(handler.type)))
        )
        and not any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    ]
    assert ["cli/main.py"] == [found.rpartition(":")[0] for found in broad]


def test_every_box_above_a_screen_is_a_dialog() -> None:
    whole_window = {"Blank", "LeftMeeting", "ResetCards"}  # they cover everything
    assert [] == [
        f"{place(path, node)}: {node.name}"
        for path in SHOWN
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and any("ModalScreen" in ast.unparse(base) for base in node.bases)
        and node.name not in whole_window | {"Dialog"}
    ]
