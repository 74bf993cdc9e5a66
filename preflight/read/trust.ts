import {
  type CreateAccountStatus,
  type DelegatedAdministrator,
  type DelegatedService,
  type EnabledServicePrincipal,
  type Handshake,
  ListAWSServiceAccessForOrganizationCommand,
  ListCreateAccountStatusCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListHandshakesForOrganizationCommand,
} from '@aws-sdk/client-organizations';
import type { OrganizationSnapshot } from 'ofn-rehearse';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { organizationsAtATime } from './tree.ts';

type Organizations = Clients['organizations'];

/** The services that AWS Organizations trusts. */
export async function readTrustedServices(organizations: Organizations): Promise<string[]> {
  const found = await collect<EnabledServicePrincipal>(async (NextToken) => {
    const page = await organizations.send(
      new ListAWSServiceAccessForOrganizationCommand({ NextToken }),
    );
    return { items: page.EnabledServicePrincipals, next: page.NextToken };
  });
  return found.map(({ ServicePrincipal = '' }) => ServicePrincipal);
}

export async function readDelegatedAdministrators(
  organizations: Organizations,
): Promise<OrganizationSnapshot['delegatedAdministrators']> {
  const found = await collect<DelegatedAdministrator>(async (NextToken) => {
    const page = await organizations.send(new ListDelegatedAdministratorsCommand({ NextToken }));
    return { items: page.DelegatedAdministrators, next: page.NextToken };
  });
  return pMap(found, ({ Id = '' }) => readDelegated(organizations, Id), {
    concurrency: organizationsAtATime,
  });
}

async function readDelegated(organizations: Organizations, AccountId: string) {
  const services = await collect<DelegatedService>(async (NextToken) => {
    const page = await organizations.send(
      new ListDelegatedServicesForAccountCommand({ AccountId, NextToken }),
    );
    return { items: page.DelegatedServices, next: page.NextToken };
  });
  return {
    accountId: AccountId,
    services: services.map(({ ServicePrincipal = '' }) => ServicePrincipal),
  };
}

// The others have ended: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Handshake.html
const open: ReadonlySet<string> = new Set(['REQUESTED', 'OPEN']);

/** Invitations that are open, and other handshakes of the organization. */
export async function readHandshakes(
  organizations: Organizations,
): Promise<OrganizationSnapshot['handshakes']> {
  const found = await collect<Handshake>(async (NextToken) => {
    const page = await organizations.send(new ListHandshakesForOrganizationCommand({ NextToken }));
    return { items: page.Handshakes, next: page.NextToken };
  });
  return found
    .filter(({ State = '' }) => open.has(State))
    .map(({ Id = '', State = '', Action = '', Parties = [] }) => {
      const invited = Parties.find(({ Type }) => Type !== 'ORGANIZATION');
      return { Id, State, Action, target: invited?.Id ?? '' };
    });
}

/** Accounts that are being made. */
export async function readAccountRequests(
  organizations: Organizations,
): Promise<OrganizationSnapshot['accountRequests']> {
  const found = await collect<CreateAccountStatus>(async (NextToken) => {
    const page = await organizations.send(
      new ListCreateAccountStatusCommand({ States: ['IN_PROGRESS'], NextToken }),
    );
    return { items: page.CreateAccountStatuses, next: page.NextToken };
  });
  return found.map(({ Id = '', AccountName = '' }) => ({ Id, AccountName }));
}
