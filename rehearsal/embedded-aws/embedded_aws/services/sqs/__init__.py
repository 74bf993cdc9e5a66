"""SQS: queues that lose nothing, and what waits in one as a metric that alarms follow at once.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
"""
