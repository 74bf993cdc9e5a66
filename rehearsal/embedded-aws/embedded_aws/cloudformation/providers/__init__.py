"""What makes resources: our own providers, moto's models, or a record."""
