import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

describe('values of log groups and alarms', () => {
  const group = resource('AWS::Logs::LogGroup', 'trail', { RetentionInDays: '365' });
  const groups = (...logGroups: object[]) => ({
    cloudWatchLogs: { DescribeLogGroups: { logGroups } },
  });

  it('name a retention that is shortened, and one that is gone', async () => {
    const same = groups({ logGroupName: 'trail', retentionInDays: 365 });
    const short = groups({ logGroupName: 'trail', retentionInDays: 1 });

    expect(await differences(group, same)).to.deep.equal([]);
    expect(await differences(group, short)).to.deep.equal([
      "RetentionInDays is '1', expected '365'",
    ]);
    expect(await differences(group, groups({ logGroupName: 'trail' }))).to.deep.equal([
      "RetentionInDays is nothing, expected '365'",
    ]);
  });

  it('name data protection, of the log group or of the account', async () => {
    const same = { logGroupName: 'trail', retentionInDays: 365 };

    expect(
      await differences(group, groups({ ...same, dataProtectionStatus: 'ACTIVATED' })),
    ).to.deep.equal(["DataProtectionPolicy is 'ACTIVATED', expected nothing"]);
    expect(
      await differences(
        group,
        groups({ ...same, inheritedProperties: ['ACCOUNT_DATA_PROTECTION'] }),
      ),
    ).to.deep.equal(["DataProtectionPolicy is 'ACCOUNT_DATA_PROTECTION', expected nothing"]);
    expect(
      await differences(group, groups({ ...same, dataProtectionStatus: 'DISABLED' })),
    ).to.deep.equal([]);
  });

  it('are gone with the log group, though there is one with a longer name', async () => {
    expect(await differences(group, groups({ logGroupName: 'trail-2' }))).to.equal('gone');
  });

  const filter = resource('AWS::Logs::MetricFilter', 'root-use', {
    LogGroupName: 'trail',
    FilterPattern: '{$.userIdentity.type="Root"}',
    MetricTransformations: [{ MetricName: 'Root', MetricNamespace: 'audit', MetricValue: '1' }],
  });
  const transformation = { metricName: 'Root', metricNamespace: 'audit', metricValue: '1' };
  const filters = (change: object) => ({
    cloudWatchLogs: {
      DescribeMetricFilters: {
        metricFilters: [
          {
            filterName: 'root-use',
            filterPattern: '{$.userIdentity.type="Root"}',
            metricTransformations: [transformation],
            ...change,
          },
        ],
      },
    },
  });

  it('name a filter that is narrowed, and a metric that is renamed', async () => {
    const renamed = { metricTransformations: [{ ...transformation, metricName: 'Nothing' }] };

    expect(await differences(filter, filters({}))).to.deep.equal([]);
    expect(await differences(filter, filters({ filterPattern: '{$.a=1}' }))).to.deep.equal([
      `FilterPattern is '{$.a=1}', expected '{$.userIdentity.type="Root"}'`,
    ]);
    expect(await differences(filter, filters(renamed))).to.deep.equal([
      "MetricTransformations.MetricName is 'Nothing', expected 'Root'",
    ]);
  });

  it('are gone with the log group of a filter', async () => {
    const lost = { DescribeMetricFilters: awsError('ResourceNotFoundException') };

    expect(await differences(filter, { cloudWatchLogs: lost })).to.equal('gone');
  });

  const subscription = resource('AWS::Logs::SubscriptionFilter', 'net', {
    FilterName: 'net',
    LogGroupName: 'trail',
    FilterPattern: '{$.eventSource="signin.amazonaws.com"}',
    DestinationArn: 'arn:aws:lambda:us-east-1:111111111111:function:net',
  });

  it('name a subscription that is redirected', async () => {
    const found = {
      filterName: 'net',
      filterPattern: '{$.eventSource="signin.amazonaws.com"}',
      destinationArn: 'arn:aws:lambda:us-east-1:111111111111:function:other',
      distribution: 'ByLogStream',
    };
    const DescribeSubscriptionFilters = { subscriptionFilters: [found] };

    expect(
      await differences(subscription, { cloudWatchLogs: { DescribeSubscriptionFilters } }),
    ).to.deep.equal([
      "DestinationArn is 'arn:aws:lambda:us-east-1:111111111111:function:other', expected 'arn:aws:lambda:us-east-1:111111111111:function:net'",
    ]);
  });

  const policy = resource('AWS::Logs::ResourcePolicy', 'sign-ins', {
    PolicyName: 'sign-ins',
    PolicyDocument: { Statement: { Effect: 'Allow', Action: 'logs:PutLogEvents' } },
  });

  it('name what is changed of a resource policy', async () => {
    const policyDocument = JSON.stringify({
      Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream'] }],
    });
    const DescribeResourcePolicies = {
      resourcePolicies: [{ policyName: 'sign-ins', policyDocument }],
    };

    expect(
      await differences(policy, { cloudWatchLogs: { DescribeResourcePolicies } }),
    ).to.deep.equal([
      "PolicyDocument.Statement.Action has 'logs:createlogstream', expected 'logs:putlogevents'",
    ]);
  });

  const alarm = resource('AWS::CloudWatch::Alarm', 'root-use', {
    Threshold: '1',
    AlarmActions: ['arn:aws:sns:us-east-1:222222222222:alerts'],
    TreatMissingData: 'notBreaching',
    Dimensions: [{ Name: 'QueueName', Value: 'failures' }],
  });
  const alarms = (change: object, muting: object = { ListAlarmMuteRules: {} }) => ({
    cloudWatch: {
      ...muting,
      DescribeAlarms: {
        MetricAlarms: [
          {
            AlarmName: 'root-use',
            ActionsEnabled: true,
            Threshold: 1,
            AlarmActions: ['arn:aws:sns:us-east-1:222222222222:alerts'],
            TreatMissingData: 'notBreaching',
            Dimensions: [{ Name: 'QueueName', Value: 'failures' }],
            ...change,
          },
        ],
      },
    },
  });

  it('name what silences an alarm', async () => {
    for (const [change, text] of [
      [{}, []],
      [{ ActionsEnabled: false }, ["ActionsEnabled is 'false', expected 'true'"]],
      [{ Threshold: 1000 }, ["Threshold is '1000', expected '1'"]],
      [{ AlarmActions: [] }, ["AlarmActions lacks 'arn:aws:sns:us-east-1:222222222222:alerts'"]],
      [
        { Dimensions: [{ Name: 'QueueName', Value: 'other' }] },
        ["Dimensions[QueueName].Value is 'other', expected 'failures'"],
      ],
    ] as const) {
      expect(await differences(alarm, alarms(change))).to.deep.equal(text);
    }
  });

  it('name the rules that mute an alarm, and no other alarm', async () => {
    const arn = 'arn:aws:cloudwatch:us-east-1:222222222222:alarm-mute-rule';
    const muting = {
      ListAlarmMuteRules: [
        { AlarmMuteRuleSummaries: [{ AlarmMuteRuleArn: `${arn}:night` }], NextToken: 'two' },
        { AlarmMuteRuleSummaries: [{ AlarmMuteRuleArn: `${arn}:ours` }] },
      ],
      GetAlarmMuteRule: ({ AlarmMuteRuleName }: { AlarmMuteRuleName: string }) => ({
        Name: AlarmMuteRuleName,
        MuteTargets: { AlarmNames: [AlarmMuteRuleName === 'night' ? 'root-use' : 'other'] },
      }),
    };

    expect(await differences(alarm, alarms({}, muting))).to.deep.equal([
      "MutedBy has 'night', which is not ours",
    ]);
  });

  it('are not muted in a region that does not know the action', async () => {
    const muting = { ListAlarmMuteRules: awsError('InvalidAction') };

    expect(await differences(alarm, alarms({}, muting))).to.deep.equal([]);
  });

  it('are gone with the alarm', async () => {
    expect(await differences(alarm, alarms({ AlarmName: 'other' }))).to.equal('gone');
  });
});
