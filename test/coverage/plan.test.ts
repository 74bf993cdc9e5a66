import { expect } from 'chai';
import { cellOf, requirePivots, selectRows, slotsOf } from '../../coverage/plan.ts';
import type { Row, State } from '../../coverage/types.ts';
import type { Account } from '../../organization/types.ts';
import { accounts, settings } from '../doubles/organization.ts';

const row = (change: Partial<Row> = {}): Row => ({
  service: 'guard-duty',
  capability: 'guard-duty',
  title: 'A detector is enabled',
  onWhen: 'a detector is enabled',
  repair: 'enable it',
  accounts: 'all',
  scope: 'every-region',
  expected: 'on',
  read: async () => ({ actual: 'on' }),
  ...change,
});
const security = accounts[1] as Account;
const trail = row({ service: 'trail' });

describe('plan', () => {
  it('has only the services that are asked for', () => {
    expect(selectRows([row(), trail], settings, ['trail'])).to.deep.equal([trail]);
  });

  it('has no row of a capability that is removed', () => {
    const removed = { ...settings, removedCapabilities: ['guard-duty'] };
    const athena = row({ service: 'athena', capability: 'athena' });

    expect(selectRows([row(), athena], removed)).to.deep.equal([athena]);
  });

  it('names the services there are when one is unknown', () => {
    expect(() => selectRows([row(), trail], settings, ['trail', 'guardduty'])).to.throw(
      "There is no service 'guardduty': use one of guard-duty, trail",
    );
  });

  it('is never empty', () => {
    expect(() => selectRows([row({ when: () => false })], settings)).to.throw(
      'No row of the expected state counts with these settings',
    );
  });

  it('needs every account that has a part to play', () => {
    const others = accounts.filter(({ name }) => name !== 'Security');

    expect(() => requirePivots(accounts, settings)).to.not.throw();
    expect(() => requirePivots(others, settings)).to.throw(
      "Account '222222222222' of the settings is not in the organization, which has 3 accounts",
    );
  });

  it('has each region of a row once, also where the setting names it twice', () => {
    const twice = { ...settings, signInRegions: ['us-east-1', 'eu-north-1', 'us-east-1'] };
    const rows = [row({ scope: 'sign-in-regions' }), row({ accounts: 'management' })];

    const slots = slotsOf(security, rows, twice);

    expect(slots.map(({ region }) => region)).to.deep.equal(['us-east-1', 'eu-north-1']);
  });

  it('excuses a region that is not enabled, except in an account with a part to play', () => {
    const everybody = { row: row(), region: 'eu-west-1' };
    const watcher = { row: row({ accounts: 'security' }), region: 'eu-west-1' };

    expect(cellOf(security, everybody, 'not enabled region').ok).to.equal(true);
    expect(cellOf(security, watcher, 'not enabled region').ok).to.equal(false);
  });

  it('has a repair of each hole, whatever its state, and of no other cell', () => {
    const slot = { row: row({ accounts: 'security' }), region: 'eu-west-1' };
    const states: readonly State[] = [
      'failed',
      'unreachable',
      'not enabled region',
      'suspended account',
    ];

    for (const state of states) {
      expect(cellOf(security, slot, state).repair, state).to.be.a('string').and.not.empty;
    }
    expect(cellOf(security, slot, 'on', { repair: 'enable it' })).to.not.have.property('repair');
    expect(cellOf(security, { ...slot, row: row() }, 'not enabled region')).to.not.have.property(
      'repair',
    );
  });
});
