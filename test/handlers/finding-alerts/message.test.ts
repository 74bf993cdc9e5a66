import { expect } from 'chai';
import { alertOf, unreadableAlertOf } from '../../../handlers/finding-alerts/message.ts';
import { findingOf, sample, sampleWith } from './samples.ts';

const ID = '3eb8ee0c1d0d4f6f8a1f5c2d7b9e0a11';

describe('the alert of a finding', () => {
  it('says what, how bad, where, when and where to look', () => {
    const alert = alertOf(findingOf(sampleWith('guard-duty', { severity: 8 })), 'Production');

    expect(alert).to.deep.equal({
      subject:
        'HIGH GuardDuty finding in Production: An EC2 instance is communicating with an IP ' +
        'address on a custom threat list.',
      text: [
        'An EC2 instance is communicating with an IP address on a custom threat list.',
        '',
        'Severity: High (8)',
        'Account: Production (444444444444)',
        'Region: eu-west-1',
        'Resource: Instance i-0a1b2c3d4e5f60718',
        'Found by: GuardDuty',
        'Type: UnauthorizedAccess:EC2/MaliciousIPCaller.Custom',
        'First seen: 2026-10-05T14:02:11.000Z',
        'Last seen: 2026-10-05T14:21:40.000Z',
        'Count: 3',
        `Finding: ${ID}`,
        '',
        'EC2 instance i-0a1b2c3d4e5f60718 is communicating with IP address 198.51.100.0 on the custom threat list ofn-audit.',
        '',
        `https://eu-west-1.console.aws.amazon.com/guardduty/home?region=eu-west-1#/findings?search=id%3D${ID}`,
      ].join('\n'),
    });
  });

  it('says from what its severity rose', () => {
    const { text } = alertOf(findingOf(sample('guard-duty-attack-sequence')), 'Production', 5);

    expect(text).to.include('\nSeverity: Critical (9.5), risen from Medium (5)\n');
  });

  it('names an account without name once, and an unknown one as such', () => {
    const finding = findingOf(sample('guard-duty'));

    const unnamed = alertOf(finding, '444444444444').text;
    const unknown = alertOf({ ...finding, accountId: '' }, '').text;

    expect(unnamed).to.include('\nAccount: 444444444444\n');
    expect(unknown).to.include('\nAccount: an unknown account\n');
  });

  it('leaves out what the event lacks', () => {
    const event = { 'detail-type': 'GuardDuty Finding', detail: { id: 'a', severity: 8 } };

    const { text } = alertOf(findingOf(event), '');

    expect(text).to.equal(
      'Untitled\n\nSeverity: High (8)\nAccount: an unknown account\nFound by: GuardDuty\nFinding: a',
    );
  });

  it('lets no attacker forge a line or turn the direction of its text', () => {
    const title = 'All is well\r\nSeverity: Low (1)\u2028\u202e\u0000';
    const description = `x${'y'.repeat(10_000)}`;

    const { subject, text } = alertOf(
      findingOf(sampleWith('guard-duty', { title, description })),
      'Shop\nAccount: none',
    );

    expect(subject).to.equal(
      'MEDIUM GuardDuty finding in Shop Account: none: All is well Severity: Low (1)',
    );
    expect(text.match(/^(Severity|Account):/gm)).to.have.length(2);
    expect(text.split('\n').at(-3))
      .to.match(/^xy+…$/)
      .and.to.have.length(2000);
  });
});

describe('the alert of what could not be read', () => {
  it('says why, and shows the beginning of it on one line', () => {
    const raw = { 'detail-type': 'Odd', text: `a\u0007\n${'b'.repeat(9000)}` };

    const { subject, text } = unreadableAlertOf('detail.id is not a string', raw);

    expect(subject).to.equal('A security finding could not be read');
    expect(text).to.match(
      /^An event of a security finding could not be read: detail\.id is not a string\.\n/,
    );
    expect(text.split('\n').at(-1))
      .to.match(/^\{"detail-type":"Odd","text":"a/)
      .and.to.have.length(8000);
  });

  it('shows the top of what is nested too deeply for JSON', () => {
    let raw: unknown = 'deep';
    for (let depth = 0; depth < 50_000; depth++) {
      raw = [raw];
    }

    const { text } = unreadableAlertOf('it is odd', { id: 7, raw });

    expect(text.split('\n').at(-1)).to.match(/^\{ id: 7, raw: \[/);
  });

  it('is made even of nothing', () => {
    expect(unreadableAlertOf('it is odd', undefined).text).to.match(/\n\nundefined$/);
  });
});
