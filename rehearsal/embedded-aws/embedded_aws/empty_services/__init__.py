"""Answers of an account that has nothing, for services and actions that moto lacks.

Off unless ``POST /empty-services`` turns it on, which a test of scanners does: these read
every service, and what a deployment calls stays refused as NotImplemented.
"""
