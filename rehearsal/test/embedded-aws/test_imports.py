"""Modules import in one direction: services register what they offer, and import no other."""

import pytest
from modules_under_test import ENGINE, TESTS, Graph, circle, graph_of, late_imports, shown

SERVICES = "embedded_aws.services"
#: They put the services together.
WIRING = {"embedded_aws.__main__", "embedded_aws.install"}
#: They announce a busy port before the seconds that the rest takes to load.
LATE = {"embedded_aws.__main__", "embedded_aws.server"}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return graph_of(ENGINE)


def service_of(module: str) -> str | None:
    below = module.removeprefix(f"{SERVICES}.")
    return None if below == module else below.split(".")[0]


def test_no_module_imports_itself_through_others(graph):
    found = circle(graph)

    assert found == [], f"a circle of imports:\n{shown(graph, found)}"


def test_no_test_imports_itself_through_others():
    graph = graph_of(TESTS)
    found = circle(graph)

    assert found == [], f"a circle of imports:\n{shown(graph, found)}"


def test_a_function_imports_none_of_our_modules():
    late = [place for place in late_imports(ENGINE) if place.split(":")[0] not in LATE]

    assert late == [], "import at the top: only moto's back ends load late"


def test_no_service_imports_another(graph):
    crossing = [
        f"{module}:{line} imports {one}"
        for module, imported in graph.items()
        for one, line in imported.items()
        if service_of(module) and service_of(one) not in (None, service_of(module))
    ]

    assert crossing == [], "register with embedded_aws.delivery, lookup or authorization instead"


def test_nothing_that_services_import_imports_a_service(graph):
    crossing = [
        f"{module}:{line} imports {one}"
        for module, imported in graph.items()
        for one, line in imported.items()
        if service_of(one) and not service_of(module) and module not in WIRING
    ]

    assert crossing == []


def test_a_circle_is_shown_import_by_import(tmp_path):
    (tmp_path / "a.py").write_text("import b\n")
    (tmp_path / "b.py").write_text("def later():\n    from c import name\n")
    (tmp_path / "c.py").write_text("if TYPE_CHECKING:\n    import a\n")
    graph = graph_of(tmp_path)

    found = circle(graph)

    assert found == ["a", "b", "c", "a"]
    assert shown(graph, found) == "a:1 imports b\nb:2 imports c\nc:2 imports a"


def test_a_module_imports_the_packages_around_what_it_names(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("import user\n")
    (package / "inner.py").write_text("")
    (tmp_path / "user.py").write_text("import package.inner\n")

    assert circle(graph_of(tmp_path)) == ["package", "user", "package"]
