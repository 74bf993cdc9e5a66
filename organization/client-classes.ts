import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { AccountClient } from '@aws-sdk/client-account';
import { AthenaClient } from '@aws-sdk/client-athena';
import { BatchClient } from '@aws-sdk/client-batch';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import type { ClientClasses, ClientsOf } from './lazy-clients.ts';

/** The services that an organization is read of: the one list of them. */
export const clientClasses = {
  accessAnalyzer: AccessAnalyzerClient,
  account: AccountClient,
  athena: AthenaClient,
  batch: BatchClient,
  cloudFormation: CloudFormationClient,
  cloudTrail: CloudTrailClient,
  cloudWatch: CloudWatchClient,
  cloudWatchLogs: CloudWatchLogsClient,
  codeBuild: CodeBuildClient,
  configService: ConfigServiceClient,
  dynamoDb: DynamoDBClient,
  ec2: EC2Client,
  ecr: ECRClient,
  eventBridge: EventBridgeClient,
  glue: GlueClient,
  guardDuty: GuardDutyClient,
  iam: IAMClient,
  kms: KMSClient,
  lambda: LambdaClient,
  organizations: OrganizationsClient,
  s3: S3Client,
  serviceQuotas: ServiceQuotasClient,
  sns: SNSClient,
  sqs: SQSClient,
  ssoAdmin: SSOAdminClient,
  sts: STSClient,
} satisfies ClientClasses;

/** The clients of one account in one region. */
export type Clients = ClientsOf<typeof clientClasses>;
