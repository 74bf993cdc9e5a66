"""Amazon Macie, which is off until somebody enables it; moto's is on everywhere.

https://docs.aws.amazon.com/macie/latest/APIReference/macie.html
"""
