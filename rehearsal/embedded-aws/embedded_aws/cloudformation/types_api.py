"""RegisterType and its companions, as org-formation's register-type calls them."""

from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.cloudformation import registry
from embedded_aws.cloudformation.errors import TypeNotFound


def _name(response: CloudFormationResponse) -> str:
    get = response._get_param
    return str(get("TypeName") or get("Arn") or get("TypeArn"))


def _get(response: CloudFormationResponse) -> registry.RegisteredType:
    return registry.get(response.current_account, response.region, _name(response))


def register_type(self: CloudFormationResponse) -> ActionResult:
    token = registry.register(self.current_account, self.region, _name(self))
    return ActionResult({"RegistrationToken": token})


def describe_type_registration(self: CloudFormationResponse) -> ActionResult:
    token = self._get_param("RegistrationToken", "")
    parts = token.split("|")
    if len(parts) != 3:
        raise TypeNotFound(f"Registration token {token} cannot be found.")
    registered = registry.get(self.current_account, self.region, parts[1])
    return ActionResult(
        {
            "ProgressStatus": "COMPLETE",
            "Description": "Deployment is currently in DEPLOY_STAGE of status COMPLETED",
            "TypeArn": registered.arn,
            "TypeVersionArn": f"{registered.arn}/{parts[2]}",
        }
    )


def describe_type(self: CloudFormationResponse) -> ActionResult:
    registered = _get(self)
    return ActionResult(
        {
            "Arn": registered.arn,
            "Type": "RESOURCE",
            "TypeName": registered.name,
            "DefaultVersionId": registered.default_version,
            "IsDefaultVersion": True,
            "DeprecatedStatus": "LIVE",
            "Visibility": "PRIVATE",
        }
    )


def set_type_default_version(self: CloudFormationResponse) -> ActionResult:
    registered = _get(self)
    version = self._get_param("VersionId") or _name(self).rsplit("/", 1)[-1]
    if version in registered.versions:
        registered.default_version = version
    return EmptyResult()


def list_type_versions(self: CloudFormationResponse) -> ActionResult:
    registered = _get(self)
    return ActionResult(
        {
            "TypeVersionSummaries": [
                {
                    "Type": "RESOURCE",
                    "TypeName": registered.name,
                    "VersionId": version,
                    "IsDefaultVersion": version == registered.default_version,
                    "Arn": f"{registered.arn}/{version}",
                }
                for version in registered.versions
            ]
        }
    )


def list_type_registrations(self: CloudFormationResponse) -> ActionResult:
    return ActionResult({"RegistrationTokenList": []})


def deregister_type(self: CloudFormationResponse) -> ActionResult:
    registry.deregister(
        self.current_account,
        self.region,
        _name(self),
        self._get_param("VersionId"),
    )
    return EmptyResult()
