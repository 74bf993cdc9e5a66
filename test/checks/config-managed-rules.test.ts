import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const table = new URL('../../checks/managed-rules.json', import.meta.url);

describe('the table of managed rules', () => {
  it('names its sources, each identifier once, and no rule that is not one of them', () => {
    const { source, date, identifiers, rules } = JSON.parse(readFileSync(table, 'utf8'));

    expect(source).to.have.length(2);
    expect(date).to.match(/^\d{4}-\d\d-\d\d$/);
    expect(identifiers).to.deep.equal([...new Set(identifiers)].sort());
    expect(identifiers).to.include.members(Object.keys(rules));
  });

  it('knows what makes AWS Config evaluate each rule', () => {
    const { rules } = JSON.parse(readFileSync(table, 'utf8'));

    const triggers = new Set(Object.values<{ trigger: string }>(rules).map((one) => one.trigger));

    expect([...triggers].sort()).to.deep.equal(['both', 'change', 'periodic']);
  });
});
