"""AWS::IAM::Role: moto's model forgets managed policies and cannot be changed."""

import json
from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request
from embedded_aws.cloudformation.providers.api_calls import (
    as_list,
    client,
    pick,
    strict_client,
    tags,
)
from embedded_aws.services.identity.linked_roles import LinkedRoleProvider


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)


class Role:
    type_name = "AWS::IAM::Role"

    def create(self, request: Request) -> Handled:
        given = request.properties
        name = given.get("RoleName", request.generated_name)
        own = tags(request, given.get("Tags"))
        with strict_client("iam", request) as api:
            made = api.create_role(
                RoleName=name,
                AssumeRolePolicyDocument=_text(given["AssumeRolePolicyDocument"]),
                Tags=as_list(own),
                **pick(
                    given,
                    "Description",
                    "MaxSessionDuration",
                    "Path",
                    "PermissionsBoundary",
                ),
            )["Role"]
            try:
                self._policies(api, name, given, {})
            except Exception:
                self._remove(api, name)
                raise
        return Handled(name, {"Arn": made["Arn"], "RoleId": made["RoleId"]})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        with client("iam", request) as api:
            trust = given["AssumeRolePolicyDocument"]
            if trust != old_properties.get("AssumeRolePolicyDocument"):
                api.update_assume_role_policy(RoleName=physical_id, PolicyDocument=_text(trust))
            api.update_role(
                RoleName=physical_id,
                Description=given.get("Description", ""),
                MaxSessionDuration=given.get("MaxSessionDuration", 3600),
            )
            boundary = given.get("PermissionsBoundary")
            if boundary:
                api.put_role_permissions_boundary(
                    RoleName=physical_id, PermissionsBoundary=boundary
                )
            elif old_properties.get("PermissionsBoundary"):
                api.delete_role_permissions_boundary(RoleName=physical_id)
            self._policies(api, physical_id, given, old_properties)
            self._tag(api, physical_id, request, old_properties)
            made = api.get_role(RoleName=physical_id)["Role"]
        return Handled(physical_id, {"Arn": made["Arn"], "RoleId": made["RoleId"]})

    def delete(self, request: Request, physical_id: str) -> None:
        with client("iam", request) as api:
            for policy in request.properties.get("Policies") or []:
                self._forget(api, physical_id, policy["PolicyName"])
            for arn in request.properties.get("ManagedPolicyArns") or []:
                api.detach_role_policy(RoleName=physical_id, PolicyArn=arn)
            api.delete_role(RoleName=physical_id)

    def _forget(self, api: Any, name: str, policy_name: str) -> None:
        listed = api.list_role_policies(RoleName=name)["PolicyNames"]
        if policy_name in listed:
            api.delete_role_policy(RoleName=name, PolicyName=policy_name)

    def _remove(self, api: Any, name: str) -> None:
        for policy_name in api.list_role_policies(RoleName=name)["PolicyNames"]:
            api.delete_role_policy(RoleName=name, PolicyName=policy_name)
        attached = api.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        for policy in attached:
            api.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
        api.delete_role(RoleName=name)

    def _policies(self, api: Any, name: str, given: dict[str, Any], old: dict[str, Any]) -> None:
        inline = {p["PolicyName"]: p for p in given.get("Policies") or []}
        for policy in inline.values():
            api.put_role_policy(
                RoleName=name,
                PolicyName=policy["PolicyName"],
                PolicyDocument=_text(policy["PolicyDocument"]),
            )
        for policy in old.get("Policies") or []:
            if policy["PolicyName"] not in inline:
                self._forget(api, name, policy["PolicyName"])
        managed = list(dict.fromkeys(given.get("ManagedPolicyArns") or []))
        before = old.get("ManagedPolicyArns") or []
        for arn in managed:
            if arn not in before:
                api.attach_role_policy(RoleName=name, PolicyArn=arn)
        for arn in before:
            if arn not in managed:
                api.detach_role_policy(RoleName=name, PolicyArn=arn)

    def _tag(self, api: Any, name: str, request: Request, old: dict[str, Any]) -> None:
        own = tags(request, request.properties.get("Tags"))
        if own:
            api.tag_role(RoleName=name, Tags=as_list(own))
        gone = [t["Key"] for t in old.get("Tags") or [] if t["Key"] not in own]
        if gone:
            api.untag_role(RoleName=name, TagKeys=gone)


class ManagedPolicy:
    """Its versions are pruned as CloudFormation does: IAM keeps five."""

    type_name = "AWS::IAM::ManagedPolicy"

    def create(self, request: Request) -> Handled:
        given = request.properties
        with strict_client("iam", request) as api:
            arn = api.create_policy(
                PolicyName=given.get("ManagedPolicyName", request.generated_name),
                PolicyDocument=_text(given["PolicyDocument"]),
                **pick(given, "Description", "Path"),
            )["Policy"]["Arn"]
            self._attach(api, arn, given, {})
        return Handled(arn, {"PolicyArn": arn})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        with client("iam", request) as api:
            if given["PolicyDocument"] != old_properties.get("PolicyDocument"):
                self._prune(api, physical_id)
                api.create_policy_version(
                    PolicyArn=physical_id,
                    PolicyDocument=_text(given["PolicyDocument"]),
                    SetAsDefault=True,
                )
            self._attach(api, physical_id, given, old_properties)
        return Handled(physical_id, {"PolicyArn": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        with client("iam", request) as api:
            self._attach(api, physical_id, {}, request.properties)
            self._prune(api, physical_id)
            api.delete_policy(PolicyArn=physical_id)

    def _prune(self, api: Any, arn: str) -> None:
        for version in api.list_policy_versions(PolicyArn=arn)["Versions"]:
            if not version["IsDefaultVersion"]:
                api.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])

    def _attach(self, api: Any, arn: str, given: dict[str, Any], old: dict[str, Any]) -> None:
        for key, noun in (("Roles", "role"), ("Users", "user"), ("Groups", "group")):
            wanted, before = given.get(key) or [], old.get(key) or []
            argument = f"{noun.capitalize()}Name"
            for name in wanted:
                if name not in before:
                    attach = getattr(api, f"attach_{noun}_policy")
                    attach(**{argument: name, "PolicyArn": arn})
            for name in before:
                if name not in wanted:
                    detach = getattr(api, f"detach_{noun}_policy")
                    detach(**{argument: name, "PolicyArn": arn})


PROVIDERS = (LinkedRoleProvider(), ManagedPolicy(), Role())
