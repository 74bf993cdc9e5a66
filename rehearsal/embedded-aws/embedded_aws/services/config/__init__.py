"""AWS Config: what it refuses, and what an organization's administrator fans out."""
