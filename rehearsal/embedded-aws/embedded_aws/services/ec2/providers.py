"""What makes AWS::EC2::* in stacks."""

from embedded_aws.services.ec2 import networks, routes, security_groups

PROVIDERS = (*networks.PROVIDERS, *routes.PROVIDERS, *security_groups.PROVIDERS)
