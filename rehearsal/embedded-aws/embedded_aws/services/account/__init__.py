"""The regions of an account: Account Management, and EC2's view of them."""
