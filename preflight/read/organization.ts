import { DescribeOrganizationCommand, ListRootsCommand } from '@aws-sdk/client-organizations';
import type { OrganizationSnapshot } from 'ofn-rehearse';
import { describeError, isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { CoverageError } from '../../organization/errors.ts';
import type { Clients } from '../../organization/types.ts';
import { attempts } from './attempts.ts';
import { readPolicies } from './policies.ts';
import { readTree, type Tree } from './tree.ts';
import {
  readAccountRequests,
  readDelegatedAdministrators,
  readHandshakes,
  readTrustedServices,
} from './trust.ts';
import type { Detail } from './work.ts';

type Organizations = Clients['organizations'];
type Described = Pick<
  OrganizationSnapshot,
  'Id' | 'MasterAccountId' | 'MasterAccountEmail' | 'FeatureSet'
>;

/** The organization without what its management account's CloudFormation says of it. */
export interface ReadOrganization extends Pick<Tree, 'parents'> {
  readonly organization: OrganizationSnapshot;
}

/**
 * Which organization the caller is in.
 * @throws CoverageError when it is in none: then there is nothing to judge
 */
export async function describeOrganization(organizations: Organizations): Promise<Described> {
  try {
    const { Organization: found } = await organizations.send(new DescribeOrganizationCommand({}));
    return {
      Id: found?.Id ?? '',
      MasterAccountId: found?.MasterAccountId ?? '',
      MasterAccountEmail: found?.MasterAccountEmail ?? '',
      FeatureSet: found?.FeatureSet ?? 'CONSOLIDATED_BILLING',
    };
  } catch (error) {
    const remedy = isNamed(error, 'AWSOrganizationsNotInUseException')
      ? 'create an organization with all features in the management account'
      : 'use credentials of the management account that may read AWS Organizations';
    throw new CoverageError(
      `There is no organization to read (${describeError(error)}): ${remedy}`,
      {
        cause: error,
      },
    );
  }
}

/** Each part on its own: what may not be read leaves the others. */
export async function readOrganization(
  organizations: Organizations,
  described: Described,
  detail: Detail,
): Promise<ReadOrganization> {
  const { unread, read } = attempts();
  const none = { rootId: '', policyTypes: [] };
  const root = await read('policyTypes', none, () => readRoot(organizations));
  const enabled = root.policyTypes.filter(({ Status }) => Status === 'ENABLED');
  const [tree, policies, trustedServices, delegatedAdministrators, handshakes, accountRequests] =
    await Promise.all([
      read('units', { units: [], parents: new Map() }, () =>
        readTree(organizations, root.rootId, detail),
      ),
      read('policies', [], () =>
        readPolicies(
          organizations,
          enabled.map(({ Type }) => Type),
          detail,
        ),
      ),
      read('trustedServices', [], () => readTrustedServices(organizations)),
      read('delegatedAdministrators', [], () => readDelegatedAdministrators(organizations)),
      read('handshakes', [], () => readHandshakes(organizations)),
      read('accountRequests', [], () => readAccountRequests(organizations)),
    ]);
  const { units, parents } = tree;
  // Without the root there is no way to the units, nor to the policies that are enabled.
  const { policyTypes: lost } = unread;
  const parts = { units, policies, trustedServices, delegatedAdministrators };
  const organization = {
    ...{ ...described, ...root, ...parts },
    ...{ handshakes, accountRequests },
    unread: { ...unread, ...(lost && { units: lost, policies: lost }) },
  };
  return { organization, parents };
}

async function readRoot(
  organizations: Organizations,
): Promise<Pick<OrganizationSnapshot, 'rootId' | 'policyTypes'>> {
  const [root] = await collect(async (NextToken) => {
    const page = await organizations.send(new ListRootsCommand({ NextToken }));
    return { items: page.Roots, next: page.NextToken };
  });
  return {
    rootId: root?.Id ?? '',
    policyTypes: (root?.PolicyTypes ?? []).map(({ Type = '', Status = '' }) => ({ Type, Status })),
  };
}
