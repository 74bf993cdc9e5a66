import { expect } from 'chai';
import { alertOf } from '../../../handlers/finding-alerts/message.ts';
import { findingOf, reasonOf, sample } from './samples.ts';

/** The sample, whose change of compliance has other results. */
function change(newEvaluationResult: object, oldEvaluationResult?: object) {
  const event = structuredClone(sample('config-rule')) as unknown as {
    event: { detail: Record<string, unknown> };
    rule: Record<string, unknown>;
  };
  event.event.detail['newEvaluationResult'] = newEvaluationResult;
  event.event.detail['oldEvaluationResult'] = oldEvaluationResult;
  return event;
}

describe('a change of compliance of AWS Config', () => {
  it('is an alert with the noncompliant state, the account, the resource and the links', () => {
    const alert = alertOf(findingOf(sample('config-rule')), 'Production');

    const console = 'https://eu-west-1.console.aws.amazon.com/config/home?region=eu-west-1#';
    expect(alert).to.deep.equal({
      subject:
        'HIGH AWS Config finding in Production: A security group allows the whole internet to ' +
        'access port 22',
      text: [
        'A security group allows the whole internet to access port 22',
        '',
        'Severity: High (8)',
        'Account: Production (444444444444)',
        'Region: eu-west-1',
        'Resource: AWS::EC2::SecurityGroup sg-0a1b2c3d4e5f60718',
        'Found by: AWS Config',
        'Rule: restricted-ssh',
        'Last seen: 2026-10-05T14:02:12.405Z',
        '',
        'The rule requires: No security group allows the whole internet to access port 22',
        'The resource was compliant before.',
        '',
        `In the console of that account: ${console}/resources/timeline?resourceId=sg-0a1b2c3d4e5f60718&resourceType=AWS%3A%3AEC2%3A%3ASecurityGroup`,
        `All resources of the rule: ${console}/rules/details?configRuleName=OrgConfigRule-ofn-audit-restricted-ssh-abcd1234`,
      ].join('\n'),
    });
  });

  it('without a text of the noncompliant state names the rule, never the good state alone', () => {
    const event = change({ complianceType: 'NON_COMPLIANT', annotation: 'Port 22 is open' });
    delete event.rule['noncompliant'];

    const { title, description } = findingOf(event);

    expect(title).to.equal('Noncompliant with the rule restricted-ssh');
    expect(description.split('\n')).to.deep.equal([
      'AWS Config says: Port 22 is open',
      'The rule requires: No security group allows the whole internet to access port 22',
    ]);
  });

  it('has an id of its own for each change, and the same one when it is redelivered', () => {
    const at = (resultRecordedTime: string) =>
      findingOf(change({ complianceType: 'NON_COMPLIANT', resultRecordedTime })).id;

    const ids = ['2026-10-05T14:02:12Z', '2026-10-06T09:00:00Z', '2026-10-05T14:02:12Z'].map(at);

    expect(ids[0]).to.equal(
      'config/444444444444/eu-west-1/restricted-ssh/AWS::EC2::SecurityGroup/sg-0a1b2c3d4e5f60718/2026-10-05T14:02:12Z',
    );
    expect(ids[1]).to.not.equal(ids[0]);
    expect(ids[2]).to.equal(ids[0]);
  });

  it('is muted unless the resource became noncompliant', () => {
    const compliant = findingOf(change({ complianceType: 'COMPLIANT' }));
    const still = findingOf(
      change({ complianceType: 'NON_COMPLIANT' }, { complianceType: 'NON_COMPLIANT' }),
    );
    const first = findingOf(change({ complianceType: 'NON_COMPLIANT' }));

    expect(compliant.mutedBy).to.equal('compliance COMPLIANT');
    expect(still.mutedBy).to.equal('noncompliant before');
    expect(first.mutedBy).to.equal(undefined);
  });

  it('may be older than its rule unless AWS Config saw the resource compliant', () => {
    const groupOf = (old?: object | null) =>
      findingOf(change({ complianceType: 'NON_COMPLIANT' }, old as object)).state?.group;

    const open = 'A security group allows the whole internet to access port 22';
    expect([undefined, null, { complianceType: 'NOT_APPLICABLE' }].map(groupOf)).to.deep.equal([
      open,
      open,
      open,
    ]);
    expect(groupOf({ complianceType: 'COMPLIANT' })).to.equal(undefined);
  });

  it('can not be read without its rule or its resource', () => {
    const event = sample('config-rule');

    expect(reasonOf({ ...event, rule: { name: 'restricted-ssh', severity: '8' } })).to.equal(
      'rule has no name, or its severity is not a number from 0 to 10',
    );
    expect(reasonOf({ ...event, event: {} })).to.equal('event.detail.resourceId is not a string');
  });
});
