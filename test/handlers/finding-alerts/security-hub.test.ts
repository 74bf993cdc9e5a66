import { expect } from 'chai';
import { read } from '../../../handlers/finding-alerts/read.ts';
import { findingOf, hubSampleWith, reasonOf, sample } from './samples.ts';

const CONTROL =
  'arn:aws:securityhub:eu-west-1:444444444444:security-control/EC2.13/finding/' +
  '7f3a2b1c-1111-2222-3333-444455556666';
const IN_LINK = encodeURIComponent(encodeURIComponent(CONTROL));

const controlWith = (changes: object) =>
  findingOf(hubSampleWith('security-hub-control', { ...changes }));
const over = (changes: object) => controlWith(changes).over;

describe('a finding of Security Hub', () => {
  it('is read in full', () => {
    const finding = findingOf(sample('security-hub-control'));

    expect(finding).to.deep.equal({
      id: CONTROL,
      source: 'Security Hub',
      types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
      title: 'Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22',
      description:
        'This control checks whether an Amazon EC2 security group allows ingress from 0.0.0.0/0 ' +
        'or ::/0 to port 22.',
      severity: 7,
      severityName: 'High',
      accountId: '444444444444',
      region: 'eu-west-1',
      resource:
        'AwsEc2SecurityGroup arn:aws:ec2:eu-west-1:444444444444:security-group/sg-0a1b2c3d4e5f60718',
      firstSeen: '2026-10-05T14:02:11.000Z',
      lastSeen: '2026-10-05T14:21:40.000Z',
      mutedBy: undefined,
      over: undefined,
      state: {
        source: 'security-hub',
        group: 'Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22',
      },
      link: `https://eu-west-1.console.aws.amazon.com/securityhub/home?region=eu-west-1#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253A${IN_LINK}`,
    });
  });

  it('of another product names it, and needs no compliance', () => {
    const finding = findingOf(sample('security-hub-product'));

    expect(finding).to.include({
      source: 'Security Hub (Inspector)',
      severityName: 'Critical',
      mutedBy: undefined,
      over: undefined,
    });
  });

  it('is over when it is archived, passed, or is worked on', () => {
    expect(over({ RecordState: 'ARCHIVED' })).to.equal('record ARCHIVED');
    expect(over({ Workflow: { Status: 'NOTIFIED' } })).to.equal('workflow NOTIFIED');
    expect(over({ Workflow: { Status: 'SUPPRESSED' } })).to.equal('workflow SUPPRESSED');
    expect(over({ Workflow: { Status: 'RESOLVED' } })).to.equal('workflow RESOLVED');
    expect(over({ Compliance: { Status: 'PASSED' } })).to.equal('compliance PASSED');
    expect(over({ RecordState: undefined, Workflow: undefined })).to.equal(undefined);
  });

  it('is muted, and not over, when the check has no result', () => {
    const finding = controlWith({ Compliance: { Status: 'WARNING' } });

    expect(finding).to.include({ mutedBy: 'compliance WARNING', over: undefined });
  });

  it('is muted when a product whose own events come here has found it', () => {
    const event = sample('security-hub-guard-duty');

    expect(findingOf(event).mutedBy).to.equal('alerted by guardduty itself');
    expect(read(event, [])[0]).to.have.nested.property('finding.mutedBy', undefined);
  });

  it('has a tenth of its normalized severity, or where the range of its label begins', () => {
    const severityOf = (Severity: object) =>
      findingOf(hubSampleWith('security-hub-control', { Severity })).severity;

    expect(severityOf({ Label: 'HIGH', Normalized: 85 })).to.equal(8.5);
    expect(severityOf({ Label: 'CRITICAL', Normalized: 40 })).to.equal(9);
    expect(severityOf({ Label: 'MEDIUM' })).to.equal(4);
    expect(severityOf({ Label: 'LOW', Normalized: 1 })).to.equal(0.1);
    expect(severityOf({ Label: 'INFORMATIONAL' })).to.equal(0);
    expect(severityOf({ Normalized: 90 })).to.equal(9);
  });

  it('is distinguished from those of other accounts, where its id alone is the same', () => {
    const changes = { Id: '1', ProductArn: 'arn:aws:securityhub:eu-west-1::product/acme/scan' };

    const { id } = findingOf(hubSampleWith('security-hub-product', changes));

    expect(id).to.equal('arn:aws:securityhub:eu-west-1::product/acme/scan/444444444444/1');
  });

  it('is unreadable without id or severity', () => {
    const name = 'security-hub-control';

    expect(reasonOf(hubSampleWith(name, { Id: 7.5, Severity: null }))).to.equal(
      'the Severity of a finding is not known',
    );
    expect(reasonOf(hubSampleWith(name, { Id: [] }))).to.equal(
      'the Id of a finding is not a string',
    );
  });

  it('does not keep others of its event from being read', () => {
    const good = hubSampleWith('security-hub-control', {});
    const findings = [null, ...(good.detail['findings'] as object[])];

    const kinds = read({ ...good, detail: { findings } }, []).map(({ kind }) => kind);

    expect(kinds).to.deep.equal(['unreadable', 'finding']);
  });
});

describe('a finding of Security Hub in OCSF', () => {
  it('is read as in ASFF, with the same id', () => {
    const asff = findingOf(sample('security-hub-control'));

    const ocsf = findingOf(sample('security-hub-v2'));

    expect({ ...ocsf, resource: '', link: '' }).to.deep.equal({
      ...asff,
      count: undefined,
      resource: '',
      link: '',
    });
    expect(ocsf.resource).to.match(/^AWS::EC2::SecurityGroup arn:aws:ec2:/);
    expect(ocsf.link).to.equal(
      `https://eu-west-1.console.aws.amazon.com/securityhub/v2/home?region=eu-west-1#/findings?search=finding_info.uid%3D%255Coperator%255C%253AEQUALS%255C%253A${IN_LINK}`,
    );
  });

  it('is over when it is closed or passed, and muted when its product publishes it as well', () => {
    const product = { uid: 'arn:aws:securityhub:eu-west-1::productv2/aws/guardduty' };
    const found = (changes: object) => findingOf(hubSampleWith('security-hub-v2', { ...changes }));

    expect(found({ activity_id: 3 }).over).to.equal('closed');
    expect(found({ status_id: 3 }).over).to.equal('status 3');
    expect(found({ compliance: { status_id: 1 } }).over).to.equal('compliance 1');
    expect(found({ compliance: { status_id: 2 } })).to.include({
      over: undefined,
      mutedBy: 'compliance 2',
    });
    expect(found({ compliance: undefined })).to.include({ over: undefined, mutedBy: undefined });
    expect(found({ metadata: { product } }).mutedBy).to.equal('alerted by guardduty itself');
  });

  it('is unreadable without id, or with a severity that is not known', () => {
    const name = 'security-hub-v2';

    expect(reasonOf(hubSampleWith(name, { finding_info: {} }))).to.equal(
      'a finding_info.uid is not a string',
    );
    for (const severity_id of [0, 99, -1, 'High', null]) {
      const reason = reasonOf(hubSampleWith(name, { severity_id }));
      expect(reason).to.equal('a severity_id is not known');
    }
  });
});
