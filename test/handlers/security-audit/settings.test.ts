import { expect } from 'chai';
import { settingsOf } from '../../../handlers/security-audit/settings.ts';
import { settings } from './world.ts';

const env = {
  RESOURCE_PREFIX: settings.resourcePrefix,
  REPORT_BUCKET: settings.reportBucket,
  JOB_QUEUE_ARN: settings.jobQueueArn,
  JOB_DEFINITION_ARN: settings.jobDefinitionArn,
  TOPIC_ARN: settings.topicArn,
  RUN_HOURS: '120',
  TELL_SUCCESS: 'false',
};

describe('the settings of the security audit', () => {
  it('are read from the environment', () => {
    expect(settingsOf(env)).to.deep.equal(settings);
  });

  it('have the tag of an image where one is built', () => {
    expect(settingsOf({ ...env, IMAGE_TAG: 'X86_64-0123' }).imageTag).to.equal('X86_64-0123');
  });

  for (const [name, value] of Object.entries({
    RESOURCE_PREFIX: 'A',
    REPORT_BUCKET: '',
    JOB_QUEUE_ARN: 'ofn-audit-security-audit',
    JOB_DEFINITION_ARN: settings.jobDefinitionArn.replace(/:1$/, ''),
    TOPIC_ARN: undefined,
    RUN_HOURS: '0',
    TELL_SUCCESS: 'yes',
    IMAGE_TAG: 'a tag',
  })) {
    it(`are refused with ${name} ${value}`, () => {
      expect(() => settingsOf({ ...env, [name]: value }))
        .to.throw()
        .with.property('name', 'PropertyError');
    });
  }
});
