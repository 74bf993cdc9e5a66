"""EventBridge: delivery to functions and topics, policies, and AWS's own events."""
