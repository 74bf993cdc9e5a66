"""Reads what services keep: any service may, and none imports another for it."""
