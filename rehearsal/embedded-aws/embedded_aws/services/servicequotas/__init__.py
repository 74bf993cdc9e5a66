"""Service Quotas: the applied values of quotas that a deployment can come up against."""
