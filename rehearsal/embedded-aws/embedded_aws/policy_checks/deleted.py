"""A deleted role or user: policies that name it match no principal from then on.

AWS keeps a principal by its unique id and shows the ARN only while the identity
exists. Once it is deleted the id shows, and an identity that is made again under the
same name is another one.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
"""

import functools
import json
from collections.abc import Iterator
from typing import Any, TypeVar

from moto.core.base_backend import BackendDict, BaseBackend
from moto.iam.models import IAMBackend, iam_backends

from embedded_aws.evidence import evidence
from embedded_aws.policy_checks import directory
from embedded_aws.policy_conditions import as_list

_Backend = TypeVar("_Backend", bound=BaseBackend)


def _renamed(document: Any, arn: str, unique_id: str) -> bool:
    """Puts the id in place of the ARN in every principal; whether there was one."""
    found = False
    for statement in as_list(document.get("Statement")):
        for name in ("Principal", "NotPrincipal"):
            element = statement.get(name)
            if not isinstance(element, dict) or arn not in as_list(element.get("AWS")):
                continue
            values = [unique_id if one == arn else one for one in as_list(element["AWS"])]
            element["AWS"] = values if len(values) > 1 else values[0]
            found = True
    return found


def _each(backends: BackendDict[_Backend]) -> Iterator[_Backend]:
    """The back ends that there are: asking for one by its account would make it."""
    for account in list(dict.values(backends)):
        yield from list(dict.values(account))


def _text_holders() -> Iterator[tuple[Any, str]]:
    """What keeps its policy as text, and the name of the attribute."""
    from moto.kms.models import kms_backends
    from moto.s3.models import s3_backends

    for iam in _each(iam_backends):
        yield from ((role, "assume_role_policy_document") for role in iam.roles.values())
    for s3 in _each(s3_backends):
        yield from ((bucket, "policy") for bucket in s3.buckets.values())
    for kms in _each(kms_backends):
        yield from ((key, "policy") for key in kms.keys.values())


def _documents() -> Iterator[dict[str, Any]]:
    """The policies of topics, queues, buses and functions, as they are kept."""
    from moto.awslambda.models import lambda_backends
    from moto.events.models import events_backends
    from moto.sns.models import sns_backends
    from moto.sqs.models import sqs_backends

    for sns in _each(sns_backends):
        yield from (topic._policy_json for topic in sns.topics.values())
    for sqs in _each(sqs_backends):
        yield from (queue._policy_json for queue in sqs.queues.values())
    for events in _each(events_backends):
        for bus in events.event_buses.values():
            # Each statement keeps its principal itself, not a copy of it.
            principals = [one.principal for one in bus._statements.values()]
            yield {"Statement": [{"Principal": principal} for principal in principals]}
    for functions in _each(lambda_backends):
        for function in functions.list_functions():
            yield {"Statement": function.policy.statements}


@evidence("deleted-principal-becomes-its-id")
def forget(arn: str, unique_id: str) -> None:
    """Puts the unique id wherever a policy names the identity."""
    for holder, attribute in _text_holders():
        text = getattr(holder, attribute)
        plain = text.decode() if isinstance(text, bytes) else text
        if not plain or arn not in plain:
            continue
        document = json.loads(plain)
        if _renamed(document, arn, unique_id):
            changed = json.dumps(document)
            setattr(holder, attribute, changed.encode() if isinstance(text, bytes) else changed)
    for document in _documents():
        _renamed(document, arn, unique_id)


def _forgetting(original: Any, noun: str) -> Any:
    @functools.wraps(original)
    def wrapper(self: IAMBackend, name: str) -> None:
        found = getattr(self, f"get_{noun}")(name)
        original(self, name)
        if found.arn in directory.NAMED:
            forget(found.arn, found.id)

    return wrapper


def install() -> None:
    for noun in ("role", "user"):
        name = f"delete_{noun}"
        setattr(IAMBackend, name, _forgetting(getattr(IAMBackend, name), noun))
