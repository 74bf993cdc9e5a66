"""CloudWatch Logs and alarms: metric filters and lines with metrics count, and alarms follow."""
