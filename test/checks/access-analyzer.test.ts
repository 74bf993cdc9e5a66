import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { faultsOfAccessAnalyzer } from '../../checks/access-analyzer.ts';
import { allOf } from './faults.ts';

const PRINCIPAL = 'access-analyzer.amazonaws.com';
const SECURITY = '222222222222';

const check = async (administrators: string[], delegated = [PRINCIPAL]) => {
  const asked: object[] = [];
  // AWS Organizations answers empty pages that have a token.
  const send = async ({ input }: { input: { NextToken?: string } }) => {
    asked.push(input);
    return input.NextToken === undefined
      ? { DelegatedAdministrators: [], NextToken: 'more' }
      : { DelegatedAdministrators: administrators.map((Id) => ({ Id })) };
  };
  const organizations = { send } as unknown as Pick<OrganizationsClient, 'send'>;
  const settings = { securityAccountId: SECURITY, delegatedAdministratorPrincipals: delegated };
  const faults = await allOf(faultsOfAccessAnalyzer('parameters.yml', settings, organizations));

  return { faults, asked };
};

describe('the check of Access Analyzer', () => {
  for (const administrators of [[], [SECURITY]]) {
    it(`lets ${administrators[0] ?? 'nobody'} administer it`, async () => {
      const { faults, asked } = await check(administrators);

      expect(faults).to.deep.equal([]);
      expect(asked).to.deep.equal([
        { ServicePrincipal: PRINCIPAL, NextToken: undefined },
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
