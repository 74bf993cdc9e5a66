import { expect } from 'chai';
import { settingsOf } from '../../../handlers/alarm-alerts/settings.ts';

const env = {
  RESOURCE_PREFIX: 'ofn-audit',
  TOPIC_ARN: 'arn:aws:sns:us-east-1:111111111111:ofn-audit-trail-alarms',
  REGIONS: 'us-east-1,eu-west-1',
};

describe('the settings of the function of alarms', () => {
  it('have regions, and a log group where there is a trail', () => {
    const settings = settingsOf({ ...env, LOG_GROUP: 'aws-controltower/CloudTrailLogs' });

    expect(settings).to.deep.equal({
      resourcePrefix: 'ofn-audit',
      topicArn: env.TOPIC_ARN,
      regions: ['us-east-1', 'eu-west-1'],
      logGroup: 'aws-controltower/CloudTrailLogs',
    });
  });

  it('name the setting that is missing', () => {
    expect(() => settingsOf({ ...env, TOPIC_ARN: undefined })).to.throw('TopicArn is missing');
  });

  it('require a region', () => {
    expect(() => settingsOf({ ...env, REGIONS: '' })).to.throw('Regions is');
  });
});
