"""ECR: repositories of stacks. Nothing is pushed to them or pulled."""
