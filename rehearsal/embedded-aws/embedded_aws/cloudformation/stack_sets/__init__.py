"""StackSets: one template as real stacks in accounts and regions.

Every operation has ended when its call returns.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html
"""
