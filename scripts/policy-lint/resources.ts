/** What CloudFormation makes of a resource: enough of its ARN to identify its type. */
interface Named {
  /** The property that names it; without it CloudFormation makes up a name. */
  readonly property?: string;
  readonly arn: (name: string) => string;
  /** Whether Ref is the ARN; it is the name otherwise. */
  readonly refIsArn?: boolean;
}

const here = 'eu-west-1:111111111111';

/** The types whose ARNs policies take from Fn::GetAtt or Ref. */
const types: Readonly<Record<string, Named>> = {
  'AWS::DynamoDB::Table': {
    property: 'TableName',
    arn: (name) => `arn:aws:dynamodb:${here}:table/${name}`,
  },
  'AWS::CodeBuild::Project': {
    property: 'Name',
    arn: (name) => `arn:aws:codebuild:${here}:project/${name}`,
  },
  'AWS::ECR::Repository': {
    property: 'RepositoryName',
    arn: (name) => `arn:aws:ecr:${here}:repository/${name}`,
  },
  'AWS::Events::EventBus': {
    property: 'Name',
    arn: (name) => `arn:aws:events:${here}:event-bus/${name}`,
  },
  'AWS::Events::Rule': { property: 'Name', arn: (name) => `arn:aws:events:${here}:rule/${name}` },
  'AWS::IAM::Role': {
    property: 'RoleName',
    arn: (name) => `arn:aws:iam::111111111111:role/${name}`,
  },
  'AWS::KMS::Key': { arn: (name) => `arn:aws:kms:${here}:key/${name}` },
  'AWS::Lambda::Function': {
    property: 'FunctionName',
    arn: (name) => `arn:aws:lambda:${here}:function:${name}`,
  },
  // The ARN of Fn::GetAtt ends in :*.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
  'AWS::Logs::LogGroup': {
    property: 'LogGroupName',
    arn: (name) => `arn:aws:logs:${here}:log-group:${name}:*`,
  },
  'AWS::S3::Bucket': { property: 'BucketName', arn: (name) => `arn:aws:s3:::${name}` },
  'AWS::SNS::Topic': {
    property: 'TopicName',
    arn: (name) => `arn:aws:sns:${here}:${name}`,
    refIsArn: true,
  },
  'AWS::SQS::Queue': { property: 'QueueName', arn: (name) => `arn:aws:sqs:${here}:${name}` },
  'AWS::Batch::JobQueue': {
    property: 'JobQueueName',
    arn: (name) => `arn:aws:batch:${here}:job-queue/${name}`,
    refIsArn: true,
  },
  'AWS::Batch::JobDefinition': {
    property: 'JobDefinitionName',
    arn: (name) => `arn:aws:batch:${here}:job-definition/${name}:1`,
    refIsArn: true,
  },
};

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/**
 * What Ref and Fn::GetAtt of a resource give.
 *
 * @param nameOf resolves the property that names the resource
 */
export function attributeOf(
  id: string,
  resource: Resource,
  attribute: string | undefined,
  nameOf: (property: unknown) => unknown,
): string {
  const type = types[resource.Type];
  const property = type?.property && resource.Properties?.[type.property];
  const name = property ? String(nameOf(property)) : id;
  const wantsArn = attribute === undefined ? type?.refIsArn : /Arn$/.test(attribute);
  return wantsArn && type ? type.arn(name) : name;
}
