import { expect } from 'chai';
import { tags } from '../../../preflight/findings/tags.ts';
import { account, judge, type Parts } from '../snapshots.ts';

const sandbox = { tags: { 'cost-center': '4711', team: 'blue' } };

describe('findings about tags', () => {
  it('finds tags of an account that org-formation would remove', () => {
    const [found, ...more] = judge(tags, {
      sandbox,
      declared: [['SandboxAccount', { id: '444444444444', tagKeys: ['team'] }]],
    });

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('account-tags-removed');
    expect(found?.places).to.deep.equal([{ accountId: '444444444444' }]);
    expect(found?.found).to.include('has the tags cost-center, which organization.yml does not');
  });

  it('accepts tags that are declared, and those of accounts that are not', () => {
    const declared: Parts['declared'] = [
      ['SandboxAccount', { id: '444444444444', tagKeys: ['cost-center', 'team'] }],
    ];
    const strangers = [account('555555555555', 'Old', sandbox)];

    expect(judge(tags, { sandbox, strangers, declared })).to.deep.equal([]);
  });

  it('accepts what has been deployed: org-formation then changes what has changed in the file', () => {
    const binding = { physicalId: '444444444444' };
    const bindings = { 'OC::ORG::Account': { SandboxAccount: binding } };
    const state = { bucket: 'b', key: 'k', body: JSON.stringify({ bindings }) };

    expect(judge(tags, { sandbox, snapshot: { state } })).to.deep.equal([]);
  });
});
