"""VPCs whose making is an event, networks of stacks, and flow logs that go where they may."""
