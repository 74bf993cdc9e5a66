import {
  type Account,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListTagsForResourceCommand,
  type OrganizationalUnit,
} from '@aws-sdk/client-organizations';
import type { OrganizationSnapshot, Tags } from 'ofn-rehearse';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { tagsOf } from './fields.ts';
import type { Detail } from './work.ts';

type Organizations = Clients['organizations'];
type Unit = OrganizationSnapshot['units'][number];

export interface Tree {
  readonly units: readonly Unit[];
  /** The root or unit of each account, by id. */
  readonly parents: ReadonlyMap<string, string>;
}

// All of these calls are to one account, and too many in too short a time are refused; the SDK waits.
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html
export const organizationsAtATime = 4;

/** Walks the units from the root: two lists for each, rather than one call for each account. */
export async function readTree(
  organizations: Organizations,
  rootId: string,
  detail: Detail,
): Promise<Tree> {
  const units: Unit[] = [];
  const parents = new Map<string, string>();
  let level = [rootId].filter((id) => id !== '');
  while (level.length > 0) {
    const read = await pMap(level, (id) => readChildren(organizations, id, detail), {
      concurrency: organizationsAtATime,
    });
    for (const { parentId, accounts, children } of read) {
      units.push(...children);
      for (const { Id = '' } of accounts) {
        parents.set(Id, parentId);
      }
    }
    level = read.flatMap(({ children }) => children.map(({ Id }) => Id));
  }
  return { units, parents };
}

async function readChildren(organizations: Organizations, ParentId: string, detail: Detail) {
  const accounts = await collect<Account>(async (NextToken) => {
    const page = await organizations.send(
      new ListAccountsForParentCommand({ ParentId, NextToken }),
    );
    return { items: page.Accounts, next: page.NextToken };
  });
  const found = await collect<OrganizationalUnit>(async (NextToken) => {
    const page = await organizations.send(
      new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }),
    );
    return { items: page.OrganizationalUnits, next: page.NextToken };
  });
  const children: Unit[] = [];
  for (const { Id = '', Name = '' } of found) {
    const tags = await readTags(organizations, Id, detail);
    children.push({ Id, Name, parentId: ParentId, tags });
  }
  return { parentId: ParentId, accounts, children };
}

/** Tags are a call for each unit and policy, and no finding is made of them. */
export async function readTags(
  organizations: Organizations,
  ResourceId: string,
  detail: Detail,
): Promise<Tags> {
  if (detail !== 'file') {
    return {};
  }
  const tags = await collect(async (NextToken) => {
    const page = await organizations.send(
      new ListTagsForResourceCommand({ ResourceId, NextToken }),
    );
    return { items: page.Tags, next: page.NextToken };
  });
  return tagsOf(tags);
}
