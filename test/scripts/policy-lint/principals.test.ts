import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { sourceRows } from '../../../scripts/policy-lint/service-principals.ts';
import { verdict } from './verdicts.ts';

const root = path.join(import.meta.dirname, '../../..');
const assume = { Action: 'sts:AssumeRole' };
const queue = 'arn:aws:sqs:eu-west-1:111111111111:queue';

/** The trust in a service, with conditions by key. */
const trusting = (Service: string, StringEquals?: Record<string, string>) =>
  verdict('trust', {
    ...assume,
    Principal: { Service },
    ...(StringEquals ? { Condition: { StringEquals } } : {}),
  });

describe('the lint of principals', () => {
  it('accepts the source condition that AWS documents for a service', async () => {
    expect(
      await trusting('lambda.amazonaws.com', { 'aws:SourceAccount': '111111111111' }),
    ).to.deep.equal([]);
  });

  it('rejects a service without it', async () => {
    const [found] = await trusting('lambda.amazonaws.com');

    expect(found).to.match(
      /lambda\.amazonaws\.com wants aws:SourceAccount; got no source condition/,
    );
  });

  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
  // https://github.com/prowler-cloud/prowler/issues/4714
  it('rejects a source condition that the service does not send', async () => {
    const [found] = await trusting('cloudtrail.amazonaws.com', {
      'aws:SourceAccount': '111111111111',
    });

    expect(found).to.match(
      /cloudtrail\.amazonaws\.com wants no source condition; got aws:SourceAcc/,
    );
    expect(await trusting('cloudtrail.amazonaws.com')).to.deep.equal([]);
  });

  it('rejects a service of which it does not know what it sends', async () => {
    expect(await trusting('backup.amazonaws.com')).to.deep.equal([
      'service-principals: what backup.amazonaws.com sends to AWS::IAM::Role is not known: add a row to the table',
    ]);
  });

  // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
  it("takes an opt-in region's own principal for that of the service", async () => {
    const statement = {
      Principal: { Service: 'guardduty.ap-east-1.amazonaws.com' },
      Action: 's3:GetBucketLocation',
      Resource: 'arn:aws:s3:::findings',
    };
    const Condition = {
      StringEquals: { 'aws:SourceAccount': '111111111111' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:guardduty:*:111111111111:detector/*' },
    };

    expect(await verdict('AWS::S3::BucketPolicy', { ...statement, Condition })).to.deep.equal([]);
    expect(await verdict('AWS::S3::BucketPolicy', statement)).to.have.length(1);
  });

  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
  it('wants a condition on the rule that also holds when EventBridge does not name it', async () => {
    const statement = {
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: 'arn:aws:sns:eu-west-1:111111111111:alerts',
    };
    const ours = { 'aws:SourceArn': 'arn:aws:events:eu-west-1:111111111111:rule/ours' };

    const [strict] = await verdict('AWS::SNS::TopicPolicy', {
      ...statement,
      Condition: { ArnLike: ours },
    });
    const soft = await verdict('AWS::SNS::TopicPolicy', {
      ...statement,
      Condition: { ArnLikeIfExists: ours },
    });

    expect(strict).to.match(/wants aws:SourceArn\?; got aws:SourceArn/);
    expect(soft).to.deep.equal([]);
  });

  it('rejects sources of all accounts', async () => {
    const statement = {
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
    };
    const ArnLike = { 'aws:SourceArn': 'arn:aws:events:eu-west-1:*:rule/ofn-audit-*' };
    const StringEquals = { 'aws:SourceOrgID': 'o-exampleorg1' };

    const alone = await verdict('AWS::SQS::QueuePolicy', { ...statement, Condition: { ArnLike } });
    const owned = await verdict('AWS::SQS::QueuePolicy', {
      ...statement,
      Condition: { ArnLike, StringEquals },
    });

    expect(alone).to.have.length(1);
    expect(owned).to.deep.equal([]);
  });

  it('rejects every principal, but those of the organization', async () => {
    const statement = { Principal: '*', Action: 'sqs:SendMessage', Resource: queue };
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } };
    const soft = { StringEqualsIfExists: Condition.StringEquals };

    expect(await verdict('AWS::SQS::QueuePolicy', statement)).to.deep.equal([
      'anonymous-principals: Principal * without aws:PrincipalOrgID',
    ]);
    expect(
      await verdict('AWS::SQS::QueuePolicy', { ...statement, Condition: soft }),
    ).to.have.length(1);
    expect(await verdict('AWS::SQS::QueuePolicy', { ...statement, Condition })).to.deep.equal([]);
  });

  it('rejects a permission of a function without a source', async () => {
    const statement = {
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: 'arn:aws:lambda:eu-west-1:111111111111:function:f',
    };
    const Condition = {
      ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:111111111111:rule/r' },
    };

    const found = await verdict('AWS::Lambda::Permission', statement);

    expect(found).to.include(
      'lambda-permissions: the permission has neither SourceArn nor SourceAccount',
    );
    expect(await verdict('AWS::Lambda::Permission', { ...statement, Condition })).to.deep.equal([]);
  });

  it('rejects every principal of another account that may assume a role', async () => {
    const statement = { ...assume, Principal: { AWS: 'arn:aws:iam::222222222222:root' } };
    const ArnLike = { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/ofn-audit-*' };

    expect(await verdict('trust', statement)).to.deep.equal([
      'foreign-accounts: arn:aws:iam::222222222222:root may, as any identity there',
    ]);
    expect(await verdict('trust', { ...statement, Condition: { ArnLike } })).to.deep.equal([]);
  });

  it('rejects roles of all accounts, but those of the organization', async () => {
    const statement = { ...assume, Resource: 'arn:aws:iam::*:role/ofn-audit-flow-logs' };
    const StringEquals = { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' };

    expect(await verdict('identity', statement)).to.have.length(1);
    expect(await verdict('identity', { ...statement, Condition: { StringEquals } })).to.deep.equal(
      [],
    );
  });

  it('rejects a trust policy with a resource', async () => {
    const found = await verdict('trust', {
      ...assume,
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Resource: '*',
    });

    expect(found).to.include('resource-types: IAM rejects a trust policy with a Resource');
  });

  it('names a row of the evidence table for each service without a strict condition', () => {
    const ids = globSync('rehearsal/embedded-aws/evidence/*.yml', { cwd: root }).flatMap((file) =>
      [...readFileSync(path.join(root, file), 'utf8').matchAll(/^- id: (\S+)/gm)].map(
        ([, id]) => id,
      ),
    );
    const soft = sourceRows.filter(({ keys }) =>
      keys.some((wanted) => wanted.length === 0 || wanted.some((key) => key.endsWith('?'))),
    );

    expect(ids).to.include.members(soft.map(({ evidence }) => evidence));
  });
});
