"""AWS::ObservabilityAdmin::OrganizationCentralizationRule.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-observabilityadmin-organizationcentralizationrule.html
"""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request, ResourceError, already_exists
from embedded_aws.cloudformation.providers.api_calls import client, strict_client, tags


class CentralizationRule:
    type_name = "AWS::ObservabilityAdmin::OrganizationCentralizationRule"

    def create(self, request: Request) -> Handled:
        given = request.properties
        try:
            with strict_client("observabilityadmin", request) as api:
                made = api.create_centralization_rule_for_organization(
                    RuleName=given["RuleName"],
                    Rule=given["Rule"],
                    Tags=tags(request, given.get("Tags")),
                )
        except ResourceError as error:
            if error.code == "ConflictException":
                raise already_exists(self.type_name, given["RuleName"]) from error
            raise
        return self._handled(made["RuleArn"])

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        wanted = tags(request, request.properties.get("Tags"))
        with client("observabilityadmin", request) as api:
            api.update_centralization_rule_for_organization(
                RuleIdentifier=physical_id, Rule=request.properties["Rule"]
            )
            there = api.list_tags_for_resource(ResourceARN=physical_id)["Tags"]
            gone = sorted(there.keys() - wanted.keys())
            if gone:
                api.untag_resource(ResourceARN=physical_id, TagKeys=gone)
            if wanted:
                api.tag_resource(ResourceARN=physical_id, Tags=wanted)
        return self._handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("observabilityadmin", request) as api:
            api.delete_centralization_rule_for_organization(RuleIdentifier=physical_id)

    def _handled(self, arn: str) -> Handled:
        return Handled(arn, {"RuleArn": arn})


PROVIDERS = (CentralizationRule(),)
