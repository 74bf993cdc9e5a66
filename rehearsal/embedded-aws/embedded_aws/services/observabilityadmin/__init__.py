"""CloudWatch Observability Admin: rules that copy log groups to another account.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_Centralization.html
"""
