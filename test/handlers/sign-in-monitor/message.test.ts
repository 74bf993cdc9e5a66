import { expect } from 'chai';
import { judge } from '../../../handlers/sign-in-monitor/judge.ts';
import { alertOf } from '../../../handlers/sign-in-monitor/message.ts';
import { changed, rules, sample } from './samples.ts';

function told(event: unknown, { partition = 'aws', accountName = 'Production' } = {}) {
  const verdict = judge(event, rules(['root', 'iam-user']));
  return alertOf(verdict, verdict.reasons, { who: 'alice', partition, accountName });
}

describe('the alert of a sign-in', () => {
  const consoles = [
    ['aws', 'eu-north-1', 'https://eu-north-1.console.aws.amazon.com/'],
    ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/'],
    ['aws-us-gov', 'us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/'],
  ] as const;
  for (const [partition, awsRegion, url] of consoles) {
    it(`links to the console of the partition ${partition}`, () => {
      const { text } = told(changed('root', { awsRegion }), { partition });

      expect(text).to.contain(
        `: ${url}cloudtrailv2/home?region=${awsRegion}#/events/10000000-0000-4000-8000-000000000201`,
      );
    });
  }

  it('has no link that an event could choose', () => {
    for (const detail of [{ awsRegion: 'evil.example/' }, { eventID: 'x/../y' }]) {
      const event = { ...changed('root', detail), region: '' };

      expect(told(event).text).to.not.contain('https://');
    }
  });

  it('names the known network', () => {
    expect(told(sample('root')).text).to.contain('From: 198.51.100.20 (Office)\n');
  });

  it('says that AWS does not know of MFA where another identity provider signed the user in', () => {
    const event = changed('permission-set', { sourceIPAddress: '203.0.113.7' });

    expect(told(event).text).to.contain('\nMFA: unknown to AWS here\n');
    expect(told(event).text).to.contain('\nHow: console, through Identity Center\n');
  });

  it('says which error stopped a sign-in', () => {
    const error = 'Authorization denied because of a resource control policy';

    expect(told(sample('root-denied')).text).to.contain(`\nResult: failure: ${error}\n`);
    expect(told(sample('root-denied')).subject).to.equal(
      'Failed sign-in of alice of Production (222222222222)',
    );
  });

  it('has the id alone of an account without a name', () => {
    const { subject } = told(sample('iam-user-without-mfa'), { accountName: '222222222222' });

    expect(subject).to.equal('Sign-in without MFA: alice of 222222222222');
  });

  it('has one line for each fact, whatever stands in the event', () => {
    const event = changed('root-failure', {
      errorMessage: `No\nLink: https://evil.example\u2028${'x'.repeat(5000)}`,
    });

    const lines = told(event, { accountName: 'A\nB' }).text.split('\n');

    expect(lines.filter((line) => line.startsWith('Link'))).to.have.length(1);
    expect(Math.max(...lines.map(({ length }) => length))).to.be.lessThan(300);
    expect(lines).to.include('Account: A B (222222222222)');
  });
});
