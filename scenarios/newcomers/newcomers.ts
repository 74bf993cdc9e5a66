import {
  CreateAccountCommand,
  DescribeCreateAccountStatusCommand,
} from '@aws-sdk/client-organizations';
import { addAccounts, type OfnResult, type Rehearsal } from 'ofn-rehearse';
import { Scalar } from 'yaml';
import type { Account } from '../../organization/types.ts';
import type { World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { ownRecorder } from './own-recorder.ts';

export interface Newcomers {
  readonly result: OfnResult;
  /** Made by org-formation. */
  readonly fresh: Account;
  /** Was there before, with a recorder of its own. */
  readonly adopted: Account;
  /** All accounts, after. */
  readonly accounts: readonly Account[];
}

const fresh = { logicalName: 'NewcomerAccount', name: 'Newcomer' };
const adopted = { logicalName: 'AdoptedAccount', name: 'Adopted' };

const performed = new WeakMap<Rehearsal, Promise<Newcomers>>();

/**
 * Two accounts more in organization.yml, performed once for all scenarios that look at
 * what newcomers get: a new one, and one that exists and is listed in configAdoptedAccounts.
 */
export function newcomers(world: World): Promise<Newcomers> {
  const known = performed.get(world.rehearsal) ?? bringIn(world);
  performed.set(world.rehearsal, known);
  return known;
}

async function bringIn({ rehearsal, settings, accounts }: World): Promise<Newcomers> {
  const accountId = await createAdopted(rehearsal);
  await ownRecorder(rehearsal, settings, accountId);
  const organizationText = addAccounts(rehearsal.organizationText, [fresh, adopted], 'Newcomers');
  const result = await rehearsal.perform({
    organizationText,
    parameters: { configAdoptedAccounts: [reference(adopted.logicalName)] },
  });
  await rehearsal.requireSuccess(result);
  const after = await accounts();
  return {
    result,
    fresh: only(after, fresh.name),
    adopted: only(after, adopted.name),
    accounts: after,
  };
}

/** `!Ref NAME`, as it stands in a file. */
function reference(logicalName: string): Scalar<string> {
  const scalar = new Scalar(logicalName);
  scalar.tag = '!Ref';
  return scalar;
}

/** By hand, as an account of years ago was; organization.yml then finds it by its address. */
async function createAdopted(rehearsal: Rehearsal): Promise<string> {
  const { organizations } = sessionsOf(rehearsal).caller;
  const { CreateAccountStatus: { Id } = {} } = await organizations.send(
    new CreateAccountCommand({
      AccountName: adopted.name,
      Email: `${adopted.logicalName.toLowerCase()}@example.com`,
      RoleName: 'OrganizationAccountAccessRole',
    }),
  );
  const { CreateAccountStatus } = await organizations.send(
    new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: Id }),
  );
  if (!CreateAccountStatus?.AccountId) {
    throw new Error(`expected an account, got ${JSON.stringify(CreateAccountStatus)}`);
  }
  return CreateAccountStatus.AccountId;
}

function only(accounts: readonly Account[], name: string): Account {
  const found = accounts.filter((account) => account.name === name);
  if (found.length !== 1 || !found[0]) {
    throw new Error(`expected one account ${name}, got ${found.length}`);
  }
  return found[0];
}
