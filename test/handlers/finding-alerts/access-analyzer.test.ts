import { expect } from 'chai';
import { findingOf, reasonOf, sample, sampleWith } from './samples.ts';

describe('a finding of Access Analyzer', () => {
  it('is read in full', () => {
    const finding = findingOf(sample('access-analyzer-external'));

    expect(finding).to.deep.equal({
      id: '22222222-dcba-4444-dcba-333333333333',
      source: 'Access Analyzer',
      types: ['ExternalAccess'],
      title: 'Access from outside the zone of trust: arn:aws:s3:::customers-444444444444',
      description: 'Who: AWS 999988887777. May: s3:GetObject',
      severity: 5,
      severityName: 'Medium',
      accountId: '444444444444',
      region: 'eu-west-1',
      resource: 'AWS::S3::Bucket arn:aws:s3:::customers-444444444444',
      firstSeen: '2026-10-05T14:02:11Z',
      lastSeen: '2026-10-05T14:21:40Z',
      over: undefined,
      state: { source: 'access-analyzer', group: 'Access from outside the zone of trust' },
      link: 'https://eu-west-1.console.aws.amazon.com/access-analyzer/home?region=eu-west-1#/findings/details/22222222-dcba-4444-dcba-333333333333',
    });
  });

  it('gets a severity by what it is, since it has none', () => {
    const kinds = ['public', 'external', 'internal', 'unused', 'error'];

    const judged = kinds.map((kind) => {
      const { severity, title } = findingOf(sample(`access-analyzer-${kind}`));
      return `${severity} ${title.split(': ')[0]}`;
    });

    expect(judged).to.deep.equal([
      '8 Public access',
      '5 Access from outside the zone of trust',
      '3 Access from within',
      '3 Unused access (UnusedPermission)',
      '3 Access could not be analyzed',
    ]);
  });

  it('says why access could not be analysed', () => {
    const { description } = findingOf(sample('access-analyzer-error'));

    expect(description).to.equal('Access Analyzer could not read it: ACCESS_DENIED');
  });

  it('is muted when it is archived, resolved or deleted', () => {
    const over = (changes: Record<string, unknown>) =>
      findingOf(sampleWith('access-analyzer-public', changes)).over;

    expect(over({ status: 'ARCHIVED' })).to.equal('status ARCHIVED');
    expect(over({ status: 'RESOLVED' })).to.equal('status RESOLVED');
    expect(over({ isDeleted: true })).to.equal('deleted');
  });

  it('is unreadable without id', () => {
    const reason = reasonOf(sampleWith('access-analyzer-public', { id: undefined }));

    expect(reason).to.equal('detail.id is not a string');
  });
});
