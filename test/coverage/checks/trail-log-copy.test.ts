import { expect } from 'chai';
import { readTrailLogCopy, trailLogCopyRow } from '../../../coverage/checks/trail-log-copy.ts';
import type { Account } from '../../../organization/types.ts';
import { type Answers, awsError, type FakeClient, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const now = Date.parse('2026-03-02T12:00:00Z');
const hour = 3_600_000;
const group = { logGroupName: 'ofn-audit-trail-log-copy', creationTime: now - 48 * hour };
const event = { events: [{ message: '{}' }] };

function world(copy: Answers, source: Answers) {
  const [archive, management] = [fakeClient(copy), fakeClient(source)];
  const target = {
    account: accounts[2] as Account,
    region: 'us-east-1',
    accounts,
    settings: { ...settings, trailLogCopy: true },
    clients: fakeClients({ cloudWatchLogs: archive }),
    sessions: {
      open: async (accountId: string) => {
        expect(accountId).to.equal('111111111111');
        return { accountId, clients: () => fakeClients({ cloudWatchLogs: management }) };
      },
    },
  };
  return { target, archive, management };
}

const asked = ({ commands }: FakeClient) =>
  commands.flatMap(([name, input]) => (name === 'FilterLogEvents' ? [input] : []));
const groups = (...logGroups: object[]) => ({ DescribeLogGroups: { logGroups } });

describe('trail-log-copy check', () => {
  it('is expected where the log group is copied', () => {
    expect(trailLogCopyRow.when?.({ ...settings, trailLogCopy: true })).to.equal(true);
    expect(trailLogCopyRow.when?.(settings)).to.equal(false);
  });

  it('is on when the copy has an event of the last day, on a later page', async () => {
    const pages = [{ events: [], nextToken: 'next' }, event];
    const { target, archive } = world({ ...groups(group), FilterLogEvents: pages }, {});

    const verdict = await readTrailLogCopy(target, now);

    expect(verdict).to.deep.equal({ actual: 'on' });
    expect(asked(archive)[1]).to.include({
      logGroupName: group.logGroupName,
      startTime: now - 24 * hour,
      nextToken: 'next',
    });
  });

  it('is off when the trail has logged for an hour, and nothing was copied', async () => {
    const { target, management } = world(
      { ...groups(group), FilterLogEvents: { events: [] } },
      { FilterLogEvents: event },
    );

    const verdict = await readTrailLogCopy(target, now);

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason:
        'ofn-audit-trail-log-copy has no event since 2026-03-01T12:00:00.000Z, and ofn-audit-cloud-trail has; deploy trail-log-copy, or see the health of its rule',
    });
    expect(asked(management)[0]).to.include({
      logGroupName: 'ofn-audit-cloud-trail',
      endTime: now - hour,
    });
  });

  for (const [what, source] of Object.entries({
    'has logged nothing': { events: [] },
    'has no log group': awsError('ResourceNotFoundException'),
  })) {
    it(`is on when the trail ${what}`, async () => {
      const { target } = world(
        { ...groups(group), FilterLogEvents: { events: [] } },
        { FilterLogEvents: source },
      );

      expect(await readTrailLogCopy(target, now)).to.deep.equal({ actual: 'on' });
    });
  }

  it('gives a new copy an hour', async () => {
    const { target, archive } = world(groups({ ...group, creationTime: now - hour / 2 }), {});

    expect(await readTrailLogCopy(target, now)).to.deep.equal({ actual: 'on' });
    expect(asked(archive)).to.deep.equal([]);
  });

  it('is off without a log group, whatever begins like it', async () => {
    const { target } = world(groups({ ...group, logGroupName: `${group.logGroupName}-2` }), {});

    expect(await readTrailLogCopy(target, now)).to.deep.equal({
      actual: 'off',
      reason: 'there is no log group ofn-audit-trail-log-copy',
    });
  });
});
