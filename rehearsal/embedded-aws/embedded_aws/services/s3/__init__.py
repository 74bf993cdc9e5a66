"""S3: access between accounts, event notifications, and whole buckets in CloudFormation."""
