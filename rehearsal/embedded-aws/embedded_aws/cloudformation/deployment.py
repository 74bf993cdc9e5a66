"""One template with one set of parameters in one stack: what it comes to."""

from typing import Any

from moto.utilities.utils import get_partition

from embedded_aws.cloudformation import exports, graph, parameters, schema
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.intrinsics import NO_VALUE, Resolver, as_text
from embedded_aws.cloudformation.registry import is_registered
from embedded_aws.cloudformation.stack import Output, Stack
from embedded_aws.cloudformation.template import Template

_POLICY_DEFAULT = "Delete"


class Deployment:
    """Checks everything that CloudFormation checks before it starts to work.

    :raises ValidationError: as CreateStack and UpdateStack answer it.
    """

    def __init__(self, stack: Stack, template: Template, given: dict[str, str]) -> None:
        self.stack = stack
        self.template = template
        self.imports: set[str] = set()
        #: Properties that need no other resource, once they are validated.
        self.prepared: dict[str, dict[str, Any]] = {}
        self.parameters = parameters.evaluate(template.section("Parameters"), given, self._read_ssm)
        pseudo = self._pseudo_parameters()
        self._resolver = Resolver(
            {**pseudo, **self.parameters.values},
            template.section("Mappings"),
            template.section("Conditions"),
            stack.region_name,
            ref=self._ref,
            get_att=self._get_att,
            import_value=self._import,
            dynamic=self._dynamic,
        )
        self._check_types()
        conditions = self._resolver.conditions
        for name in template.section("Conditions"):
            conditions.holds(name)
        self.graph = graph.dependencies(template.resources, conditions)
        graph.check_references(
            template.document,
            set(self.graph),
            conditions,
            {*pseudo, *self.parameters.values, "AWS::NoValue"},
        )
        self._check_attributes()
        self.order = graph.creation_order(self.graph)

    def properties(self, logical_id: str) -> dict[str, Any]:
        """The resolved properties; what they refer to must exist by now."""
        declared = self.template.resources[logical_id].get("Properties") or {}
        resolved = self._resolver.resolve(declared)
        return {} if resolved is NO_VALUE else dict(resolved)

    def property(self, logical_id: str, name: str) -> Any:
        """One resolved property; None where it is not set."""
        declared = self.template.resources[logical_id].get("Properties") or {}
        value = self._resolver.resolve(declared.get(name)) if name in declared else None
        return None if value is NO_VALUE else value

    def policy(self, logical_id: str, name: str) -> str:
        """DeletionPolicy or UpdateReplacePolicy."""
        value = self.template.resources[logical_id].get(name, _POLICY_DEFAULT)
        return str(self._resolver.resolve(value))

    def outputs(self) -> list[Output]:
        found = []
        for key, output in self.template.outputs.items():
            condition = output.get("Condition")
            if condition and not self._resolver.conditions.holds(condition):
                continue
            value = self._resolver.resolve(output.get("Value"))
            export = (output.get("Export") or {}).get("Name")
            found.append(
                Output(
                    key,
                    as_text(value),
                    output.get("Description"),
                    as_text(self._resolver.resolve(export)) if export else None,
                )
            )
        return found

    def _pseudo_parameters(self) -> dict[str, Any]:
        stack = self.stack
        partition = get_partition(stack.region_name)
        suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
        return {
            "AWS::AccountId": stack.account_id,
            "AWS::NotificationARNs": stack.notification_arns,
            "AWS::Partition": partition,
            "AWS::Region": stack.region_name,
            "AWS::StackId": stack.stack_id,
            "AWS::StackName": stack.name,
            "AWS::URLSuffix": suffix,
        }

    def _check_types(self) -> None:
        stack = self.stack
        unknown = {
            resource["Type"]
            for resource in self.template.resources.values()
            if not schema.is_known(resource["Type"], stack.region_name)
            and not is_registered(stack.account_id, stack.region_name, resource["Type"])
        }
        if unknown:
            raise ValidationError(
                "Template format error: Unrecognized resource types: "
                f"[{', '.join(sorted(unknown))}]"
            )

    def _check_attributes(self) -> None:
        resources = self.template.resources
        conditions = self._resolver.conditions
        nodes = [resources[name].get("Properties") for name in self.graph]
        nodes += [
            output.get("Value")
            for output in self.template.outputs.values()
            if "Condition" not in output or conditions.holds(output["Condition"])
        ]
        for name, attribute in graph.attributes(nodes, conditions):
            type_name = resources[name]["Type"]
            found = schema.schema_for(type_name, self.stack.region_name)
            if found and not found.has_attribute(attribute):
                raise ValidationError(
                    f"Template error: resource {name} does not support attribute "
                    f"type {attribute} in Fn::GetAtt"
                )

    def _ref(self, name: str) -> str:
        resource = self.stack.resources.get(name)
        if resource is None or resource.physical_id is None:
            raise ValidationError(
                f"Template format error: Unresolved resource dependencies [{name}] "
                "in the Resources block of the template"
            )
        return resource.physical_id

    def _get_att(self, name: str, attribute: str) -> Any:
        resource = self.stack.resources.get(name)
        if resource is None:
            raise ValidationError(
                f"Template error: instance of Fn::GetAtt references undefined resource {name}"
            )
        found: Any = resource.attributes.get(attribute)
        if found is None:
            found = _descend(resource.attributes, attribute)
        if found is None:
            found = _descend(resource.properties, attribute)
        if found is None:
            kind = "CustomResource" if schema.is_custom(resource.type_name) else name
            raise ValidationError(
                f"{kind} attribute error: Vendor response doesn't contain {attribute} "
                f"attribute in object {resource.physical_id}"
            )
        return found

    def _import(self, name: str) -> str:
        value = exports.value(self.stack, name)
        self.imports.add(name)
        return value

    def _read_ssm(self, name: str) -> str | None:
        from moto.ssm.models import ssm_backends

        backend = ssm_backends[self.stack.account_id][self.stack.region_name]
        parameter = backend.get_parameter(name)
        return parameter.value if parameter else None

    def _dynamic(self, service: str, key: str) -> str:
        if service in ("ssm", "ssm-secure"):
            value = self._read_ssm(key)
            if value is not None:
                return value
            raise ValidationError(
                f"Unable to fetch parameters [{key}] from parameter store for this account."
            )
        raise ValidationError(
            f"Could not parse SecretId from '{service}:{key}': the dynamic reference "
            "is not modelled"
        )


def _descend(value: Any, path: str) -> Any:
    for part in path.split("."):
        if not isinstance(value, dict) or part not in value:
            return None
        value = value[part]
    return value
