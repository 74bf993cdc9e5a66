import type { Severity, Tool } from '../../../security-audit/types.ts';

/** A check, and what a resource that fails it looks like: `#` is a number, `@` an account, `%` a region. */
export interface SampleCheck {
  tool: Tool;
  check: string;
  title: string;
  severity: Severity;
  service: string;
  controls: string[];
  resource: string;
  /** How often it fails, against the others. */
  weight: number;
}

// Names and titles as Prowler 5 and ScoutSuite 5 have them.
const prowler = `
iam_root_mfa_enabled|Root account has MFA enabled|critical|CIS-5.0 1.4,FSBP IAM.9|arn:aws:iam::@:root|1
iam_no_root_access_key|Root account has no active access keys|critical|CIS-5.0 1.3,FSBP IAM.4|arn:aws:iam::@:root|1
rds_instance_no_public_access|RDS instance is not publicly exposed to the Internet|critical|CIS-5.0 2.2.3,FSBP RDS.2|arn:aws:rds:%:@:db:orders-#|2
ec2_securitygroup_allow_ingress_from_internet_to_all_ports|Security group does not have all ports open to the Internet|critical|CIS-5.0 5.3,CIS-5.0 5.4|arn:aws:ec2:%:@:security-group/sg-0a#|3
awslambda_function_not_publicly_accessible|Lambda function resource-based policy does not allow public access|critical|FSBP Lambda.1|arn:aws:lambda:%:@:function:webhook-#|1
ecr_repositories_not_publicly_accessible|ECR repository is not publicly accessible|critical||arn:aws:ecr:%:@:repository/base-#|1
ec2_ebs_public_snapshot|EBS snapshot is not public|critical|FSBP EC2.1|arn:aws:ec2:%:@:snapshot/snap-0f#|1
s3_bucket_level_public_access_block|S3 bucket has Block Public Access with IgnorePublicAcls and RestrictPublicBuckets enabled at bucket or account level|high|CIS-5.0 2.1.4,FSBP S3.8|arn:aws:s3:::exports-@-#|9
iam_user_mfa_enabled_console_access|IAM user has MFA enabled for console access or no console password is set|high|CIS-5.0 1.9,FSBP IAM.5,FSBP IAM.19|arn:aws:iam::@:user/ci-#|7
ec2_instance_imdsv2_enabled|EC2 instance requires IMDSv2 or has the instance metadata service disabled|high|CIS-5.0 5.7,FSBP EC2.8|arn:aws:ec2:%:@:instance/i-0b#|22
ec2_ebs_volume_encryption|EBS volume is encrypted|high|CIS-5.0 5.1.1,FSBP EC2.3|arn:aws:ec2:%:@:volume/vol-0c#|26
ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22|Security group does not allow ingress from 0.0.0.0/0 or ::/0 to TCP port 22 (SSH)|high|CIS-5.0 5.3,CIS-5.0 5.4,FSBP EC2.13,PCI-4.0 1.3.1,NIST-800-53 AC-4|arn:aws:ec2:%:@:security-group/sg-0a#|8
ec2_securitygroup_default_restrict_traffic|VPC default security group has no inbound or outbound rules|high|CIS-5.0 5.5,FSBP EC2.2|arn:aws:ec2:%:@:security-group/sg-0d#|18
kms_cmk_rotation_enabled|KMS customer-managed symmetric CMK has automatic rotation enabled|high|CIS-5.0 3.6,FSBP KMS.4|arn:aws:kms:%:@:key/5f1c#|8
rds_instance_storage_encrypted|RDS DB instance storage is encrypted at rest|high|CIS-5.0 2.2.1,FSBP RDS.3|arn:aws:rds:%:@:db:orders-#|5
s3_account_level_public_access_blocks|S3 account-level Block Public Access ignores public ACLs and restricts public buckets|high|CIS-5.0 2.1.4,FSBP S3.1|arn:aws:s3:::@|1
ecs_task_definitions_no_environment_secrets|ECS task definition has no secrets in environment variables|high|FSBP ECS.8|arn:aws:ecs:%:@:task-definition/api:#|5
iam_rotate_access_key_90_days|IAM user does not have active access keys older than 90 days|medium|CIS-5.0 1.13,FSBP IAM.3|arn:aws:iam::@:user/ci-#|14
iam_user_accesskey_unused|IAM user does not have unused access keys older than 45 days|medium|CIS-5.0 1.11,FSBP IAM.8,FSBP IAM.22,FSBP IAM.26|arn:aws:iam::@:user/ci-#|11
s3_bucket_secure_transport_policy|S3 bucket policy denies requests over insecure transport|medium|CIS-5.0 2.1.1,FSBP S3.5|arn:aws:s3:::logs-@-#|34
s3_bucket_object_versioning|S3 bucket has object versioning enabled|medium|FSBP S3.14|arn:aws:s3:::logs-@-#|24
s3_bucket_no_mfa_delete|S3 bucket has MFA Delete enabled|medium|CIS-5.0 2.1.2,FSBP S3.20|arn:aws:s3:::logs-@-#|34
vpc_flow_logs_enabled|VPC flow logs are enabled|medium|CIS-5.0 3.7,FSBP EC2.6|arn:aws:ec2:%:@:vpc/vpc-0e#|12
cloudwatch_log_group_kms_encryption_enabled|CloudWatch log group is encrypted with an AWS KMS key|medium||arn:aws:logs:%:@:log-group:/aws/lambda/job-#|58
awslambda_function_env_vars_not_encrypted_with_cmk|Lambda function environment variables are encrypted with a customer-managed KMS key|medium||arn:aws:lambda:%:@:function:job-#|30
ecr_repositories_tag_immutability|ECR repository has image tag immutability enabled|medium|FSBP ECR.2|arn:aws:ecr:%:@:repository/service-#|14
elbv2_logging_enabled|ELBv2 Application Load Balancer has access logs to S3 configured|medium|FSBP ELB.5|arn:aws:elasticloadbalancing:%:@:loadbalancer/app/edge/#|8
sns_topics_kms_encryption_at_rest_enabled|SNS topic is encrypted at rest with KMS|medium|FSBP SNS.1|arn:aws:sns:%:@:events-#|16
sqs_queues_server_side_encryption_enabled|SQS queue is encrypted at rest|medium|FSBP SQS.1|arn:aws:sqs:%:@:jobs-#|12
dynamodb_tables_pitr_enabled|DynamoDB table has point-in-time recovery enabled|medium|FSBP DynamoDB.2|arn:aws:dynamodb:%:@:table/carts-#|10
cloudfront_distributions_logging_enabled|CloudFront distribution has logging enabled|medium|FSBP CloudFront.5|arn:aws:cloudfront::@:distribution/E2#|4
apigateway_restapi_logging_enabled|API Gateway REST API stage has logging enabled|medium|FSBP APIGateway.1|arn:aws:apigateway:%::/restapis/a1#/stages/live|5
backup_vaults_exist|At least one AWS Backup vault exists|low|ISO-27001 A.8.13|arn:aws:backup:%:@:backup-vault|4
accessanalyzer_enabled|IAM Access Analyzer is enabled|low|CIS-5.0 1.19|arn:aws:access-analyzer:%:@:analyzer/unknown|8
iam_policy_attached_only_to_group_or_roles|IAM user has no inline or attached policies|low|CIS-5.0 1.14|arn:aws:iam::@:user/ci-#|12
ec2_instance_detailed_monitoring_enabled|EC2 instance has detailed monitoring enabled|low||arn:aws:ec2:%:@:instance/i-0b#|26
codebuild_project_s3_logs_encrypted|CodeBuild project S3 logs are encrypted at rest|low|FSBP CodeBuild.3|arn:aws:codebuild:%:@:project/build-#|4
ssm_documents_set_as_public|SSM document is not public|informational||arn:aws:ssm:%:@:document/run-#|2
trustedadvisor_premium_support_plan_subscribed|AWS account is subscribed to a premium support plan|informational||arn:aws:trustedadvisor::@:account|2`;

const scoutsuite = `
iam-user-without-mfa|User without MFA|high|CIS-5.0 1.9|ci-#|5
ec2-security-group-opens-all-ports|Security group opens all ports|high|CIS-5.0 5.3|sg-0a#|4
s3-bucket-no-logging|Bucket access logging disabled|medium|FSBP S3.9|logs-@-#|20
s3-bucket-no-default-encryption|Bucket without default encryption enabled|medium||logs-@-#|6
ec2-default-security-group-in-use|Default security groups in use|medium|CIS-5.0 5.5|sg-0d#|12
vpc-subnet-without-flow-log|Subnet without a flow log|medium|CIS-5.0 3.7|subnet-0e#|18
elbv2-no-deletion-protection|Lack of ELBv2 deletion protection|low|FSBP ELB.6|edge-#|8`;

function read(tool: Tool, text: string): SampleCheck[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [check = '', title = '', severity, controls, resource = '', weight] = line.split('|');
      return {
        ...{ tool, check, title, resource, weight: Number(weight) },
        severity: severity as Severity,
        service: check.split(/[_-]/)[0] ?? '',
        controls: (controls ?? '').split(',').filter(Boolean),
      };
    });
}

export const sampleChecks = [...read('prowler', prowler), ...read('scoutsuite', scoutsuite)];
