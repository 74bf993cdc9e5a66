"""Extensions are installed in any order, each of them by what it declares."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from embedded_aws import install
from installed_in_order import RESOURCES
from modules_under_test import ENGINE

HERE = Path(__file__).parent


def run(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(HERE / script), *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("order", ["reversed", "1"])
def test_whatever_the_order_stacks_are_made_and_events_delivered(order):
    found = json.loads(run("installed_in_order.py", order))

    assert found == {
        "types": sorted(one["Type"] for one in RESOURCES.values()),
        "queue": {"id": 7},
        "topic": [{"id": 7}],
        "function": ["took 7"],
    }


def test_no_two_extensions_patch_the_same():
    assert json.loads(run("patched_twice.py")) == {}


def test_every_service_is_installed():
    names = {extension.name for extension in install.EXTENSIONS}
    folders = {path.parent.name for path in ENGINE.glob("embedded_aws/services/*/service.py")}

    assert folders - names == set()
    assert len(names) == len(install.EXTENSIONS)


def test_a_service_is_a_folder_with_a_declaration():
    services = ENGINE / "embedded_aws" / "services"
    others = [
        path.name
        for path in services.iterdir()
        if path.name not in ("__init__.py", "__pycache__") and not (path / "service.py").exists()
    ]

    assert others == []


def test_a_service_says_what_it_does():
    files = ENGINE.glob("embedded_aws/services/*/__init__.py")

    assert [path for path in files if not ast.get_docstring(ast.parse(path.read_text()))] == []
