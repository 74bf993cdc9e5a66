import { expect } from 'chai';
import type { Damage } from '../../../scenarios/tamper-protection/damages/damage.ts';
import { damageFigures, damagesTable, outsidersTable } from '../../../scripts/docs/tamper.ts';

const does = () => Promise.resolve();
const damages: readonly Damage[] = [
  {
    ...{ kind: 'disable', name: 'stops its recorder', account: 'SandboxAccount', does },
    ...{ policy: 'ProtectDetection', alarm: 'config-changes' },
    ledger: { service: 'config-recorder', says: /the recorder \w+ is 'off'\.[^;]*/ },
  },
  {
    ...{ kind: 'disable', name: 'stops the trail', account: 'ManagementAccount', does },
    ledger: {
      service: 'cloud-trail',
      isOfAll: 'accounts and regions',
      says: /it logs nothing|Trail is off/,
    },
  },
  {
    ...{ kind: 'forge', name: 'publishes', account: 'SecurityAccount', does },
    policy: 'ProtectDetection',
    ledger: { because: 'it leaves nothing behind' },
  },
  {
    ...{ kind: 'forge', name: 'adds a webhook', account: 'SecurityAccount', does },
    policy: 'ProtectBaseline',
    ledger: { untried: 'there are no webhooks' },
  },
  {
    ...{ kind: 'forge', name: 'publishes an alert', account: 'SecurityAccount', does },
    ...{ by: 'unsigned', refusedBy: 'the policy of the topic', says: /no/ },
  },
];

describe('the tables of damages', () => {
  it('have for each what denies it, its alarm, and the cell that names it or why none does', () => {
    expect(damagesTable(damages).split('\n').slice(2)).to.deep.equal([
      "| disable | an account | stops its recorder | ProtectDetection | config-changes | `config-recorder`: the recorder … is 'off'.… |",
      '| disable | the management account | stops the trail | no policy |  | `cloud-trail` of all accounts and regions: it logs nothing; Trail is off |',
      '| forge | the security account | publishes | ProtectDetection |  | none: it leaves nothing behind |',
      '| forge | the security account | adds a webhook | ProtectBaseline |  | not tried: there are no webhooks |',
      '',
    ]);
  });

  it('have for each outsider what refuses it', () => {
    expect(outsidersTable(damages).split('\n').slice(2)).to.deep.equal([
      '| forge | a caller without a signature | the security account | publishes an alert | the policy of the topic |',
      '',
    ]);
  });

  it('count them by kind, and by what happens', () => {
    expect(damageFigures(damages)).to.equal(
      [
        'Of 5 damages (0 delete, 2 disable, 0 narrow, 0 widen, 0 redirect, 3 forge, 0 starve), 4 are done by an administrator of the account: policies deny',
        '3, the ledger names 2 where none does, and 1 raise an alarm. The other 1 come from outside of the',
        'account, and each is refused.',
        '',
      ].join('\n'),
    );
  });
});
