import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { alertOfBuild, failedBuildOf } from '../../../handlers/security-audit/failed-build.ts';
import { requestOf } from '../../../handlers/security-audit/request.ts';
import { settings } from './world.ts';

const file = new URL('../../events/codebuild/build-failed.json', import.meta.url);
const event = (changes: object = {}) => {
  const sample = JSON.parse(readFileSync(file, 'utf8'));
  return { ...sample, detail: { ...sample.detail, ...changes } };
};
const withImage = { ...settings, imageTag: 'X86_64-0123' };
const read = (changes: object = {}, known = withImage) =>
  requestOf(event(changes), known, () => new Date(0));
const failed = {
  arn: 'arn:aws:codebuild:us-east-1:222222222222:build/ofn-audit-security-audit-image:8745a7a9-c340-456a-9166-edf953571bec',
  status: 'FAILED',
  reason:
    'BUILD: COMMAND_EXECUTION_ERROR: Error while executing command: docker build. Reason: exit status 1',
  log: 'https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEvent:group=ofn-audit-security-audit-image;stream=8745a7a9-c340-456a-9166-edf953571bec',
};

describe('a failed build of the image of security audits', () => {
  it('is reported with the phase that failed, its reason and its log', () => {
    expect(read()).to.deep.equal({ kind: 'report-build', build: failed });
  });

  it('is reported by its status when no phase says more', () => {
    const build = failedBuildOf(
      event({ 'build-status': 'FAULT', 'additional-information': {} }).detail,
    );

    expect(build).to.deep.equal({ arn: failed.arn, status: 'FAULT', reason: 'FAULT' });
  });

  it('is named in the alert, with where it was, and how to repeat it', () => {
    const { subject, text } = alertOfBuild(failed);

    expect(subject).to.equal('Security audit: its image could not be built');
    expect(text)
      .to.contain(`Reason: ${failed.reason}\n`)
      .and.contain(`Build: ${failed.arn}, FAILED\n`)
      .and.contain('Account: 222222222222, us-east-1\n')
      .and.contain('--region us-east-1 --project-name ofn-audit-security-audit-image\n')
      .and.contain(`Log: ${failed.log}`);
  });

  it('is ignored when it is of another project, or has not failed', () => {
    expect(read({ 'project-name': 'other' })).to.include({ kind: 'ignore' });
    expect(read({ 'build-status': 'SUCCEEDED' })).to.include({ kind: 'ignore' });
    expect(read({ 'build-status': 'IN_PROGRESS' })).to.include({ kind: 'ignore' });
  });

  it('is ignored when auditImage names another image', () => {
    expect(requestOf(event(), settings, () => new Date(0))).to.include({ kind: 'ignore' });
  });

  it('is refused without the fields of its type', () => {
    expect(() => read({ 'build-id': undefined }))
      .to.throw(/without build-id and build-status/)
      .with.property('name', 'UnknownEventError');
  });
});
