"""Amazon Macie, which is off until it is enabled; moto's is on everywhere.

https://docs.aws.amazon.com/macie/latest/APIReference/macie.html
"""
