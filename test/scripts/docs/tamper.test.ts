import { expect } from 'chai';
import type { Damage } from '../../../scenarios/tamper-protection/damages/damage.ts';
import { damageFigures, damagesTable } from '../../../scripts/docs/tamper.ts';

const does = () => Promise.resolve();
const damages: readonly Damage[] = [
  {
    ...{ name: 'stops its recorder', account: 'SandboxAccount', policy: 'ProtectDetection', does },
    ledger: { service: 'config-recorder', says: /./ },
  },
  {
    ...{ name: 'stops the trail', account: 'ManagementAccount', does },
    ledger: { service: 'cloud-trail', isOfAllAccounts: true, says: /./ },
  },
  {
    ...{ name: 'publishes', account: 'SecurityAccount', policy: 'ProtectDetection', does },
    ledger: { because: 'it leaves nothing behind' },
  },
];

describe('the table of damages', () => {
  it('has for each what denies it, and the cell that names it or why none does', () => {
    expect(damagesTable(damages).split('\n').slice(2)).to.deep.equal([
      '| an account | stops its recorder | ProtectDetection | `config-recorder` |',
      '| the management account | stops the trail | no policy | `cloud-trail` of all accounts |',
      '| the security account | publishes | ProtectDetection | none: it leaves nothing behind |',
      '',
    ]);
  });

  it('counts those that are denied, and those that are named', () => {
    expect(damageFigures(damages)).to.equal(
      'Of 3 kinds of damage, policies deny 2, and the ledger names 2 where none does.\n',
    );
  });
});
