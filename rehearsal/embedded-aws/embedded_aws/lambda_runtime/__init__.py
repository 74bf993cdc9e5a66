"""Runs the code of a function in a process of its runtime."""
