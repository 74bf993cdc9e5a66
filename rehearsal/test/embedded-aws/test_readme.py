"""The README says what is there: the tests that it names, modules and control routes."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2] / "rehearsal" / "embedded-aws"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(heading):
    """The rows of the table under the heading, as lists of cells."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_refusal_has_its_test():
    named = [row[2].strip("`").split("::") for row in rows("What it refuses")]

    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (HERE / file).exists()
        or not re.search(rf"^def {test}\(", (HERE / file).read_text(encoding="utf-8"), re.M)
    ]

    assert len(named) > 30
    assert missing == []


def test_the_test_of_a_refusal_knows_the_error():
    unknown = []
    for _, error, test in rows("What it refuses"):
        file, _, name = test.strip("`").partition("::")
        text = (HERE / file).read_text(encoding="utf-8")
        for wanted in re.findall(r'[`"]([^`"]+)[`"]', error):
            if wanted not in text and wanted not in _constants():
                unknown.append((name, wanted))

    assert unknown == []


def _constants():
    """Wordings that tests take from the module that refuses."""
    from embedded_aws.services.guardduty import errors

    return " ".join(value for value in vars(errors).values() if isinstance(value, str))


def test_every_module_is_told():
    told = {name for row in rows("Modules") for name in re.findall(r"`([^`]+)`", row[0])}
    package = ROOT / "embedded_aws"
    there = {
        f"{path.relative_to(package)}{'/' if path.is_dir() else ''}"
        for path in package.iterdir()
        if path.name not in ("__init__.py", "__pycache__", "services")
    }

    assert there <= told
    assert all((package / name).exists() for name in told)


def test_every_control_route_is_told(aws):
    from embedded_aws import control

    parameter = re.compile(r"\(\?P<(\w+)>\[\^/\]\+\)")
    told = {row[0].strip("`") for row in rows("Control interface")}
    there = {
        f"{method} " + parameter.sub(r"{\1}", expression.pattern).replace("^", "")
        for method, expression, _ in control._routes
    }

    assert {route.removesuffix("/?$") for route in there} == told
