"""What makes resources of any service: moto's models, calls of an API, or a checked record."""
