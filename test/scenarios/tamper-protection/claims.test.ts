import { expect } from 'chai';
import type { Cell } from '../../../coverage/types.ts';
import {
  misreadIn,
  placesOf,
  roundsOf,
  type Visible,
} from '../../../scenarios/tamper-protection/claims.ts';

const damage = (name: string, says: RegExp, more: Partial<Visible> = {}): Visible => ({
  ...{ kind: 'disable', name, account: 'SandboxAccount', does: () => Promise.resolve() },
  ledger: { service: 'sign-ins', says },
  ...more,
});

const rule = damage('disables', /the rule is DISABLED|Rule State is 'DISABLED'/);
const target = damage('redirects', /Rule Target is 'eve'/);
const reason =
  "the rule is DISABLED; stack ofn-audit-sign-in-region: Rule State is 'DISABLED'; Rule Target is 'eve'; revert its drift (coverage/README.md, Repairs)";

const cell = (name: string, region: string, service: string): Cell =>
  ({ name, region, service, ok: true }) as Cell;

describe('the reason of a cell', () => {
  it('is right where each damage has text of its own, and no other text is there', () => {
    expect(misreadIn(reason, [rule, target])).to.deep.equal([]);
  });

  it('is wrong where a damage is not in it', () => {
    const lost = damage('deletes', /Queue does not exist/);

    expect(misreadIn(reason, [rule, target, lost])).to.deep.equal(['"deletes" is not in it']);
  });

  it('is wrong where something else is in it', () => {
    expect(misreadIn(reason, [rule])).to.deep.equal(["what did that: Rule Target is 'eve'"]);
  });

  it('is wrong where two damages are the same text', () => {
    const other = damage('stops', /Rule State is 'DISABLED'/);

    expect(misreadIn(reason, [rule, target, other])).to.deep.equal([
      '"disables" and "stops" are the same text',
    ]);
  });

  it('is wrong of a cell without a hole', () => {
    expect(misreadIn('', [target])).to.deep.equal(['"redirects" is not in it']);
  });
});

describe('the cells of damage', () => {
  const cells = [
    cell('Sandbox', 'us-east-1', 'sign-ins'),
    cell('Sandbox', 'eu-west-1', 'sign-ins'),
    cell('Security', 'us-east-1', 'sign-ins'),
    cell('Sandbox', 'us-east-1', 'flow-logs'),
  ];

  it('are that of its account, region and service', () => {
    expect(placesOf(rule, cells, 'us-east-1')).to.deep.equal(['Sandbox us-east-1 sign-ins']);
  });

  it('are those of all accounts, and of all regions, where it says so', () => {
    const of = (isOfAll: 'accounts' | 'accounts and regions') =>
      placesOf({ ...rule, ledger: { ...rule.ledger, isOfAll } }, cells, 'us-east-1');

    expect(of('accounts')).to.have.length(2);
    expect(of('accounts and regions')).to.have.length(3);
  });

  it('are those of two services where both name it', () => {
    const both = { ...rule, ledger: { ...rule.ledger, alsoIn: ['flow-logs'] } };

    expect(placesOf(both, cells, 'us-east-1')).to.have.length(2);
  });
});

describe('rounds of damage', () => {
  it('begin with what is undone', () => {
    const undone = damage('suspends', /x/, { isUndone: true });

    expect(roundsOf([rule, undone])).to.deep.equal([[undone], [rule]]);
  });

  it('have seven of one cell at most', () => {
    const eight = Array.from({ length: 8 }, (_, index) => damage(`does ${index}`, /x/));

    expect(roundsOf(eight).map((round) => round.length)).to.deep.equal([7, 1]);
  });
});
