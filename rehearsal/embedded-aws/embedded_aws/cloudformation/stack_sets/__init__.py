"""StackSets: one template as real stacks in accounts and regions.

Operations run in the background, after their call has returned.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html
"""
