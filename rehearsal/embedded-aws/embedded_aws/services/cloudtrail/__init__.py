"""CloudTrail: trails of organizations, and what CreateTrail refuses."""
