"""Says what of the embedded AWS nothing uses; exit status 1 if there is something.

vulture finds it, and does not know what is used from outside: the action of an API, which moto
calls by its name, and what stands in ``USED_BY_OTHERS``. A name in vain is reported
too.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from botocore import xform_name
from botocore.loaders import Loader
from vulture.core import Vulture

_SOURCE = Path(__file__).parent / "embedded_aws"
#: They register what they stand before.
_DECORATORS = ("@control.route", "@route", "@judged_with")

#: Names by what uses them.
USED_BY_OTHERS = {
    "moto calls it": (
        *("EventMessageFilter", "_url_module", "events_send_notification", "generate_report"),
        *("disable_alarm_actions", "enable_alarm_actions"),
        *("delete_alarm_mute_rule", "get_alarm_mute_rule"),
        *("list_alarm_mute_rules", "put_alarm_mute_rule"),
        *("generate_service_last_accessed_details", "get_service_last_accessed_details"),
        *("get_assumed_role_from_access_key", "get_permission", "matches_event"),
        *("check_bucket_exists", "check_topic_exists"),
        *("is_message_valid_based_on_retention_period", "send_event"),
    ),
    "moto reads it of its own object": (
        *("architectures", "ephemeral_storage", "kms_key_identifier"),
        "aws_managed",
        *("object_lock_enabled", "default_lock_days", "default_lock_mode", "default_lock_years"),
        *("ownership_rule", "sse_specification", "subscriptions_confimed"),
        *("tracing_config", "url_bases"),
    ),
    "moto answers it, under the name of the field": (
        *("Reason", "Type", "deliver_logs_error_message", "deliver_logs_status"),
        *("destination_options", "log_destination"),
    ),
    "moto passes it by its name": (
        *("include_region", "new_resource_name", "set_as_default", "transform_input"),
    ),
    # https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    "a handler reads it of its context": (
        *("aws_request_id", "client_context", "function_version", "invoked_function_arn"),
        *("get_remaining_time_in_millis", "memory_limit_in_mb"),
    ),
}


def _actions() -> Iterator[str]:
    """The actions, as methods, of the services that a module or folder is named after."""
    loader = Loader()
    names = {path.stem for path in _SOURCE.rglob("*")}
    for service in names.intersection(loader.list_available_services("service-2")):
        model = loader.load_service_model(service, "service-2")
        yield from map(xform_name, model["operations"])


def main() -> int:
    finder = Vulture(ignore_decorators=_DECORATORS)
    finder.scavenge([str(_SOURCE)])
    actions = set(_actions())
    unused = [
        item
        for item in finder.get_unused_code()
        # ruff finds unused imports, and reads annotations in quotes, which vulture does not.
        if item.typ != "import" and item.name not in actions
    ]
    known = {name for names in USED_BY_OTHERS.values() for name in names}
    faults = [item.get_report() for item in unused if item.name not in known]
    in_vain = sorted(known - {item.name for item in unused})
    faults += [f"{__file__}: {name} is used, or no longer there: delete it" for name in in_vain]
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
