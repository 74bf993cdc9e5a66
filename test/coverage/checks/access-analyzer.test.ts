import { expect } from 'chai';
import { readAccessAnalyzer } from '../../../coverage/checks/access-analyzer.ts';
import type { Account } from '../../../organization/types.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const read = (...pages: object[]) => {
  const accessAnalyzer = fakeClient({ ListAnalyzers: pages });
  const verdict = readAccessAnalyzer({
    account: accounts[1] as Account,
    region: 'eu-west-1',
    accounts,
    settings,
    clients: fakeClients({ accessAnalyzer }),
  });

  return { verdict, sent: accessAnalyzer.commands };
};

describe('readAccessAnalyzer', () => {
  it('is on when an analyzer of the organization on any page is active', async () => {
    const { verdict, sent } = read(
      { analyzers: [{ name: 'old', status: 'DISABLED' }], nextToken: 'more' },
      { analyzers: [{ name: 'somebody-elses', status: 'ACTIVE' }] },
    );

    expect(await verdict).to.deep.equal({ actual: 'on' });
    expect(sent.map(([, input]) => input)).to.deep.equal([
      { type: 'ORGANIZATION' },
      { type: 'ORGANIZATION', nextToken: 'more' },
    ]);
  });

  it('is off without an analyzer', async () => {
    const { verdict } = read({ analyzers: [] });

    expect(await verdict).to.deep.equal({
      actual: 'off',
      reason: 'there is no analyzer of external access of the organization',
    });
  });

  it('is off while analyzers are disabled, and says why', async () => {
    const statusReason = { code: 'DELEGATED_ADMINISTRATOR_DEREGISTERED' };
    const { verdict } = read({
      analyzers: [{ name: 'ofn-audit-external-access', status: 'DISABLED', statusReason }],
    });

    expect(await verdict).to.deep.equal({
      actual: 'off',
      reason:
        'the analyzer ofn-audit-external-access is DISABLED: DELEGATED_ADMINISTRATOR_DEREGISTERED',
    });
  });
});
