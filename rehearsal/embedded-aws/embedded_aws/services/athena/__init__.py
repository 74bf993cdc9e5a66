"""Athena: workgroups and saved queries of stacks. No query runs: a control route answers."""
