"""French spaces in what code and templates say: no line breaks at them, and an editor sees those of the code."""

import ast
import re

import pytest
from django.conf import settings

#: A space where a line may break and must not: before a high sign, inside « », on both sides of an hour's h.
BREAKABLE = re.compile(r"«[ \n]|[ \n](?:[:;?»]|!(?!=))|\d h\b|\bh \d")
#: Written with plain spaces, which ``home.writing.typeset`` replaces; its own patterns look for them.
TYPESET = ("home/demo_data/", "home/starting_content.py", "home/writing.py")
COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)


def strings(tree):
    """The string constants of a module, docstrings apart."""
    nodes = list(ast.walk(tree))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def sources(app):
    """The Python files of ``app`` that people's words stand in, each with its name."""
    for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
        name = path.relative_to(settings.BASE_DIR).as_posix()
        if "/migrations/" not in name and not name.startswith(TYPESET):
            yield name, path.read_text("utf-8")


@pytest.mark.parametrize("app", ["home", "partners", "stages", "tour"])
def test_code_writes_visible_non_breaking_spaces(app):
    faults, seen = [], 0
    for name, source in sources(app):
        lines = source.split("\n")
        for node in strings(ast.parse(source)):
            seen += 1
            is_invisible = "\u00a0" in node.value and "\u00a0" in "".join(lines[node.lineno - 1 : node.end_lineno])
            if is_invisible or BREAKABLE.search(node.value):
                faults.append((name, node.lineno, node.value))
    assert faults == []
    assert seen > 100


def test_templates_let_no_line_break_at_a_french_sign():
    faults, seen = [], 0
    for path in sorted((settings.BASE_DIR / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            seen += 1
            said = COMMENTS.sub("", path.read_text("utf-8"))
            faults += [(path.name, said[max(0, at.start() - 20) : at.end() + 20]) for at in BREAKABLE.finditer(said)]
    assert faults == []
    assert seen > 100
