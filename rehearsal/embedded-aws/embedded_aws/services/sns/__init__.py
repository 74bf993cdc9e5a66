"""SNS: whom a topic reaches, what it took, and who may publish."""
