"""Glue: databases and tables of stacks, in the data catalog."""
