"""The words that the rules are made of: phrases with their classes, who acts, verbs in all their forms, names."""

from collections.abc import Iterable

from pmtui.language.lexicon import Lexicon, inflect
from pmtui.language.team_rules import check_count, entries, spelled_out
from prompts.tables import Table

HARMLESS = "harmless"  # the class of phrases whose words are not read on their own
# Classes of verbs that say nothing of what follows them: "did" says nothing of "did not".
PLAIN_WORK = frozenset({"deed", "making", "employ", "-done"})
DONE = "-done"  # a verb's form that can be a passive: the mark of past and participle among the classes of a phrase


class Vocabulary:
    """Gathers words file by file.

    `phrases` have their classes, `bases` lead from a verb's form to its base form; `agents` are the classes that say who
    or what acts, `verbs` those whose words are verbs. `names` are given names, `products` known systems, `ordinary` words
    that are neither.
    """

    def __init__(self) -> None:
        self.phrases: dict[str, frozenset[str]] = {}
        self.bases: dict[str, str] = {}
        self.agents: set[str] = set()
        self.verbs: set[str] = set()
        self.names: set[str] = set()
        self.products: set[str] = set()
        self.ordinary: set[str] = set()
        self._inner: dict[str, tuple[str, ...]] = {}

    @property
    def classes(self) -> frozenset[str]:
        """Return every class of words."""
        return frozenset().union(*set(self.phrases.values())) | self.agents

    def lexicon(self) -> Lexicon:
        """Return what finds the phrases in a text."""
        return Lexicon(self.phrases, HARMLESS, frozenset(self.agents), PLAIN_WORK)

    def accept(self, phrases: Iterable[str]) -> None:
        """Let phrases be harmless, whatever they are otherwise."""
        self.phrases |= dict.fromkeys(phrases, frozenset({HARMLESS}))

    def take(self, table: Table) -> None:
        """Add the words of a file. Raises ContentError."""
        inner = table.table("inner")
        for name in inner.key_names():
            self._inner[name] = self._inner.get(name, ()) + entries(inner, name)
        agents = table.table("agents")
        for name in agents.key_names():
            self.agents.add(name)
            self._add(map(str.lower, entries(agents, name)), name)
        self._take_phrases(table.table("phrases"))
        self._take_verbs(table.table("verbs"))
        self.names.update(word for text in table.table("names").words().values() for word in text.split())
        products = table.table("products")
        for key in products.key_names():
            (self.ordinary if key == "ordinary" else self.products).update(products.text(key).split())

    def _take_phrases(self, groups: Table) -> None:
        made = 0  # by spelling out, also the same phrase again and again
        for name in groups.key_names():
            phrases: list[str] = []
            for entry in map(str.lower, entries(groups, name)):
                if "~" not in entry:
                    phrases.append(entry)
                    continue
                spelled = spelled_out(groups, name, entry, self._inner)
                made += len(spelled)
                check_count(groups, name, made)
                phrases += spelled
            self._add(phrases, name)
            check_count(groups, name, len(self.phrases))

    def _take_verbs(self, groups: Table) -> None:
        self.verbs.update(groups.key_names())
        for name in groups.key_names():
            done: list[str] = []
            named: list[str] = []
            for entry in entries(groups, name):
                try:
                    forms = inflect(entry.lower())
                except ValueError as problem:
                    raise groups.wrong(name, f"{problem}.") from problem
                for form, (base, is_done) in forms.items():
                    (done if is_done else named).append(form)
                    self.bases.setdefault(form, base)
            self._add((*named, *done), name)
            self._add(done, DONE)
            check_count(groups, name, len(self.phrases))

    def _add(self, new: Iterable[str], name: str) -> None:
        """Add a class to phrases."""
        added = dict.fromkeys(new, frozenset((name,)))
        for phrase in self.phrases.keys() & added.keys():
            added[phrase] |= self.phrases[phrase]
        self.phrases.update(added)
