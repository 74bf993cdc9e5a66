"""Athena: workgroups and saved queries of stacks. No query runs."""
