import { expect } from 'chai';
import { failures } from '../../../handlers/sign-in-monitor/failures.ts';
import { monitor } from '../../../handlers/sign-in-monitor/monitor.ts';
import { workflows } from '../../../handlers/sign-in-monitor/workflows.ts';
import type { Once } from '../../../lambda/alerting/once.ts';
import type { Alert } from '../../../lambda/alerting/topic.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { byTrail, changed, known, noon, sample, settings } from './samples.ts';
import { fakeTable } from './table.ts';

/** The world around the monitor; `publish` may be made to fail. */
function world() {
  const { client, items } = fakeTable();
  const alerts: Alert[] = [];
  const logs: LogEntry[] = [];
  const done = new Set<string>();
  const once: Once = {
    async run(id, _ttlSeconds, act) {
      if (done.has(id)) {
        return 'already';
      }
      await act();
      done.add(id);
      return 'acted';
    },
  };
  const dependencies = {
    known,
    countryOf: (address: string) => (address === '198.51.100.9' ? 'Iceland' : undefined),
    failures: failures(client, 'audit-sign-ins'),
    workflows: workflows(client, 'audit-sign-ins'),
    once,
    accounts: {
      nameOf: async (id: string) => ({ '222222222222': 'Production' })[id] ?? id,
    },
    publish: async (alert: Alert) => {
      alerts.push(alert);
    },
    log: (entry: LogEntry) => {
      logs.push(entry);
    },
    now: () => noon,
  };
  const give = (event: unknown) => monitor(event, dependencies, settings);
  return { alerts, dependencies, done, give, items, logs };
}

const failure = (id: string, minute: number, detail: Record<string, unknown> = {}) => {
  const time = `2026-11-20T09:${minute}:00Z`;
  return { ...changed('iam-user-failure', { eventID: id, eventTime: time, ...detail }), time };
};

describe('the sign-in monitor', () => {
  it('reports everything of a sign-in, with every reason', async () => {
    const { give, alerts } = world();

    const outcome = await give(sample('root-without-mfa'));

    expect(outcome).to.equal('alerted');
    expect(alerts).to.deep.equal([
      {
        subject: 'Sign-in from unknown network 203.0.113.7: root of Production (222222222222)',
        text: [
          'Sign-in from unknown network 203.0.113.7: root of Production (222222222222)',
          '',
          '- 203.0.113.7 is in none of the known networks',
          '- The root user is to be used in emergencies only',
          '- It was without MFA',
          '',
          'Who: root (root)',
          'Account: Production (222222222222)',
          'From: 203.0.113.7 (unknown network)',
          'How: console',
          'MFA: no',
          'Result: success',
          'Region: us-east-1',
          'Time: 2026-11-20T09:30:00.000Z',
          'Event: ConsoleLogin 10000000-0000-4000-8000-000000000202',
          'Reported by: the rule in us-east-1 of 222222222222',
          'Link (signed in to 222222222222): https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/10000000-0000-4000-8000-000000000202',
        ].join('\n'),
      },
    ]);
  });

  it('says the country where a database knows it', async () => {
    const { give, alerts } = world();

    await give(changed('root-without-mfa', { sourceIPAddress: '198.51.100.9' }));

    expect(alerts[0]?.text).to.contain('\nFrom: 198.51.100.9 (Office), Iceland\n');
  });

  it('is quiet about a sign-in that is as it should be', async () => {
    const { give, alerts, done } = world();

    expect(await give(sample('iam-user'))).to.equal('quiet');
    expect(alerts).to.deep.equal([]);
    expect(done.size).to.equal(0);
  });

  it('reports the same sign-in once, from whatever region it comes', async () => {
    const { give, alerts } = world();
    const event = sample('iam-user-alias-cookie');

    const outcomes = [
      await give(event),
      await give({ ...event, id: 'other', region: 'us-east-1' }),
    ];

    expect(outcomes).to.deep.equal(['alerted', 'alerted-before']);
    expect(alerts).to.have.length(1);
  });

  it('reports a role switch with where it began', async () => {
    const { give, alerts } = world();

    await give(sample('switch-role'));

    expect(alerts[0]?.subject).to.equal(
      'Sign-in from unknown network 203.0.113.7: break-glass/alice of Production (222222222222)',
    );
    expect(alerts[0]?.text).to.contain('How: role switch in the console\n');
    expect(alerts[0]?.text).to.contain('Switched from: arn:aws:iam::111111111111:user/alice\n');
  });

  it('reports the account that is opened through Identity Center, and where that is recorded', async () => {
    const { give, alerts } = world();

    await give(changed('federate', { sourceIPAddress: '203.0.113.7' }));

    expect(alerts[0]?.text).to.contain('Account: Production (222222222222)\n');
    expect(alerts[0]?.text).to.contain('Link (signed in to 111111111111): https://eu-west-1.');
  });

  it('names a user of Identity Center by an event before', async () => {
    const { give, alerts, items } = world();

    await give(sample('identity-center-challenge'));
    await give(sample('identity-center-without-name'));

    expect(items.get('workflow#9de74b32-8362-4a01-a524-de21df59fd83')?.userName?.S).to.equal(
      'jane',
    );
    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Sign-in from unknown network 203.0.113.7: jane of 111111111111',
    ]);
    expect(alerts[0]?.text).to.contain(
      'Who: jane (identity-center, user id 544894e8-80c1-707f-60e3-3ba6510dfac1)\n',
    );
    expect(alerts[0]?.text).to.contain('MFA: yes\n');
  });

  it('reports the id of a user of Identity Center whose name is in no event', async () => {
    const { give, alerts } = world();

    await give(sample('identity-center-without-name'));

    expect(alerts[0]?.subject).to.equal(
      'Sign-in from unknown network 203.0.113.7: 544894e8-80c1-707f-60e3-3ba6510dfac1 of 111111111111',
    );
  });

  it('names a user of Identity Center as events did until July 2025', async () => {
    const { give, alerts } = world();

    await give(sample('identity-center-with-name'));

    expect(alerts[0]?.text).to.contain('Who: jane (identity-center)\n');
    expect(alerts[0]?.text).to.contain('MFA: no\n');
  });

  it('reports failures when they repeat, once a window', async () => {
    const { give, alerts } = world();

    const outcomes = [
      await give(failure('a', 30)),
      await give(failure('a', 30)),
      await give(failure('b', 35)),
      await give(failure('c', 40)),
      await give(failure('d', 41)),
    ];

    expect(outcomes).to.deep.equal(['quiet', 'quiet', 'quiet', 'alerted', 'quiet']);
    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Repeated sign-in failures: alice of Production (222222222222)',
    ]);
    expect(alerts[0]?.text).to.contain('\n- 3 sign-ins failed within 900 seconds\n');
    expect(alerts[0]?.text).to.contain('\nResult: failure: Failed authentication\n');
  });

  it('reports repeated failures if reporting them failed before', async () => {
    const { dependencies, alerts } = world();
    const publish = async () => {
      throw new Error('Throttled');
    };
    const judge = (event: unknown, more = {}) =>
      monitor(event, { ...dependencies, ...more }, settings);
    await judge(failure('a', 30));
    await judge(failure('b', 31));

    const failed = await judge(failure('c', 32), { publish }).catch(String);
    const outcomes = [await judge(failure('d', 33)), await judge(failure('c', 32))];

    expect(failed).to.equal('Error: Throttled');
    expect(outcomes).to.deep.equal(['quiet', 'alerted']);
    expect(alerts).to.have.length(1);
  });

  it('counts failures of names that do not exist by address, and of IPv6 by network', async () => {
    const { give, alerts } = world();
    const { userIdentity } = sample('no-such-user-failure').detail;
    const from = (id: string, sourceIPAddress: string) =>
      give(failure(id, 30, { userIdentity, sourceIPAddress }));

    for (const [index, ip] of ['2001:db8:9::1', '203.0.113.7', '2001:db8:9::2'].entries()) {
      await from(`${index}`, ip);
    }
    await from('last', '2001:db8:9:0:ffff::3');

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Repeated sign-in failures: unknown user at 2001:db8:9::/64 of Production (222222222222)',
    ]);
  });

  it('counts failures of Identity Center by the name that an event before said', async () => {
    const { give, alerts } = world();
    const flow = (AuthWorkflowID: string) => ({ AuthWorkflowID, CredentialType: 'PASSWORD' });

    for (const id of ['a', 'b', 'c']) {
      const challenge = {
        eventID: `challenge-${id}`,
        additionalEventData: { ...flow(id), UserName: 'jane' },
      };
      await give(changed('identity-center-challenge', challenge));
      const sourceIPAddress = `203.0.113.${id.charCodeAt(0)}`;
      const verification = { eventID: id, additionalEventData: flow(id), sourceIPAddress };
      await give(changed('identity-center-failure', verification));
    }

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Repeated sign-in failures: jane of 111111111111',
    ]);
  });

  it('reports every failure of the root user, and that they repeat, in one alert each', async () => {
    const { give, alerts } = world();

    for (const eventID of ['a', 'b', 'c']) {
      await give(changed('root-failure', { eventID }));
    }

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Failed sign-in of root of Production (222222222222)',
      'Failed sign-in of root of Production (222222222222)',
      'Repeated sign-in failures: root of Production (222222222222)',
    ]);
    expect(alerts[2]?.text).to.contain('- The root user is to be used in emergencies only\n');
  });

  it('reports what it cannot judge, with the event and without its secrets', async () => {
    const { give, alerts } = world();

    await give(changed('assumed-role', { eventName: 'OpenPortal' }));

    expect(alerts[0]?.subject).to.equal(
      "Sign-in that can't be evaluated: OpenPortal in Production (222222222222)",
    );
    expect(alerts[0]?.text).to.contain('\nThe event:\n{\n "version": "0",\n');
    expect(alerts[0]?.text).to.contain('"accessKeyId": "(left out)"');
    expect(alerts[0]?.text).to.not.contain('ASIAIOSFODNN7EXAMPLE');
    expect(alerts[0]?.text).to.not.contain('hashArgsFromTB');
  });

  it('reports what is not an event at all, once', async () => {
    const { give, alerts } = world();

    for (const event of [null, 'nonsense', [], null]) {
      await give(event);
    }

    expect(alerts.map(({ subject }) => subject)).to.deep.equal(
      Array(3).fill("Sign-in that can't be evaluated: event in an unknown account"),
    );
  });

  it('fails when it cannot report, so that it is tried again', async () => {
    const { dependencies, alerts } = world();
    const publish = async () => {
      throw new Error('Throttled');
    };

    const failed = await monitor(sample('root'), { ...dependencies, publish }, settings).catch(
      String,
    );
    const outcome = await monitor(sample('root'), dependencies, settings);

    expect(failed).to.equal('Error: Throttled');
    expect(outcome).to.equal('alerted');
    expect(alerts).to.have.length(1);
  });

  it('logs its decision with ids, and no text that a user wrote', async () => {
    const { give, logs } = world();

    await give(sample('root-without-mfa'));

    expect(logs).to.deep.equal([
      {
        message: 'Evaluated a sign-in event',
        action: 'judge',
        outcome: 'alerted',
        eventId: '10000000-0000-4000-8000-000000000202',
        eventName: 'ConsoleLogin',
        accountId: '222222222222',
        reasons: ['unknown-network', 'root', 'no-mfa'],
      },
    ]);
  });

  it('reports command-line access once for a user, a network and a day', async () => {
    const { give, alerts } = world();
    const fetched = (eventID: string, detail: Record<string, unknown> = {}) =>
      give(changed('role-credentials', { eventID, ...detail }));
    const { account_id, ...role } = { account_id: '333333333333', role_name: 'ReadOnly' };

    await give(sample('device-code-token'));
    await fetched('a');
    await fetched('b', { serviceEventDetails: { account_id, ...role } });
    await fetched('c', { eventTime: '2026-11-20T09:00:00Z' });
    await fetched('d', { sourceIPAddress: '203.0.113.8' });
    await fetched('e', { eventTime: '2026-11-19T09:30:00Z' });

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Command-line access from unknown network 203.0.113.7: 544894e8-80c1-707f-60e3-3ba6510dfac1 of 111111111111',
      'Command-line access from unknown network 203.0.113.8: 544894e8-80c1-707f-60e3-3ba6510dfac1 of Production (222222222222)',
      'Command-line access from unknown network 203.0.113.7: 544894e8-80c1-707f-60e3-3ba6510dfac1 of Production (222222222222)',
    ]);
    expect(alerts[1]?.text).to.contain(
      '\nHow: credentials of role AdministratorAccess, by Identity Center\n',
    );
    expect(alerts[1]?.text).to.contain('\nReported by: the organization trail, of 111111111111\n');
  });

  it('reports command-line access again when there is another reason', async () => {
    const { give, alerts } = world();
    const fetched = (eventID: string, detail: Record<string, unknown> = {}) =>
      give(changed('role-credentials', { eventID, ...detail }));
    // It failed, at a time that is later than the one of its delivery.
    const unclear = { errorCode: 'AccessDenied', eventTime: '2026-11-20T11:30:00Z' };

    await fetched('a', unclear);
    await fetched('b', unclear);
    await fetched('c');
    await fetched('d');

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      "Sign-in that can't be evaluated: GetRoleCredentials in Production (222222222222)",
      'Command-line access from unknown network 203.0.113.7: 544894e8-80c1-707f-60e3-3ba6510dfac1 of Production (222222222222)',
    ]);
  });

  it('reports every recovery of the root user', async () => {
    const { give, alerts } = world();

    await give(sample('root-recovery-requested'));
    await give(sample('root-recovery-completed'));
    await give(sample('root-email-updated'));

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Root user of Production (222222222222): password recovery requested',
      'Root user of Production (222222222222): password recovery completed',
      'Root user of Production (222222222222): e-mail address changed',
    ]);
  });

  it('reports a recovery of the root user once that a rule and the trail report', async () => {
    const { give, alerts } = world();
    const byRule = {
      ...sample('root-recovery-requested'),
      ...{ source: 'aws.signin', 'detail-type': 'AWS Console Sign In via CloudTrail' },
      ...{ account: '222222222222', region: 'us-east-1' },
    };

    const outcomes = [await give(byRule), await give(sample('root-recovery-requested'))];

    expect(outcomes).to.deep.equal(['alerted', 'alerted-before']);
    expect(alerts[0]?.text).to.contain('\nReported by: the rule in us-east-1 of 222222222222\n');
  });

  it('reports a user of Identity Center without MFA once a month', async () => {
    const { dependencies, alerts } = world();
    const rules = { ...settings, expectMfa: ['identity-center-user' as const] };
    const enter = (eventID: string) =>
      monitor(
        changed('identity-center-with-name', { eventID, sourceIPAddress: '198.51.100.20' }),
        dependencies,
        rules,
      );

    const outcomes = [await enter('a'), await enter('b')];

    expect(outcomes).to.deep.equal(['alerted', 'alerted-before']);
    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Sign-in without MFA: jane of 111111111111',
    ]);
  });

  it('reports a sign-in once that a rule and the trail report', async () => {
    const { give, alerts } = world();

    const outcomes = [
      await give(byTrail(sample('iam-user-ipv6'))),
      await give(sample('iam-user-ipv6')),
    ];

    expect(outcomes).to.deep.equal(['alerted', 'alerted-before']);
    expect(alerts[0]?.text).to.contain('\nReported by: the organization trail, of 222222222222\n');
  });

  it('reports a stranger on the bus once a day, with what EventBridge knows of it', async () => {
    const { give, alerts } = world();
    const forged = (id: string) => ({
      ...changed('root', { eventID: id, recipientAccountId: '111111111111' }),
      source: 'my.app',
    });

    const outcomes = [await give(forged('a')), await give(forged('b'))];

    expect(outcomes).to.deep.equal(['alerted', 'alerted-before']);
    expect(alerts[0]?.subject).to.equal(
      'Event on the bus of sign-ins that AWS did not put there: from Production (222222222222)',
    );
    expect(alerts[0]?.text.split('\n').slice(2, 8)).to.deep.equal([
      '- Neither AWS nor the organization trail put this event on the bus: its source is my.app, and nothing that it says of a sign-in is to be believed',
      '',
      'Put by account: 222222222222',
      'Source: my.app',
      'Region: us-east-1',
      '',
    ]);
    expect(alerts[0]?.text).to.not.contain('\nLink');
  });

  it('reports real failures although failures three hours ahead were reported', async () => {
    const { give, alerts } = world();
    for (const id of ['x', 'y', 'z']) {
      await give({ ...failure(id, 30, { eventTime: '2026-11-20T15:00:00Z' }), time: undefined });
    }

    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      await give(failure(id, 30 + index));
    }

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      ...Array(3).fill(
        "Sign-in that can't be evaluated: ConsoleLogin in Production (222222222222)",
      ),
      'Repeated sign-in failures: alice of Production (222222222222)',
    ]);
  });

  it('reports spraying with the users, the address and the last failure', async () => {
    const { give, alerts } = world();
    for (let index = 0; index < 12; index += 1) {
      const userIdentity = { type: 'IAMUser', accountId: '222222222222', userName: `u${index}` };
      await give(failure(`e${index}`, 30, { userIdentity }));
    }

    expect(alerts.map(({ subject }) => subject)).to.deep.equal([
      'Spraying from 203.0.113.7: sign-ins of 10 users failed',
    ]);
    expect(alerts[0]?.text).to.contain(
      '- Sign-ins of 10 users failed from 203.0.113.7 within a day: u0 of 222222222222, u1 of',
    );
    expect(alerts[0]?.text).to.contain('\nWho: u9 (iam-user)\n');
  });
});
