"""Evaluates lines of JSON, documents and a request each, as the embedded AWS does.

Prints a verdict for each line: allow, deny or none; error where evaluation fails.
"""

import json
import sys

from embedded_aws import policy


def _principal(given):
    return given and policy.Principal(given["kind"], frozenset(given["names"]))


def _verdict(line):
    case = json.loads(line)
    request = policy.Request(
        case["action"], case["resource"], _principal(case["principal"]), case["context"]
    )
    try:
        return policy.evaluate(case["documents"], request)
    except ValueError as error:
        return f"error: {error}"


for line in sys.stdin:
    print(_verdict(line))
