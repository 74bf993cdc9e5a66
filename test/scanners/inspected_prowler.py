"""Runs Prowler, and writes what its checks read and how much of it there was.

Usage: inspected_prowler.py FILE [argument of Prowler]...

A check loops over collections of Prowler's services. One that is empty is why a check has no
result, and the report does not say so.
"""

import inspect
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from prowler.__main__ import prowler
from prowler.lib.check.models import CheckMetadata

_SERVICES = "prowler.providers.aws.services."
_READ = re.compile(r"\b(\w+_client)\.(\w+)")


def _modules(pattern: str) -> dict[str, ModuleType]:
    return {
        name.rsplit(".", 1)[-1]: module
        for name, module in sys.modules.items()
        if name.startswith(_SERVICES) and re.search(pattern, name)
    }


def _sizes() -> dict[str, int]:
    """Elements by collection: ``{"kms_client.keys": 2}``; what is None has none."""
    found = {}
    for name, module in _modules(r"_client$").items():
        for attribute, value in vars(getattr(module, name, None) or object).items():
            if value is None or isinstance(value, dict | list | set | tuple):
                found[f"{name}.{attribute}"] = len(value or ())
    return found


def _check(module: ModuleType) -> dict[str, Any]:
    source = inspect.getsource(module)
    reads = sorted({".".join(read) for read in _READ.findall(source)})
    return {"reads": reads, "skipsUnused": "scan_unused_services" in source}


def _write(file: Path) -> None:
    run = _modules(r"\.(\w+)\.\1$")
    written = {
        "available": sorted(CheckMetadata.get_bulk("aws")),
        "sizes": _sizes(),
        "checks": {name: _check(module) for name, module in run.items()},
    }
    file.write_text(json.dumps(written))


if __name__ == "__main__":
    output = Path(sys.argv.pop(1))
    try:
        prowler()
    finally:
        _write(output)
