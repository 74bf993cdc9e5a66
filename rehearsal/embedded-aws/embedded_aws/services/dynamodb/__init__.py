"""DynamoDB: tables of stacks, with every property that moto's model leaves out, and their items."""
