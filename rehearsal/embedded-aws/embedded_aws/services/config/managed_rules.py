"""The managed rules that Config knows, and what parameters they take.

moto's list is a snapshot with parameters. ``--managed-rules`` names a fuller list, and a
scenario may add rules that are newer than both.
See https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
"""

import json
import re
from pathlib import Path
from typing import Any

from embedded_aws.services.config.refused import Refused

_added: set[str] = set()


def read(file: Path) -> None:
    """Accepts the ``identifiers`` of a JSON file from now on.

    :raises OSError, ValueError, KeyError: the file can't be read, or is not such a list.
    """
    add(json.loads(file.read_text(encoding="utf-8"))["identifiers"])


def add(identifiers: list[str]) -> list[str]:
    """Accepts these identifiers from now on; answers all that were added.

    :raises ValueError: one of them cannot be an identifier.
    """
    for identifier in identifiers:
        if not isinstance(identifier, str) or not re.fullmatch(r"[A-Z0-9_]{1,256}", identifier):
            raise ValueError(
                f"{identifier!r} is not the identifier of a managed rule: use capital letters,"
                " digits and underscores"
            )
    _added.update(identifiers)
    return sorted(_added)


def check(identifier: str, parameters: dict[str, Any]) -> None:
    """:raises Refused: an unknown rule, an unknown or a missing parameter."""
    from moto.config.models import MANAGED_RULES_CONSTRAINTS

    known = MANAGED_RULES_CONSTRAINTS.get(identifier)
    if known is None:
        if identifier in _added:
            return
        raise _invalid(
            f"The sourceIdentifier {identifier} is invalid. Please refer to the documentation for"
            " a list of valid sourceIdentifiers that can be used when AWS is the Owner."
        )
    allowed = {p["Name"] for p in known["Parameters"]}
    required = {p["Name"] for p in known["Parameters"] if not p["Optional"]}
    if not set(parameters) <= allowed:
        raise _invalid(
            f"Unknown parameters provided in the inputParameters: {json.dumps(parameters)}."
        )
    if missing := sorted(required - set(parameters)):
        raise _invalid(
            f"The required parameter [{', '.join(missing)}] is not present in the inputParameters."
        )


def _invalid(message: str) -> Refused:
    return Refused("InvalidParameterValueException", message)
