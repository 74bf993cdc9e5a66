import { Unresolved } from '../../preflight/deployment/intrinsics.ts';
import type { Place } from './types.ts';

/** An attribute of a resource, from what `Ref` of it gives. */
type Attribute = (id: string, place: Place) => string;

const arn =
  (service: string, resource: (id: string) => string): Attribute =>
  (id, { partition, region, accountId }) =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource(id)}`;

const lastOf = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

/** `!GetAtt` of the types whose attributes the templates use. */
const attributes: Readonly<Record<string, Readonly<Record<string, Attribute>>>> = {
  'AWS::DynamoDB::Table': { Arn: arn('dynamodb', (id) => `table/${id}`) },
  'AWS::ECR::Repository': {
    Arn: arn('ecr', (id) => `repository/${id}`),
    RepositoryUri: (id, { accountId, region, partition }) =>
      `${accountId}.dkr.ecr.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${id}`,
  },
  'AWS::Events::EventBus': {
    Arn: arn('events', (id) => `event-bus/${id}`),
    Name: (id) => id,
  },
  'AWS::Events::Rule': { Arn: arn('events', (id) => `rule/${id.replace('|', '/')}`) },
  'AWS::IAM::Role': {
    Arn: (id, { partition, accountId }) => `arn:${partition}:iam::${accountId}:role/${id}`,
  },
  'AWS::KMS::Key': { Arn: arn('kms', (id) => `key/${id}`), KeyId: (id) => id },
  'AWS::Lambda::Function': { Arn: arn('lambda', (id) => `function:${id}`) },
  'AWS::Logs::LogGroup': { Arn: arn('logs', (id) => `log-group:${id}:*`) },
  'AWS::S3::Bucket': { Arn: (id, { partition }) => `arn:${partition}:s3:::${id}` },
  'AWS::SNS::Topic': { TopicArn: (id) => id, TopicName: lastOf },
  'AWS::SQS::Queue': {
    Arn: arn('sqs', lastOf),
    QueueName: lastOf,
    QueueUrl: (id) => id,
  },
  'AWS::EC2::SecurityGroup': { GroupId: (id) => id },
};

/** What an attribute of a resource is; without one, what `Ref` gives. */
export function attributeOf(
  type: string,
  id: string,
  attribute: string | undefined,
  place: Place,
): unknown {
  if (attribute === undefined) {
    return id;
  }
  const read = attributes[type]?.[attribute];
  return read ? read(id, place) : new Unresolved(`${attribute} of ${type}`);
}

/** What `Ref` gives, from the name that a template gives to a resource. */
const idsByName: Readonly<Record<string, (name: string, place: Place) => string>> = {
  'AWS::SNS::Topic': (name, place) => arn('sns', (id) => id)(name, place),
  'AWS::SQS::Queue': (name, { region, accountId, partition }) =>
    `https://sqs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${accountId}/${name}`,
};

export const idFromName = (type: string, name: string, place: Place): string =>
  idsByName[type]?.(name, place) ?? name;
