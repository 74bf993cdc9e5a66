import { expect } from 'chai';
import { findingsOf, kinds } from '../../../preflight/findings/index.ts';
import { subjectWith, trail } from '../snapshots.ts';

describe('all findings', () => {
  it('have kinds of different names, of which a reader knows what solves them', () => {
    const names = kinds.map(({ kind }) => kind);

    expect(names.filter((name, index) => names.indexOf(name) < index)).to.deep.equal([]);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)+$/.test(name))).to.deep.equal([]);
    expect(names.length).to.be.at.least(30);
    expect(kinds.filter(({ title, solvedBy }) => title === '' || solvedBy === '')).to.deep.equal(
      [],
    );
  });

  it('are none where nothing collides', () => {
    expect(findingsOf(subjectWith({ capabilities: ['cloud-trail', 'guard-duty'] }))).to.deep.equal(
      [],
    );
  });

  it('begin with those that would fail the deployment', () => {
    const trails = Array.from({ length: 5 }, (_, index) =>
      trail(`t${index}`, { IsOrganizationTrail: index === 0 }),
    );
    const found = findingsOf(
      subjectWith({
        organization: { policyTypes: [] },
        management: { in: { 'us-east-1': { trails } } },
        sandbox: { state: 'SUSPENDED' },
        capabilities: ['cloud-trail'],
      }),
    );

    expect(found.map(({ kind }) => kind)).to.deep.equal([
      'account-not-active',
      'trail-quota',
      'policy-type-off',
      'organization-trail-there',
    ]);
  });
});
