"""AWS::EC2::SecurityGroup, with the rules that its template gives it and no other."""

from typing import Any

from embedded_aws.cloudformation.provider import Request
from embedded_aws.cloudformation.providers.api_calls import pick
from embedded_aws.services.ec2.tagged import Tagged

#: What a group has without rules of its own for what may leave it.
_ANYWHERE = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}
_RANGES = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}


def _permission(rule: dict[str, Any]) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"""
    found = pick(rule, "FromPort", "IpProtocol", "ToPort")
    for name, (table, key) in _RANGES.items():
        if name in rule:
            found.setdefault(table, []).append({key: rule[name], **pick(rule, "Description")})
    return found


def _ways_out(given: dict[str, Any]) -> list[dict[str, Any]]:
    return given.get("SecurityGroupEgress") or [_ANYWHERE]


class SecurityGroup(Tagged):
    type_name = "AWS::EC2::SecurityGroup"
    kind = "security-group"
    changeable = ("SecurityGroupEgress", "SecurityGroupIngress")

    def named(self, request: Request) -> dict[str, Any]:
        return {"GroupName": request.generated_name, **request.properties}

    def make(self, api: Any, given: dict[str, Any], tagging: dict[str, Any]) -> str:
        made = api.create_security_group(
            GroupName=given["GroupName"],
            Description=given["GroupDescription"],
            **pick(given, "VpcId"),
            **tagging,
        )
        return str(made["GroupId"])

    def configure(self, api: Any, made: str, given: dict[str, Any], old: dict[str, Any]) -> None:
        before, after = (one.get("SecurityGroupIngress") or [] for one in (old, given))
        self._change(
            made,
            before,
            after,
            api.authorize_security_group_ingress,
            api.revoke_security_group_ingress,
        )
        self._change(
            made,
            _ways_out(old),
            _ways_out(given),
            api.authorize_security_group_egress,
            api.revoke_security_group_egress,
        )

    def _change(self, group: str, before: Any, after: Any, authorize: Any, revoke: Any) -> None:
        gone = [_permission(rule) for rule in before if rule not in after]
        new = [_permission(rule) for rule in after if rule not in before]
        if gone:
            revoke(GroupId=group, IpPermissions=gone)
        if new:
            authorize(GroupId=group, IpPermissions=new)

    def attributes(self, api: Any, made: str) -> dict[str, Any]:
        [group] = api.describe_security_groups(GroupIds=[made])["SecurityGroups"]
        return {"GroupId": made, "Id": made, **pick(group, "VpcId")}

    def remove(self, api: Any, physical_id: str) -> None:
        api.delete_security_group(GroupId=physical_id)


PROVIDERS = (SecurityGroup(),)
