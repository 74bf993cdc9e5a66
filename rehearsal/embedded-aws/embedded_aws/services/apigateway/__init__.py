"""API Gateway: which resources its calls name. All else of it is moto's."""
