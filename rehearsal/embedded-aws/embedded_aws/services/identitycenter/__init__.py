"""IAM Identity Center: the regions of the instance, for those who look; moto has the rest."""
