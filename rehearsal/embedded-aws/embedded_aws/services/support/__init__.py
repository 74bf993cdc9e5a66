"""AWS Support, to an account without a support plan."""
