import { line } from '../../lambda/alerting/line.ts';

/** The fields of a record of CloudTrail that a message may have; everything else stays in the log. */
export interface Call {
  id: string;
  time: string;
  event: string;
  service: string;
  error: string;
  who: string;
  /** The account of the principal; empty if CloudTrail does not record it. */
  principalAccount: string;
  account: string;
  region: string;
  address: string;
  resources: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/**
 * Request parameters that identify a resource, or say for how long it is kept. No other one is read:
 * a parameter may be a secret, or a document with one.
 */
const IDENTIFIERS = [
  'accountId',
  'alarmName',
  'alarmNames',
  'bucketName',
  'detectorId',
  'filterName',
  'functionName',
  'groupId',
  'groupName',
  'instanceProfileName',
  'internetGatewayId',
  'keyId',
  'logGroupIdentifier',
  'logGroupName',
  'name',
  'networkAclId',
  'openIDConnectProviderArn',
  'policyArn',
  'policyId',
  'policyName',
  'policyType',
  'resourceArn',
  'retentionInDays',
  'roleArn',
  'roleName',
  'routeTableId',
  'rule',
  'sAMLProviderArn',
  'stackName',
  'subscriptionArn',
  'targetId',
  'topicArn',
  'trailName',
  'userName',
  'vpcId',
];
const LENGTH = 150;

/** The call of a line of the trail's log group; undefined if it is not a record of CloudTrail. */
export const callOf = (message: string): Call | undefined => callIn(parsed(message));

/** The call of a record; undefined if it is not one of CloudTrail. */
export function callIn(value: unknown): Call | undefined {
  const record = fields(value);
  const id = line(record['eventID'], LENGTH);
  if (!id) {
    return undefined;
  }
  const identity = fields(record['userIdentity']);
  return {
    id,
    time: line(record['eventTime'], LENGTH),
    event: line(record['eventName'], LENGTH),
    service: line(record['eventSource'], LENGTH),
    error: line(record['errorCode'], LENGTH),
    who: principalOf(identity),
    principalAccount: line(identity['accountId'], 12),
    account: line(record['recipientAccountId'], 12),
    region: line(record['awsRegion'], 30),
    address: line(record['sourceIPAddress'], LENGTH),
    resources: resourcesOf(record),
  };
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function principalOf(identity: Fields): string {
  const type = line(identity['type'], LENGTH);
  const name = line(identity['userName'], LENGTH);
  const [, role, session] =
    /:assumed-role\/([^/]+)\/(.+)$/.exec(line(identity['arn'], 2 * LENGTH)) ?? [];
  switch (type) {
    case 'Root':
      return 'the root user';
    case 'IAMUser':
      return `IAM user ${name || 'without a recorded name'}`;
    case 'AssumedRole':
      return role ? `role ${role}, session ${session}` : `a role, ${line(identity['principalId'])}`;
    case 'AWSService':
      return `AWS service ${line(identity['invokedBy'], LENGTH)}`;
    default: {
      const known = name || line(identity['principalId'], LENGTH) || line(identity['invokedBy']);
      return [type || 'an unknown principal', known].filter(Boolean).join(' ');
    }
  }
}

/** The alarms that a call to CloudWatch names. */
export function alarmsOf(value: unknown): string[] {
  const { alarmName, alarmNames } = parametersOf(fields(value));
  return [alarmName, alarmNames].flat().flatMap((name) => line(name) || []);
}

/** The stack that a call to CloudFormation names, by its name or ARN; empty if the record has none. */
export function stackOf(value: unknown): string {
  const name = line(parametersOf(fields(value))['stackName'], 2 * LENGTH);
  return /:stack\/([^/]+)/.exec(name)?.[1] ?? name;
}

/**
 * A mute rule names its alarms one level further down.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MuteTargets.html
 */
function parametersOf(record: Fields): Fields {
  const given = fields(record['requestParameters']);
  return { ...given, ...fields(given['muteTargets']) };
}

function resourcesOf(record: Fields): string[] {
  const listed = Array.isArray(record['resources']) ? record['resources'] : [];
  const arns = listed.map((one) => line(fields(one)['ARN'], LENGTH));
  const parameters = parametersOf(record);
  const named = IDENTIFIERS.map((name) => {
    const value = Object.hasOwn(parameters, name) ? textOf(parameters[name]) : '';
    return value && `${name} ${value}`;
  });
  return [...new Set([...arns, ...named])].filter(Boolean).slice(0, 10);
}

const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? line(value.map((one) => line(one, LENGTH)).join(', '), LENGTH)
    : line(value, LENGTH);

function parsed(message: string): Fields {
  try {
    return fields(JSON.parse(message));
  } catch (error) {
    if (error instanceof SyntaxError) {
      return {}; // a line that is not of CloudTrail
    }
    throw error;
  }
}
