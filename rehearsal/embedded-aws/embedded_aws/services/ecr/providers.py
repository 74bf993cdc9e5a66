"""AWS::ECR::Repository.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html
"""

import json
from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request
from embedded_aws.cloudformation.providers.api_calls import as_list, client, strict_client, tags


class Repository:
    type_name = "AWS::ECR::Repository"

    def create(self, request: Request) -> Handled:
        given = request.properties
        # Names are in lower case.
        name = given.get("RepositoryName") or request.generated_name.lower()
        encryption = given.get("EncryptionConfiguration") or {"EncryptionType": "AES256"}
        with strict_client("ecr", request) as api:
            made = api.create_repository(
                repositoryName=name,
                encryptionConfiguration=_api(encryption),
                tags=as_list(tags(request, given.get("Tags"))),
            )["repository"]
            self._configure(api, name, given, {})
        return self._handled(made)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client("ecr", request) as api:
            [known] = api.describe_repositories(repositoryNames=[physical_id])["repositories"]
            self._configure(api, physical_id, request.properties, old_properties)
            arn, wanted = known["repositoryArn"], tags(request, request.properties.get("Tags"))
            gone = {one["Key"] for one in old_properties.get("Tags") or []} - wanted.keys()
            if gone:
                api.untag_resource(resourceArn=arn, tagKeys=sorted(gone))
            if wanted:
                api.tag_resource(resourceArn=arn, tags=as_list(wanted))
        return self._handled(known)

    def delete(self, request: Request, physical_id: str) -> None:
        """One that has images stays, unless its template says otherwise."""
        force = str(request.properties.get("EmptyOnDelete")).lower() == "true"
        with client("ecr", request) as api:
            api.delete_repository(repositoryName=physical_id, force=force)

    def _configure(self, api: Any, name: str, given: dict[str, Any], old: dict[str, Any]) -> None:
        scanning = given.get("ImageScanningConfiguration") or {"ScanOnPush": False}
        api.put_image_scanning_configuration(
            repositoryName=name, imageScanningConfiguration=_api(scanning)
        )
        api.put_image_tag_mutability(
            repositoryName=name, imageTagMutability=given.get("ImageTagMutability", "MUTABLE")
        )
        lifecycle = (given.get("LifecyclePolicy") or {}).get("LifecyclePolicyText")
        if lifecycle:
            api.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=lifecycle)
        elif old.get("LifecyclePolicy"):
            api.delete_lifecycle_policy(repositoryName=name)
        policy = given.get("RepositoryPolicyText")
        if policy:
            text = policy if isinstance(policy, str) else json.dumps(policy)
            api.set_repository_policy(repositoryName=name, policyText=text)
        elif old.get("RepositoryPolicyText"):
            api.delete_repository_policy(repositoryName=name)

    def _handled(self, made: dict[str, Any]) -> Handled:
        attributes = {"Arn": made["repositoryArn"], "RepositoryUri": made["repositoryUri"]}
        return Handled(made["repositoryName"], attributes)


def _api(given: dict[str, Any]) -> dict[str, Any]:
    return {key[0].lower() + key[1:]: value for key, value in given.items()}


PROVIDERS = (Repository(),)
