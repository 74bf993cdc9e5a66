"""KMS: what policies may ask about its keys."""
