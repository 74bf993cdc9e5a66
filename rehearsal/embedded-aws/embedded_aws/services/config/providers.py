"""What makes AWS::Config::* in stacks."""

from embedded_aws.services.config import account_providers, organization_providers

PROVIDERS = (*account_providers.PROVIDERS, *organization_providers.PROVIDERS)
