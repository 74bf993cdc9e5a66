"""What AWS documents about permissions, apart from any service.

The Service Authorization Reference, what services register about their calls,
and a record of what was judged. Nothing here imports a service: services
import this package, and ``services/authorization`` judges by it.
"""
