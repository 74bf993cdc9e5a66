"""AWS Batch on Fargate: environments, queues, definitions, and jobs that run as local processes.

https://docs.aws.amazon.com/batch/latest/userguide/fargate.html
"""
