"""Which module imports which, as the files say."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
ENGINE = next(up for up in TESTS.parents if (up / "package-lock.json").exists()) / (
    "rehearsal/embedded-aws"
)
#: Module to the modules that it imports, with the line of the first import.
Graph = dict[str, dict[str, int]]


def name_of(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def graph_of(*roots: Path) -> Graph:
    """Every import of a module of these folders: at the top, in functions and for types alone.

    An import for types alone counts: readers of one of two modules that name each
    other's types has to read both. So does that of a package when one of its modules is
    imported, since Python runs its ``__init__`` first.
    """
    paths = {name_of(path, root): path for root in roots for path in root.rglob("*.py")}
    found: Graph = {}
    for module, path in paths.items():
        own = found.setdefault(module, {})
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            for one in (part for name in _named(node) for part in _with_packages(name)):
                if one in paths and not f"{module}.".startswith(f"{one}."):
                    own.setdefault(one, node.lineno)
    return found


def _named(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    assert node.level == 0 and node.module, f"line {node.lineno}: imports have absolute names"
    return [f"{node.module}.{one.name}" for one in node.names]


def _with_packages(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def late_imports(root: Path) -> list[str]:
    """Imports of modules of the folder within functions, as ``module:line``."""
    paths = {name_of(path, root): path for path in root.rglob("*.py")}
    return sorted(
        {
            f"{module}:{node.lineno}"
            for module, path in paths.items()
            for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
            and any(one in paths for name in _named(node) for one in _with_packages(name))
        }
    )


def circle(graph: Graph) -> list[str]:
    """The modules of one circle of imports, the first at the end again; empty without any."""
    done: set[str] = set()
    for start in sorted(graph):
        found = _follow(graph, start, [], done)
        if found:
            return found
    return []


def _follow(graph: Graph, module: str, path: list[str], done: set[str]) -> list[str]:
    if module in path:
        return [*path[path.index(module) :], module]
    if module in done:
        return []
    for one in sorted(graph[module]):
        found = _follow(graph, one, [*path, module], done)
        if found:
            return found
    done.add(module)
    return []


def shown(graph: Graph, modules: list[str]) -> str:
    """A circle for a person: each import with its line."""
    pairs = zip(modules, modules[1:], strict=False)
    return "\n".join(f"{one}:{graph[one][other]} imports {other}" for one, other in pairs)
