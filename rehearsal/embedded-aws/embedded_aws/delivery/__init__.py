"""What services send to each other: messages to queues, topics and functions, and events.

A service that receives registers how; one that sends asks here and imports no other.
"""
