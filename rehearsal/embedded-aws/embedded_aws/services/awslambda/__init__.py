"""Functions that really run: a local process with the credentials of their role."""
