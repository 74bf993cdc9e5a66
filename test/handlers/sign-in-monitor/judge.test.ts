import { expect } from 'chai';
import { judge } from '../../../handlers/sign-in-monitor/judge.ts';
import { changed, noon, rules, sample } from './samples.ts';

const codesOf = (event: unknown) =>
  judge(event, rules(['root', 'iam-user'])).reasons.map(({ code }) => code);
const textsOf = (event: unknown) =>
  judge(event, rules(['root', 'iam-user'])).reasons.map(({ text }) => text);
const elsewhere = { sourceIPAddress: '203.0.113.7' };
const office = { sourceIPAddress: '198.51.100.20' };

describe('the judge of sign-ins', () => {
  const samples: [string, string[]][] = [
    ['root', ['root']],
    ['root-without-mfa', ['unknown-network', 'root', 'no-mfa']],
    ['root-failure', ['root']],
    ['root-denied', ['root']],
    ['iam-user', []],
    ['iam-user-alias-cookie', ['unknown-network']],
    ['iam-user-ipv6', ['unknown-network']],
    ['iam-user-without-mfa', ['no-mfa']],
    ['iam-user-failure', []],
    ['iam-user-denied', []],
    ['no-such-user-failure', []],
    ['check-mfa', []],
    ['permission-set', []],
    ['assumed-role', ['unknown-network']],
    ['federated-user', []],
    ['switch-role', ['unknown-network']],
    ['identity-center-challenge', []],
    ['identity-center-verification', []],
    ['identity-center-failure', []],
    ['identity-center-no-such-user', []],
    ['identity-center-without-name', ['unknown-network']],
    ['identity-center-with-name', ['unknown-network']],
    ['identity-center-external', []],
    ['federate', []],
    ['federate-application', []],
    ['desktop-smart-card', []],
    ['role-credentials', ['unknown-network']],
    ['device-code-token', ['unknown-network']],
    ['signin-token', ['unknown-network']],
    ['signin-token-portal', []],
    ['aws-login', ['unknown-network']],
    ['root-recovery-requested', ['root-recovery']],
    ['root-recovery-completed', ['root-recovery']],
    ['root-password-updated', ['root-recovery']],
    ['root-email-updated', ['root-recovery']],
  ];
  for (const [name, codes] of samples) {
    it(`reports ${codes.join(' and ') || 'nothing'} of ${name}`, () => {
      expect(codesOf(sample(name))).to.deep.equal(codes);
    });
  }

  it('reports an unknown network wherever an account is opened from it', () => {
    for (const name of [
      'federate',
      'permission-set',
      'federated-user',
      'identity-center-external',
    ]) {
      expect(codesOf(changed(name, elsewhere)), name).to.deep.equal(['unknown-network']);
    }
  });

  it('says which known network a sign-in came from, IPv4 in IPv6 as well', () => {
    const networkOf = (sourceIPAddress: string) =>
      judge(changed('iam-user', { sourceIPAddress }), rules([])).network;

    expect(networkOf('198.51.100.1')).to.equal('Office');
    expect(networkOf('::ffff:198.51.100.1')).to.equal('Office');
    expect(networkOf('2001:db8:1::7')).to.equal('Office');
    expect(networkOf('192.0.2.1')).to.equal('192.0.2.0/25');
    expect(networkOf('192.0.2.200')).to.equal(undefined);
  });

  it('counts failures, and does not report each from an unknown network', () => {
    const failed = (name: string) => judge(sample(name), rules([])).failed;

    expect(failed('iam-user-failure')).to.equal(true);
    expect(failed('no-such-user-failure')).to.equal(true);
    expect(failed('identity-center-failure')).to.equal(true);
    expect(failed('identity-center-no-such-user')).to.equal(true);
    expect(failed('root-failure')).to.equal(true);
    expect(failed('iam-user')).to.equal(false);
  });

  it('takes a record with an error and without a result for a failure', () => {
    const event = changed('iam-user', { responseElements: null, errorMessage: 'Failed' });

    expect(judge(event, rules([])).failed).to.equal(true);
  });

  it('expects MFA only of those in its settings', () => {
    const event = changed('root-without-mfa', office);

    expect(judge(event, rules(['iam-user'])).reasons.map(({ code }) => code)).to.deep.equal([
      'root',
    ]);
  });

  it('reports when AWS does not say whether there was MFA', () => {
    const event = changed('iam-user', { additionalEventData: null });

    expect(textsOf(event)).to.deep.equal(['AWS does not record whether MFA was used']);
  });

  it('reads MFA in capitals, as some samples of the root user have it', () => {
    const event = changed('root', { additionalEventData: { MFAUsed: 'YES' } });

    expect(codesOf(event)).to.deep.equal(['root']);
  });

  it('does not report a root step, whose sign-in follows', () => {
    const { userIdentity } = sample('root').detail;

    expect(codesOf(changed('check-mfa', { userIdentity }))).to.deep.equal([]);
  });

  for (const address of [
    'AWS Internal',
    'signin.amazonaws.com',
    '',
    undefined,
    '203.0.113.7:443',
  ]) {
    it(`can't judge a sign-in from ${JSON.stringify(address)}`, () => {
      const event = changed('iam-user', { sourceIPAddress: address });

      const { reasons, raw } = judge(event, rules([]));

      expect(reasons.map(({ code }) => code)).to.deep.equal(['cannot-be-judged']);
      expect(raw).to.contain('"eventName": "ConsoleLogin"');
    });
  }

  it('lets off a desktop without address, but not one that leads elsewhere', () => {
    const more = { AuthWorkflowID: 'a', CredentialType: 'SMARTCARD' };
    const to = (LoginTo: string) =>
      changed('desktop-smart-card', { additionalEventData: { ...more, LoginTo } });

    expect(codesOf(to('https://clients.amazonaws.com/workspaces?x=1'))).to.deep.equal([]);
    for (const url of [
      'https://clients.amazonaws.com.example.com/workspaces',
      'https://d-1.awsapps.com/start/?x=https://clients.amazonaws.com/workspaces',
      'https://clients.amazonaws.com/workspaces.evil',
    ]) {
      expect(codesOf(to(url)), url).to.deep.equal(['cannot-be-judged']);
    }
  });

  const strange: [string, Record<string, unknown>, string][] = [
    [
      'a name that it does not know',
      { eventName: 'OpenPortal' },
      'unknown sign-in event OpenPortal',
    ],
    ['a name of every object', { eventName: 'constructor' }, 'unknown sign-in event constructor'],
    ['no name', { eventName: null }, 'no event name'],
    [
      'a user type that it does not know',
      { userIdentity: { type: 'Ghost', accountId: '222222222222' } },
      'unknown user type Ghost',
    ],
    ['no user', { userIdentity: null }, 'unknown user type (none)'],
    ['no result', { responseElements: null }, 'no result'],
    ['another result', { responseElements: { ConsoleLogin: 'Perhaps' } }, 'no result'],
  ];
  for (const [what, detail, text] of strange) {
    it(`can't judge an event with ${what}`, () => {
      const [reason] = judge(changed('iam-user', detail), rules([])).reasons;

      expect(reason).to.deep.equal({
        code: 'cannot-be-judged',
        text: `This can't be evaluated: ${text}`,
      });
    });
  }

  it("can't judge an event of no account, and says all that is missing", () => {
    const event = {
      source: 'aws.signin',
      detail: { eventName: 'ConsoleLogin', userIdentity: { type: 'IAMUser' }, errorCode: 'x' },
    };

    expect(textsOf(event)).to.deep.equal(["This can't be evaluated: no account id; no time"]);
  });

  it('reports the root user even if the rest is not understood', () => {
    const event = changed('root', { eventName: 'OpenPortal' });

    expect(codesOf(event)).to.deep.equal(['cannot-be-judged', 'root']);
  });

  it('has one id for one sign-in, in whatever envelope and however spelled', () => {
    const event = sample('iam-user-ipv6');
    const again = {
      ...event,
      id: 'other',
      region: 'us-east-1',
      'detail-type': 'AWS Console Signin via CloudTrail',
    };

    expect(judge(event, rules([])).id).to.equal(judge(again, rules([])).id);
    expect(judge(event, rules([])).id).to.equal(event.detail.eventID);
  });

  it('has one id for an action that CloudTrail records in two accounts', () => {
    const shared = { sharedEventID: '30000000-0000-4000-8000-000000000001' };

    const ids = ['a', 'b'].map(
      (eventID) => judge(changed('switch-role', { ...shared, eventID }), rules([])).id,
    );

    expect(ids).to.deep.equal([shared.sharedEventID, shared.sharedEventID]);
  });

  it('has ids that differ for events without ids that differ', () => {
    const long = 'x'.repeat(400);

    const ids = [`${long}1`, `${long}2`, [long], { 0: long }].map((x) => judge(x, rules([])).id);

    expect(new Set(ids).size).to.equal(4);
  });

  it('makes an id of its own instead of one that a table could not hold', () => {
    const event = { detail: { eventID: 'x'.repeat(5000) } };

    expect(judge(event, rules([])).id).to.match(/^[\da-f]{64}$/);
  });

  it('refuses a time that lies ahead, and counts no failure of it', () => {
    const at = (eventTime: string, time = eventTime) => ({
      ...changed('iam-user-failure', { eventTime }),
      time,
    });

    const ahead = judge(at('2026-11-20T15:00:00Z'), rules([]));
    const aheadOfItself = judge(at('2026-11-20T11:30:00Z', '2026-11-20T09:30:00Z'), rules([]));
    const almost = judge(at('2026-11-20T12:04:00Z', '2026-11-20T12:00:00Z'), rules([]));

    expect(ahead.reasons.map(({ text }) => text)).to.deep.equal([
      "This can't be evaluated: its time 2026-11-20T15:00:00.000Z is in the future",
    ]);
    expect(aheadOfItself.reasons[0]?.text).to.contain('2026-11-20T11:30:00.000Z is in the future');
    expect([ahead.signIn.time, aheadOfItself.signIn.time]).to.deep.equal([undefined, undefined]);
    expect(almost.reasons).to.deep.equal([]);
    expect(almost.signIn.time).to.equal(Date.parse('2026-11-20T12:04:00Z'));
  });

  it('refuses a time that is long past, and takes one from the queue of failures', () => {
    const daysOn = (days: number) =>
      judge(sample('iam-user-failure'), rules([], noon + days * 86_400_000));

    expect(daysOn(14).reasons).to.deep.equal([]);
    expect(daysOn(16).reasons[0]?.text).to.contain('2026-11-20T09:30:00.000Z is long past');
    expect(daysOn(16).signIn.time).to.equal(undefined);
  });

  it('expects a second factor of users of Identity Center, where AWS records the factors', () => {
    const codes = (name: string, CredentialType?: string) => {
      const more = sample(name).detail.additionalEventData;
      const event = changed(name, {
        ...office,
        additionalEventData: { ...Object(more), ...(CredentialType && { CredentialType }) },
      });
      return judge(event, rules(['identity-center-user'])).reasons.map(({ code }) => code);
    };

    expect(codes('identity-center-without-name', 'PASSWORD')).to.deep.equal(['no-mfa']);
    expect(codes('identity-center-with-name')).to.deep.equal(['no-mfa']);
    expect(codes('identity-center-without-name', 'EMAIL_OTP')).to.deep.equal(['no-mfa']);
    for (const factors of ['PASSWORD,TOTP', 'PASSWORD,WEBAUTHN', 'WEBAUTHN', 'SMARTCARD']) {
      expect(codes('identity-center-without-name', factors), factors).to.deep.equal([]);
    }
    expect(codes('identity-center-external')).to.deep.equal([]);
    expect(codes('federate')).to.deep.equal([]);
    expect(codes('permission-set')).to.deep.equal([]);
  });

  it('knows an application that is opened in the portal from an account', () => {
    const howOf = (name: string) => judge(sample(name), rules([])).signIn.how;

    expect(howOf('federate')).to.equal('account opened in the access portal of Identity Center');
    expect(howOf('federate-application')).to.equal(
      'application opened in the access portal of Identity Center',
    );
    expect(codesOf(changed('federate-application', elsewhere))).to.deep.equal(['unknown-network']);
  });

  it('is quiet about command-line access from a known network, and of a service of AWS', () => {
    for (const name of ['role-credentials', 'device-code-token', 'signin-token', 'aws-login']) {
      for (const sourceIPAddress of ['198.51.100.20', 'AWS Internal', 'quicksight.amazonaws.com']) {
        expect(codesOf(changed(name, { sourceIPAddress })), name).to.deep.equal([]);
      }
    }
  });

  it('takes no name for one of AWS that only looks like it', () => {
    for (const sourceIPAddress of ['amazonaws.com.evil.example', 'evilamazonaws.com', 'nowhere']) {
      expect(codesOf(changed('role-credentials', { sourceIPAddress }))).to.deep.equal([
        'cannot-be-judged',
      ]);
    }
  });

  it('neither reports nor counts credentials that have expired', () => {
    const event = changed('role-credentials', { errorCode: 'UnauthorizedException' });

    expect(judge(event, rules([])).failed).to.equal(false);
    expect(codesOf(event)).to.deep.equal([]);
  });

  it('reports a recovery of the root user from a known network, and one that fails', () => {
    const failed = { responseElements: { PasswordRecoveryRequested: 'Failure' } };

    expect(codesOf(changed('root-recovery-requested', office))).to.deep.equal(['root-recovery']);
    expect(codesOf(changed('root-recovery-requested', failed))).to.deep.equal(['root-recovery']);
  });

  it('reports aws login of the root user', () => {
    const { userIdentity } = sample('root').detail;

    expect(codesOf(changed('aws-login', { ...office, userIdentity }))).to.deep.equal(['root']);
  });
});
