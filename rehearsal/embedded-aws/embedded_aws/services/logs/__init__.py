"""CloudWatch Logs and alarms: filters count and deliver lines, and alarms follow."""
