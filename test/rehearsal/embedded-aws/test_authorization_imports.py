"""Authorization imports no service that imports it: services register what they know."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[3] / "rehearsal" / "embedded-aws" / "embedded_aws"
OURS = "embedded_aws"
AUTHORIZATION = "embedded_aws.services.authorization"
REFERENCE = "embedded_aws.authorization"


def modules():
    return {
        ".".join((OURS, *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): ast.parse(path.read_text(encoding="utf-8"))
        for path in ROOT.rglob("*.py")
    }


def statements(node):
    """All of them, within functions too, but those for types alone and those that wire."""
    for child in ast.iter_child_nodes(node):
        wires = isinstance(child, ast.FunctionDef) and child.name == "install"
        types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
        if not wires and not types:
            yield child
            yield from statements(child)


def named(node):
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return [one.name for one in node.names] if isinstance(node, ast.Import) else []


def imports():
    """Module to the modules of ours that it imports."""
    known, found = modules(), defaultdict(set)
    for module, tree in known.items():
        for node in statements(tree):
            found[module].update(name for name in named(node) if name in known)
    return found


def reached_from(package, graph):
    """Modules outside of the package that it imports, one through the other."""
    left = [module for module in graph if within(module, package)]
    seen = set(left)
    while left:
        for one in graph[left.pop()] - seen:
            seen.add(one)
            left.append(one)
    return {module for module in seen if not within(module, package)}


def within(module, package):
    return module == package or module.startswith(f"{package}.")


def test_nothing_that_authorization_imports_imports_authorization():
    graph = imports()

    reached = reached_from(AUTHORIZATION, graph)

    assert "embedded_aws.services.identity.gate" in reached
    circles = {
        module: used
        for module in reached
        if (used := [one for one in graph[module] if within(one, AUTHORIZATION)])
    }
    assert circles == {}


def test_what_aws_documents_is_kept_apart_from_services():
    reached = reached_from(REFERENCE, imports())

    assert "embedded_aws.policy" in reached
    assert [one for one in reached if one.startswith("embedded_aws.services")] == []


def test_services_register_with_what_aws_documents():
    graph = imports()
    services = ("batch", "config", "ec2", "events", "organizations", "sns", "sqs")

    silent = [
        name
        for name in services
        if not any(
            within(one, REFERENCE) for one in graph[f"embedded_aws.services.{name}.authorization"]
        )
    ]

    assert silent == []
