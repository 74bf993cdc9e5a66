import { expect } from 'chai';
import { findingOf, reasonOf, sample, sampleWith } from './samples.ts';

const ID = '3eb8ee0c1d0d4f6f8a1f5c2d7b9e0a11';

describe('a finding of GuardDuty', () => {
  it('is read in full', () => {
    const finding = findingOf(sample('guard-duty'));

    expect(finding).to.deep.equal({
      id: ID,
      source: 'GuardDuty',
      types: ['UnauthorizedAccess:EC2/MaliciousIPCaller.Custom'],
      title: 'An EC2 instance is communicating with an IP address on a custom threat list.',
      description:
        'EC2 instance i-0a1b2c3d4e5f60718 is communicating with IP address 198.51.100.0 on the ' +
        'custom threat list ofn-audit.',
      severity: 5,
      severityName: 'Medium',
      accountId: '444444444444',
      region: 'eu-west-1',
      resource: 'Instance i-0a1b2c3d4e5f60718',
      firstSeen: '2026-10-05T14:02:11.000Z',
      lastSeen: '2026-10-05T14:21:40.000Z',
      count: 3,
      over: undefined,
      link: `https://eu-west-1.console.aws.amazon.com/guardduty/home?region=eu-west-1#/findings?search=id%3D${ID}`,
    });
  });

  it('of severity 9.5 is critical, and names what the attack sequence touched', () => {
    const finding = findingOf(sample('guard-duty-attack-sequence'));

    expect([finding.severity, finding.severityName]).to.deep.equal([9.5, 'Critical']);
    expect(finding.resource).to.equal(
      'AttackSequence AKIAIOSFODNN7EXAMPLE, arn:aws:s3:::customers-444444444444',
    );
  });

  it('has the name that GuardDuty gives its severity', () => {
    const names = [1, 3.9, 4, 6.9, 7, 8.9, 9, 10].map(
      (severity) => findingOf(sampleWith('guard-duty', { severity })).severityName,
    );

    expect(names.join(' ')).to.equal('Low Low Medium Medium High High Critical Critical');
  });

  it('is muted when it is archived', () => {
    expect(findingOf(sample('guard-duty-archived')).over).to.equal('archived');
  });

  it('is linked where it is kept, which need not be the region that it is about', () => {
    const finding = findingOf(sampleWith('guard-duty', { region: 'us-east-1' }));

    expect(finding.region).to.equal('us-east-1');
    expect(finding.link).to.include('https://eu-west-1.console.aws.amazon.com/');
  });

  it('is linked in the console of its partition', () => {
    const links = ['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1', 'nowhere/else'].map(
      (region) => findingOf({ ...sample('guard-duty'), region }).link.split('/guardduty')[0],
    );

    expect(links).to.deep.equal([
      'https://cn-north-1.console.amazonaws.cn',
      'https://console.amazonaws-us-gov.com',
      'https://eusc-de-east-1.console.amazonaws-eusc.eu',
      '',
    ]);
  });

  it('names buckets and keys', () => {
    const resource = {
      resourceType: 'S3Bucket',
      accessKeyDetails: { userName: 'deployer', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      s3BucketDetails: [{ arn: 'arn:aws:s3:::a', name: 'a' }, { name: 'b' }],
    };

    const finding = findingOf(sampleWith('guard-duty', { resource }));

    expect(finding.resource).to.equal('S3Bucket deployer, AKIAIOSFODNN7EXAMPLE, arn:aws:s3:::a, b');
  });

  it('is unreadable without id, or without severity up to 10', () => {
    expect(reasonOf(sampleWith('guard-duty', { id: null }))).to.equal('detail.id is not a string');
    for (const severity of [undefined, null, '8', -1, 10.1, Number.NaN]) {
      const reason = reasonOf(sampleWith('guard-duty', { severity }));
      expect(reason).to.equal('detail.severity is not a number from 0 to 10');
    }
  });

  it('is reported with what there is of it', () => {
    const event = { 'detail-type': 'GuardDuty Finding', detail: { id: 'a', severity: 8 } };

    const finding = findingOf(event);

    expect(finding).to.include({
      id: 'a',
      severity: 8,
      title: 'Untitled',
      accountId: '',
      link: '',
    });
  });
});
