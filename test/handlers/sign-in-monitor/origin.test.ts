import { expect } from 'chai';
import { judge } from '../../../handlers/sign-in-monitor/judge.ts';
import { originOf } from '../../../handlers/sign-in-monitor/origin.ts';
import { byTrail, changed, rules, sample } from './samples.ts';

const trail = { source: 'audit.trail', managementAccountId: '111111111111' };
const forged = { ...changed('root', { recipientAccountId: '111111111111' }), source: 'my.app' };

describe('who put a sign-in on the bus', () => {
  it('is AWS for the sources of AWS, and the account is that of the envelope', () => {
    for (const source of ['aws.signin', 'aws.sso']) {
      const event = { ...changed('root', { recipientAccountId: '111111111111' }), source };

      expect(originOf(event, trail)).to.deep.equal({
        by: 'rule',
        accountId: '222222222222',
        region: 'us-east-1',
        source,
      });
    }
  });

  it('is the organization trail for its source and account, and the record says the account', () => {
    expect(originOf(byTrail(sample('root')), trail)).to.deep.equal({
      by: 'trail',
      accountId: '222222222222',
      region: 'eu-west-1',
      source: 'audit.trail',
    });
  });

  it('is a stranger for the source of the trail from another account, or from none', () => {
    for (const account of ['222222222222', '', undefined]) {
      const event = { ...byTrail(sample('root')), account };

      expect(originOf(event, trail).by, account).to.equal('stranger');
    }
  });

  it('is a stranger for any other source, with the account that put the event', () => {
    for (const source of ['my.app', 'aws.ec2', 'AWS.signin', 'audit.trails']) {
      const origin = originOf({ ...forged, source }, trail);

      expect(origin).to.include({ by: 'stranger', accountId: '222222222222' });
    }
  });
});

describe('the judge, of an event by a stranger', () => {
  it('reports the stranger, and not the sign-in that it says', () => {
    const verdict = judge(forged, rules(['root']));

    expect(verdict.reasons.map(({ code }) => code)).to.deep.equal(['stranger']);
    expect(verdict.reasons[0]?.text).to.contain('its source is my.app');
    expect(verdict.signIn.accountId).to.equal('222222222222');
    expect(verdict.failed).to.equal(false);
  });

  it('believes no account that the event names', () => {
    const event = { ...sample('federate'), source: 'my.app', account: '333333333333' };

    expect(judge(event, rules([])).signIn.accountId).to.equal('333333333333');
  });

  it('counts none of its failures', () => {
    const event = { ...sample('iam-user-failure'), source: 'my.app' };

    expect(judge(event, rules([])).failed).to.equal(false);
  });
});
