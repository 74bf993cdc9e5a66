import { expect } from 'chai';
import { verdict } from './verdicts.ts';

// Types and keys are those of AWS's Service Authorization Reference:
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
const detector = 'arn:aws:guardduty:eu-west-1:111111111111:detector/*';
const bus = 'arn:aws:events:eu-west-1:111111111111:event-bus/ofn-audit-reports';

describe('the lint of actions and resources', () => {
  it('accepts an action on a resource of a type that it takes', async () => {
    expect(
      await verdict('identity', { Action: 'guardduty:GetDetector', Resource: detector }),
    ).to.deep.equal([]);
  });

  it('rejects an action that AWS does not have', async () => {
    expect(
      await verdict('identity', { Action: 'guardduty:GetDetectors', Resource: '*' }),
    ).to.deep.equal(['existing-actions: guardduty:GetDetectors is not an action of guardduty']);
  });

  it('rejects a service that AWS does not have', async () => {
    expect(await verdict('identity', { Action: 'guardian:Get', Resource: '*' })).to.deep.equal([
      'existing-actions: guardian is not a service',
    ]);
  });

  it('rejects an action without a service', async () => {
    expect(
      await verdict('service-control', { Effect: 'Deny', Action: 'StopLogging', Resource: '*' }),
    ).to.deep.equal(['existing-actions: StopLogging has no service before a colon']);
  });

  it('rejects a wildcard that stands for no action', async () => {
    expect(await verdict('identity', { Action: 'sqs:Fly*', Resource: '*' })).to.deep.equal([
      'existing-actions: sqs:Fly* is not an action of sqs',
    ]);
  });

  it('rejects an ARN for an action that takes no resource', async () => {
    const found = await verdict('identity', {
      Action: ['guardduty:GetDetector', 'guardduty:CreateMembers'],
      Resource: detector,
    });

    expect(found).to.deep.equal([
      'resource-types: guardduty:CreateMembers takes no resource, so that the statement has no effect on it',
    ]);
  });

  it('rejects buses for the permissions of a bus, which a service control policy cannot name', async () => {
    const found = await verdict('service-control', {
      Effect: 'Deny',
      Action: ['events:PutPermission', 'events:PutRule'],
      Resource: [bus, 'arn:aws:events:*:*:rule/ofn-audit-*'],
    });

    expect(found).to.deep.equal([
      'resource-types: events:PutPermission takes no resource, so that the statement has no effect on it',
      `resource-types: no action of the statement takes ${bus}`,
    ]);
  });

  it('rejects a bucket for what is done to objects', async () => {
    const found = await verdict('AWS::S3::BucketPolicy', {
      Action: 's3:GetObject',
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Resource: 'arn:aws:s3:::reports',
    });

    expect(found[0]).to.equal(
      'resource-types: s3:GetObject takes none of these resources: arn:aws:s3:::reports',
    );
  });

  it('rejects a log group without its streams for what is done to streams', async () => {
    const group = 'arn:aws:logs:eu-west-1:111111111111:log-group:reports';

    const [bare] = await verdict('identity', { Action: 'logs:PutLogEvents', Resource: group });
    const withStreams = await verdict('identity', {
      Action: 'logs:PutLogEvents',
      Resource: `${group}:*`,
    });

    expect(bare).to.match(/^resource-types: logs:PutLogEvents takes none of these resources/);
    expect(withStreams).to.deep.equal([]);
  });

  it('rejects * for an action that takes a resource', async () => {
    expect(
      await verdict('identity', {
        Action: ['guardduty:GetDetector', 'guardduty:ListDetectors'],
        Resource: '*',
      }),
    ).to.deep.equal(['any-resource: * for actions that take a resource: guardduty:GetDetector']);
  });

  it('accepts * for actions that take no resource', async () => {
    expect(
      await verdict('identity', {
        Action: ['guardduty:ListDetectors', 'guardduty:CreateMembers'],
        Resource: '*',
      }),
    ).to.deep.equal([]);
  });

  it('accepts * in the policy of a key, and rejects it in that of a queue', async () => {
    const statement = {
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Resource: '*',
    };

    expect(await verdict('AWS::KMS::Key', { ...statement, Action: 'kms:Decrypt' })).to.deep.equal(
      [],
    );
    expect(
      await verdict('AWS::SQS::QueuePolicy', { ...statement, Action: 'sqs:SendMessage' }),
    ).to.deep.equal(['any-resource: the policy of a resource names that resource, not *']);
  });

  it('rejects a role that lacks a resource which the action needs as well', async () => {
    const found = await verdict('identity', {
      Action: 'ec2:CreateFlowLogs',
      Resource: 'arn:aws:ec2:*:111111111111:vpc/*',
    });

    expect(found).to.deep.equal([
      'required-resources: ec2:CreateFlowLogs needs a resource of type vpc-flow-log as well',
    ]);
  });

  it('accepts a role that has it in another statement', async () => {
    const found = await verdict(
      'identity',
      { Action: 'ec2:CreateFlowLogs', Resource: 'arn:aws:ec2:*:111111111111:vpc/*' },
      { Action: 'ec2:CreateFlowLogs', Resource: 'arn:aws:ec2:*:111111111111:vpc-flow-log/*' },
    );

    expect(found).to.deep.equal([]);
  });

  it('rejects a whole service, but in the root statement of a key and against plain HTTP', async () => {
    const root = { AWS: 'arn:aws:iam::111111111111:root' };
    const queue = 'arn:aws:sqs:eu-west-1:111111111111:queue';
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    const denied = { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: queue };

    expect(await verdict('identity', { Action: 'sqs:*', Resource: queue })).to.deep.equal([
      'whole-services: sqs:* is a whole service',
    ]);
    expect(
      await verdict('AWS::KMS::Key', { Principal: root, Action: 'kms:*', Resource: '*' }),
    ).to.deep.equal([]);
    expect(await verdict('AWS::SQS::QueuePolicy', denied)).to.deep.equal([
      'whole-services: sqs:* is a whole service',
    ]);
    expect(await verdict('AWS::SQS::QueuePolicy', { ...denied, Condition })).to.deep.equal([]);
  });
});
