"""Prints what of moto more than one extension patches, in a fresh process."""

import json
import sys
from collections import defaultdict

from embedded_aws import gate, install


def attributes() -> dict[str, object]:
    """What moto's modules and their classes hold."""
    found: dict[str, object] = {}
    for name, module in list(sys.modules.items()):
        if not name.startswith("moto."):
            continue
        for key, value in list(vars(module).items()):
            found[f"{name}.{key}"] = value
            if isinstance(value, type) and value.__module__ == name:
                found |= {f"{name}.{key}.{one}": held for one, held in vars(value).items()}
    return found


def main() -> None:
    gate.install()
    patched: dict[str, list[str]] = defaultdict(list)
    for extension in install.EXTENSIONS:
        before = attributes()
        for patch in extension.patches:
            patch()
        for name, value in attributes().items():
            if name in before and before[name] is not value:
                patched[name].append(extension.name)
    print(json.dumps({name: names for name, names in patched.items() if len(names) > 1}))


if __name__ == "__main__":
    main()
