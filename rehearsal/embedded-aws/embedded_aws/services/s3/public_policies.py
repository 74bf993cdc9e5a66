"""Whether S3 takes a bucket policy for public.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
"""

import ipaddress
from collections.abc import Mapping
from typing import Any

from embedded_aws import policy
from embedded_aws.policy_conditions import as_list

#: Keys that identify the caller, in lower case; a fixed value of one makes a statement non-public.
_TELLING = frozenset(
    {
        "aws:principalorgid",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
    }
)
_OPERATORS = frozenset(
    {"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"}
)
#: The widest ranges of addresses that are not public: of IPv4 and IPv6.
_WIDEST = {4: 8, 6: 32}


def is_public(document: Any) -> bool:
    """One statement that grants to the public is enough."""
    statements = as_list(policy.parse(document).get("Statement"))
    return any(one.get("Effect") == "Allow" and _for_anybody(one) for one in statements)


def _for_anybody(statement: Mapping[str, Any]) -> bool:
    if "Principal" in statement and _fixed_principal(statement["Principal"]):
        return False
    conditions = statement.get("Condition") or {}
    return not any(
        _narrows(operator, key, [str(value) for value in as_list(values)])
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def _fixed_principal(principal: Any) -> bool:
    """Every principal is an account, identity or service of AWS; a web identity is public."""
    if not isinstance(principal, Mapping) or not principal:
        return False
    return all(
        kind in ("AWS", "Service", "CanonicalUser") and all(map(_fixed, map(str, as_list(names))))
        for kind, names in principal.items()
    )


def _fixed(value: str) -> bool:
    return not any(sign in value for sign in ("*", "?", "${"))


def _narrows(operator: str, key: str, values: list[str]) -> bool:
    # A key that is missing satisfies ForAllValues and IfExists.
    wanted = operator.lower().removeprefix("foranyvalue:")
    if wanted == "ipaddress" and key.lower() == "aws:sourceip":
        return all(map(_narrow, values))
    return wanted in _OPERATORS and key.lower() in _TELLING and all(map(_fixed, values))


def _narrow(text: str) -> bool:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return network.prefixlen >= _WIDEST[network.version]
