import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { faultsOfAccessAnalyzer } from '../../checks/access-analyzer.ts';
import { fakeClient } from '../doubles/aws-client.ts';
import { allOf } from './faults.ts';

const PRINCIPAL = 'access-analyzer.amazonaws.com';
const SECURITY = '222222222222';

const check = async (administrators: string[], delegated = [PRINCIPAL]) => {
  const { client, commands } = fakeClient<OrganizationsClient>({
    ListDelegatedAdministrators: [
      // AWS Organizations answers empty pages that have a token.
      { DelegatedAdministrators: [], NextToken: 'more' },
      { DelegatedAdministrators: administrators.map((Id) => ({ Id })) },
    ],
  });
  const settings = { securityAccountId: SECURITY, delegatedAdministratorPrincipals: delegated };
  const faults = await allOf(faultsOfAccessAnalyzer('parameters.yml', settings, client));

  return { faults, asked: commands.map(([, input]) => input) };
};

describe('the check of Access Analyzer', () => {
  for (const administrators of [[], [SECURITY]]) {
    it(`lets ${administrators[0] ?? 'no account'} administer it`, async () => {
      const { faults, asked } = await check(administrators);

      expect(faults).to.deep.equal([]);
      expect(asked).to.deep.equal([
        { ServicePrincipal: PRINCIPAL },
        { ServicePrincipal: PRINCIPAL, NextToken: 'more' },
      ]);
    });
  }

  it('leaves it to another account that administers it, and never advises to deregister', async () => {
    const { faults } = await check(['333333333333']);

    expect(faults).to.have.length(1);
    expect(faults[0]?.cause).to.include('account 333333333333 administers');
    expect(faults[0]?.remedy).to.match(/^leave it to that account/);
    expect(faults[0]?.remedy).not.to.include('deregister');
  });

  it('asks nothing once the service is taken out of the list', async () => {
    const { faults, asked } = await check(['333333333333'], ['config.amazonaws.com']);

    expect(faults).to.deep.equal([]);
    expect(asked).to.deep.equal([]);
  });
});
