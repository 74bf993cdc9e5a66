"""The API of Observability Admin, as far as centralization rules go."""

from moto.core.responses import ActionResult, BaseResponse, EmptyResult

from embedded_aws.gate import Refusal
from embedded_aws.paging import page
from embedded_aws.services.observabilityadmin.models import (
    ObservabilityAdminBackend,
    observabilityadmin_backends,
    of_account,
)

_PAGE = 100


class Response(BaseResponse):
    def __init__(self) -> None:
        super().__init__(service_name="observabilityadmin")
        self.automated_parameter_parsing = True

    @property
    def _here(self) -> ObservabilityAdminBackend:
        found: ObservabilityAdminBackend = observabilityadmin_backends[self.current_account][
            self.region
        ]
        found.require_administrator()
        return found

    def create_centralization_rule_for_organization(self) -> ActionResult:
        name, rule = self._get_param("RuleName"), self._get_param("Rule")
        made = self._here.create(name, rule, self._get_param("Tags") or {})
        return ActionResult({"RuleArn": made.arn})

    def update_centralization_rule_for_organization(self) -> ActionResult:
        identifier, rule = self._get_param("RuleIdentifier"), self._get_param("Rule")
        return ActionResult({"RuleArn": self._here.update(identifier, rule).arn})

    def get_centralization_rule_for_organization(self) -> ActionResult:
        found = self._here.find(self._get_param("RuleIdentifier"))
        return ActionResult({**found.summary(), "CentralizationRule": found.rule})

    def delete_centralization_rule_for_organization(self) -> ActionResult:
        here = self._here
        del here.rules[here.find(self._get_param("RuleIdentifier")).name]
        return EmptyResult()

    def list_centralization_rules_for_organization(self) -> ActionResult:
        here, prefix = self._here, self._get_param("RuleNamePrefix") or ""
        asked = of_account(self.current_account) if self._get_param("AllRegions") else [here]
        found = []
        for rule in (rule for one in asked for rule in one.rules.values()):
            account, region = rule.destination()
            if rule.name.startswith(prefix):
                place = {"DestinationAccountId": account, "DestinationRegion": region}
                found.append({**rule.summary(), **place})
        size, token = self._get_param("MaxResults"), self._get_param("NextToken")
        try:
            shown, following = page(found, _PAGE, size, token)
        except ValueError as cause:
            raise Refusal("ValidationException", "Invalid NextToken") from cause
        return ActionResult({"CentralizationRuleSummaries": shown, "NextToken": following})

    def tag_resource(self) -> ActionResult:
        self._here.find(self._get_param("ResourceARN")).tags.update(self._get_param("Tags"))
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        tags = self._here.find(self._get_param("ResourceARN")).tags
        for key in self._get_param("TagKeys"):
            tags.pop(key, None)
        return EmptyResult()

    def list_tags_for_resource(self) -> ActionResult:
        return ActionResult({"Tags": self._here.find(self._get_param("ResourceARN")).tags})
