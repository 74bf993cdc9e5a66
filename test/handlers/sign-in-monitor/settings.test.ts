import { expect } from 'chai';
import { settingsOf } from '../../../handlers/sign-in-monitor/settings.ts';
import { PropertyError } from '../../../lambda/errors.ts';
import { settings } from './samples.ts';

const env = {
  PARTITION: 'aws',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:333333333333:audit-alerts',
  TABLE_NAME: 'audit-sign-ins',
  NETWORKS_BUCKET: 'audit-artifacts',
  NETWORKS_BUCKET_OWNER: '333333333333',
  NETWORKS_KEY: 'networks-0123.txt',
  FAILURE_COUNT: '3',
  FAILURE_WINDOW_SECONDS: '900',
  FAILURES_PER_DAY: '20',
  SPRAY_COUNT: '10',
  TRAIL_SOURCE: 'audit.trail',
  MANAGEMENT_ACCOUNT_ID: '111111111111',
  EXPECT_MFA: 'root,iam-user',
};

describe('the settings of the sign-in monitor', () => {
  it('are read of the environment', () => {
    expect(settingsOf(env)).to.deep.equal(settings);
  });

  it('need not expect MFA', () => {
    expect(settingsOf({ ...env, EXPECT_MFA: '' }).expectMfa).to.deep.equal([]);
  });

  const refused: [string, string, string][] = [
    ['FAILURE_COUNT', '1', 'FailureCount is "1": set it to a whole number from 2 to 50'],
    ['FAILURE_COUNT', '51', 'FailureCount is "51": set it to a whole number from 2 to 50'],
    [
      'FAILURE_WINDOW_SECONDS',
      '59',
      'FailureWindowSeconds is "59": set it to a whole number from 60 to 86400',
    ],
    [
      'EXPECT_MFA',
      'all',
      'ExpectMfa[0] is "all": set it to one of root, iam-user, identity-center-user',
    ],
    ['FAILURES_PER_DAY', '4', 'FailuresPerDay is "4": set it to a whole number from 5 to 200'],
    ['SPRAY_COUNT', '2', 'SprayCount is "2": set it to a whole number from 3 to 100'],
    ['MANAGEMENT_ACCOUNT_ID', '1', 'ManagementAccountId is "1": set it to'],
    ['PARTITION', 'aws-iso', 'Partition is "aws-iso": set it to one of aws, aws-cn, aws-us-gov'],
    ['TOPIC_ARN', 'alerts', 'TopicArn is "alerts": set it to the ARN of a topic'],
  ];
  for (const [name, value, message] of refused) {
    it(`refuse ${name} ${value}`, () => {
      expect(() => settingsOf({ ...env, [name]: value })).to.throw(PropertyError, message);
    });
  }

  it('name what is missing', () => {
    const { NETWORKS_KEY: _, ...others } = env;

    expect(() => settingsOf(others)).to.throw(PropertyError, 'NetworksKey is missing');
  });
});
