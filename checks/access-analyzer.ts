import {
  ListDelegatedAdministratorsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { ProblemParts } from 'ofn-rehearse';
import { collect } from '../lambda/paging.ts';

const PRINCIPAL = 'access-analyzer.amazonaws.com';

/** What the check needs of the settings. */
export interface Administration {
  readonly securityAccountId: string;
  readonly delegatedAdministratorPrincipals: readonly string[];
}

/**
 * AWS allows one administrator of Access Analyzer, and disables the analyzers of one that is
 * deregistered: another account that is it already keeps it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-settings.html
 */
export async function* faultsOfAccessAnalyzer(
  file: string,
  { securityAccountId, delegatedAdministratorPrincipals }: Administration,
  organizations: Pick<OrganizationsClient, 'send'>,
): AsyncGenerator<ProblemParts> {
  if (!delegatedAdministratorPrincipals.includes(PRINCIPAL)) {
    return;
  }
  const administrators = await collect(async (NextToken) => {
    const page = await organizations.send(
      new ListDelegatedAdministratorsCommand({ ServicePrincipal: PRINCIPAL, NextToken }),
    );
    return { items: page.DelegatedAdministrators, next: page.NextToken };
  });
  const other = administrators.find(({ Id }) => Id !== securityAccountId);
  if (other) {
    yield {
      file,
      place: 'delegatedServices',
      cause: `account ${other.Id} administers ${PRINCIPAL} already, and AWS allows one: deregistering it would disable its analyzers`,
      remedy: `leave it to that account: take ${PRINCIPAL} out of delegatedServices, and the include of access-analyzer out of organization-tasks.yml`,
    };
  }
}
