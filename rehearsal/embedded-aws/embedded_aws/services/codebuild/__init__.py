"""CodeBuild: projects with a source in S3 whose builds push an image to ECR.

There is no Docker: a build checks what it would need, and puts an image into the repository.
https://docs.aws.amazon.com/codebuild/latest/userguide/sample-docker.html
"""
