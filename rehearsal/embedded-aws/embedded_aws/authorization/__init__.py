"""Who may make a call, by what AWS documents about permissions.

The Service Authorization Reference, what services register about their calls,
the judgement, and a record of it. Nothing here imports a service.
"""
