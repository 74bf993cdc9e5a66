"""IAM Access Analyzer: analyzers of accounts and of the organization. None finds anything.

https://docs.aws.amazon.com/access-analyzer/latest/APIReference/Welcome.html
"""
