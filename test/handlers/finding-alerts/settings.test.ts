import { expect } from 'chai';
import { settingsOf } from '../../../handlers/finding-alerts/settings.ts';

const env = {
  THRESHOLD: '7',
  FINDING_TYPES: '',
  SOURCES: 'guardduty',
  FINDING_SOURCES: 'guardduty,config',
  REGIONS: 'eu-west-1,us-east-1',
  START_HOURS: '24',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:222222222222:audit-alerts',
  TABLE_NAME: 'audit-findings',
};

describe('the settings of the alerts of findings', () => {
  it('are read from the environment', () => {
    const settings = settingsOf({
      ...env,
      THRESHOLD: '6.5',
      FINDING_TYPES: 'Trojan:EC2, *:IAMUser/',
      SOURCES: 'guardduty,access-analyzer',
    });

    expect(settings).to.deep.equal({
      threshold: 6.5,
      findingTypes: ['Trojan:EC2', '*:IAMUser/'],
      sources: ['guardduty', 'access-analyzer'],
      findingSources: ['guardduty', 'config'],
      regions: ['eu-west-1', 'us-east-1'],
      startHours: 24,
      topicArn: env.TOPIC_ARN,
      tableName: env.TABLE_NAME,
    });
  });

  it('take any severity from 0 to 10 as threshold, and all types by default', () => {
    const thresholds = ['0', '7', '8.95', '10'].map(
      (THRESHOLD) => settingsOf({ ...env, THRESHOLD }).threshold,
    );

    expect(thresholds).to.deep.equal([0, 7, 8.95, 10]);
    expect(settingsOf({ ...env, FINDING_TYPES: undefined }).findingTypes).to.deep.equal([]);
  });

  it('refuse any other threshold by name', () => {
    for (const THRESHOLD of ['', '-1', '10.1', '11', 'HIGH', '7,5', '1e1', ' 7', undefined]) {
      expect(() => settingsOf({ ...env, THRESHOLD })).to.throw(
        /^Threshold is .*: set it to a severity from 0 to 10, such as 7$/,
      );
    }
  });

  it('refuse what is not a topic, table, type or source', () => {
    const refused = [
      { TOPIC_ARN: 'audit-alerts' },
      { TABLE_NAME: undefined },
      { FINDING_TYPES: 'Trojan EC2' },
      { SOURCES: 'guardduty,macie' },
    ];

    for (const change of refused) {
      expect(() => settingsOf({ ...env, ...change })).to.throw(/set it to/);
    }
  });
});
