"""Config rules: managed, custom Lambda and custom policy.

See https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html
"""

import json
import time
from typing import TYPE_CHECKING, Any, cast

from embedded_aws.delivery import receivers
from embedded_aws.delivery.sender import Sender
from embedded_aws.services.config import managed_rules, names
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend

#: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
RULES_PER_REGION = 1000
_FREQUENCIES = ("One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours")
_OWNERS = ("AWS", "CUSTOM_LAMBDA", "CUSTOM_POLICY")


class Rule:
    """A rule of one account and region, as DescribeConfigRules shows it."""

    def __init__(
        self, account_id: str, region: str, definition: dict[str, Any], created_by: str | None
    ) -> None:
        self.config_rule_name = definition["ConfigRuleName"]
        self.config_rule_id = f"config-rule-{names.suffix(6)}"
        # Rules that a service made lie in a folder of that service.
        # https://docs.aws.amazon.com/config/latest/developerguide/service-linked-awsconfig-rules.html
        folder = f"aws-service-rule/{created_by}/" if created_by else ""
        self.config_rule_arn = (
            f"arn:aws:config:{region}:{account_id}:config-rule/{folder}{self.config_rule_id}"
        )
        self.config_rule_state = "ACTIVE"
        self.created_by = created_by
        self.tags: dict[str, str] = {}
        self.first_activated_time = time.time()
        #: The newest Evaluation of each resource, by its type and id.
        self.evaluations: dict[tuple[str, str], Any] = {}
        self.change(definition)

    def change(self, definition: dict[str, Any]) -> None:
        self.definition = definition
        self.last_updated_time = int(time.time())

    def to_dict(self) -> dict[str, Any]:
        shown = {
            **self.definition,
            "ConfigRuleName": self.config_rule_name,
            "ConfigRuleArn": self.config_rule_arn,
            "ConfigRuleId": self.config_rule_id,
            "ConfigRuleState": self.config_rule_state,
            "EvaluationModes": self.definition.get("EvaluationModes") or [{"Mode": "DETECTIVE"}],
        }
        if self.created_by:
            shown["CreatedBy"] = self.created_by
        return shown


def _invalid(message: str) -> Refused:
    return Refused("InvalidParameterValueException", message)


def _parameters(definition: dict[str, Any]) -> dict[str, Any]:
    text = definition.get("InputParameters") or "{}"
    if isinstance(text, dict):
        definition["InputParameters"] = json.dumps(text)
        return text
    try:
        parsed = json.loads(text)
    except ValueError as error:
        raise _invalid(f"Invalid json {text} passed in the inputParameters field.") from error
    if not isinstance(parsed, dict):
        raise _invalid(f"Invalid json {text} passed in the inputParameters field.")
    return parsed


def _check_function(account_id: str, region: str, arn: str) -> None:
    """The identifier of a custom rule is the ARN of its function.

    https://docs.aws.amazon.com/config/latest/APIReference/API_Source.html

    :raises Refused: it is not, or the function does not admit AWS Config.
    """
    sender = Sender(
        "config.amazonaws.com", f"arn:aws:config:{region}:{account_id}:config-rule/x", account_id
    )
    if arn.split(":")[2:3] != ["lambda"] or not receivers.admits(arn, sender):
        raise Refused(
            "InsufficientPermissionsException",
            f"The AWS Lambda function {arn} cannot be invoked. Check the specified "
            "function ARN, and check the function's permissions.",
        )


def check(account_id: str, region: str, definition: dict[str, Any]) -> None:
    """:raises Refused: as PutConfigRule does."""
    source = definition.get("Source") or {}
    parameters = _parameters(definition)
    if source.get("Owner") not in _OWNERS:
        raise Refused(
            "ValidationException",
            f"Value '{source.get('Owner')}' at 'configRule.source.owner' failed to satisfy"
            " constraint",
        )
    frequency = definition.get("MaximumExecutionFrequency")
    if frequency and frequency not in _FREQUENCIES:
        raise Refused(
            "ValidationException",
            f"Value '{frequency}' at 'configRule.maximumExecutionFrequency' failed to satisfy"
            " constraint",
        )
    if source["Owner"] == "AWS":
        if source.get("SourceDetails"):
            raise _invalid("SourceDetails should be null/empty if the owner is AWS.")
        managed_rules.check(source.get("SourceIdentifier", ""), parameters)
    elif source["Owner"] == "CUSTOM_LAMBDA":
        _check_function(account_id, region, source.get("SourceIdentifier", ""))


def of(backend: "ConfigBackend") -> dict[str, Rule]:
    """The rules by name: moto's table, which has ours."""
    return cast("dict[str, Rule]", backend.config_rules)


def place(
    backend: "ConfigBackend", definition: dict[str, Any], created_by: str | None = None
) -> Rule:
    """Makes or changes a rule without asking whether the caller may."""
    rule = of(backend).get(definition["ConfigRuleName"])
    if rule is None:
        rule = Rule(backend.account_id, backend.region_name, definition, created_by)
        of(backend)[rule.config_rule_name] = rule
    else:
        rule.change(definition)
    return rule


def _name(backend: "ConfigBackend", definition: dict[str, Any]) -> str:
    if definition.get("ConfigRuleName"):
        return str(definition["ConfigRuleName"])
    for rule in backend.config_rules.values():
        if definition.get("ConfigRuleId") == rule.config_rule_id:
            return str(rule.config_rule_name)
        if definition.get("ConfigRuleArn") == rule.config_rule_arn:
            return str(rule.config_rule_name)
    raise _invalid("One or more identifiers needs to be provided. Provide Name or Id or Arn")


def put(
    backend: "ConfigBackend", config_rule: dict[str, Any], tags: list[dict[str, str]] | None = None
) -> str:
    """PutConfigRule."""
    if not backend.recorders:
        raise Refused(
            "NoAvailableConfigurationRecorderException",
            "Configuration recorder is not available to put the config rule.",
        )
    name = _name(backend, config_rule)
    existing = of(backend).get(name)
    if existing is None and len(of(backend)) >= RULES_PER_REGION:
        raise Refused(
            "MaxNumberOfConfigRulesExceededException",
            f"Failed to put config rule '{name}' because the maximum number of config rules:"
            f" {RULES_PER_REGION} is reached.",
        )
    if existing is not None and existing.created_by:
        raise Refused(
            "InsufficientPermissionsException", f"The rule {name} belongs to {existing.created_by}."
        )
    check(backend.account_id, backend.region_name, config_rule)
    rule = place(backend, {**config_rule, "ConfigRuleName": name})
    rule.tags.update({t["Key"]: t["Value"] for t in tags or []})
    return ""
