import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { Problem } from 'ofn-rehearse';
import { checkAccessAnalyzer } from '../../checks/access-analyzer.ts';

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
  const problem = await checkAccessAnalyzer('parameters.yml', settings, organizations).then(
    () => undefined,
    (error) => error,
  );

  return { problem, asked };
};

describe('the check of Access Analyzer', () => {
  for (const administrators of [[], [SECURITY]]) {
    it(`lets ${administrators[0] ?? 'nobody'} administer it`, async () => {
      const { problem, asked } = await check(administrators);

      expect(problem).to.equal(undefined);
      expect(asked).to.deep.equal([
        { ServicePrincipal: PRINCIPAL, NextToken: undefined },
        { ServicePrincipal: PRINCIPAL, NextToken: 'more' },
      ]);
    });
  }

  it('leaves it to another account that administers it, and never advises to deregister', async () => {
    const { problem } = await check(['333333333333']);

    expect(problem).to.be.instanceOf(Problem);
    expect(problem.parts.cause).to.include('account 333333333333 administers');
    expect(problem.parts.remedy).to.match(/^leave it to that account/);
    expect(problem.parts.remedy).not.to.include('deregister');
  });

  it('asks nothing once the service is taken out of the list', async () => {
    const { problem, asked } = await check(['333333333333'], ['config.amazonaws.com']);

    expect(problem).to.equal(undefined);
    expect(asked).to.deep.equal([]);
  });
});
