import {
  type AdminAccount,
  DisableOrganizationAdminAccountCommand,
  EnableOrganizationAdminAccountCommand,
  ListOrganizationAdminAccountsCommand,
} from '@aws-sdk/client-guardduty';
import { RefusedError } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import {
  accountId,
  oneOf,
  optional,
  type Parsed,
  parseLeniently,
  parseProperties,
} from '../../lambda/properties.ts';
import { waitUntil } from '../../lambda/retry.ts';
import { onRemoval } from '../../templates/kinds.ts';
import type { Definition, Request } from '../framework/definition.ts';
import { type Clients, retryPropagation } from './clients.ts';
import { ensureDetector } from './detector.ts';
import { putOwnFeatures } from './detector-features.ts';
import { featureRules, wantedIn } from './features.ts';

const SCHEMA = {
  AdminAccountId: accountId,
  Features: optional(featureRules, undefined),
  OnDelete: optional(oneOf(...onRemoval.allowedValues), 'keep'),
};

type Properties = Parsed<typeof SCHEMA>;

/**
 * GuardDuty's delegated administrator in this region. Create and Update ensure that the management
 * account has an enabled detector of its own, without which it can't become a member, set its
 * `Features` while it is not a member, then designate the account unless it is designated already.
 *
 * Another administrator is never replaced: that would remove all members. Delete keeps the
 * designation. With `OnDelete: disable`, Delete removes it, which disassociates all members; the
 * detectors stay enabled, here and in the members.
 *
 * @param region the function's own, for rules of `Features` that apply to one region
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
 */
export function guardDutyAdministrator(
  clients: Clients,
  region: string,
): Definition<Properties, Partial<Properties>> {
  const put = async (request: Request & { properties: Properties }) => {
    const { properties, log } = request;
    const detector = await ensureDetector(clients, log);
    const wanted = wantedIn(region, properties.features);
    await putOwnFeatures(clients, detector, wanted, { region, log });
    await designate(clients, request);
    return { data: { DetectorId: detector.id } };
  };
  return {
    physicalId: 'guard-duty-administrator',
    parse: (raw) => parseProperties(raw, SCHEMA),
    parseForDelete: (raw) => parseLeniently(raw, SCHEMA),
    onCreate: put,
    onUpdate: put,
    onDelete: async ({ properties, log }) => {
      const { adminAccountId: AdminAccountId, onDelete } = properties;
      if (onDelete !== 'disable' || AdminAccountId === undefined) {
        return;
      }
      if (!(await isEnabled(clients, AdminAccountId))) {
        return;
      }
      await clients.guardDuty.send(new DisableOrganizationAdminAccountCommand({ AdminAccountId }));
      const entry = { action: 'disable-administrator', accountId: AdminAccountId };
      log({ message: 'Removed the GuardDuty administrator', level: 'WARN', ...entry });
    },
  };
}

async function designate(
  clients: Clients,
  { properties, sleep, log }: Request & { properties: Properties },
): Promise<void> {
  const { adminAccountId: AdminAccountId } = properties;
  const present = await listAdministrators(clients);
  refuseOther(present, AdminAccountId);
  if (present.length > 0) {
    return;
  }
  await retryPropagation(sleep, () =>
    clients.guardDuty.send(new EnableOrganizationAdminAccountCommand({ AdminAccountId })),
  );
  const entry = { action: 'enable-administrator', accountId: AdminAccountId };
  log({ message: 'Designated the GuardDuty administrator', ...entry });
  await waitUntil(
    `GuardDuty to list ${AdminAccountId} as administrator`,
    () => isEnabled(clients, AdminAccountId),
    { attempts: 12, everyMs: 5000, sleep },
  );
}

function refuseOther(administrators: readonly AdminAccount[], wanted: string): void {
  for (const { AdminAccountId: id = 'unknown', AdminStatus } of administrators) {
    if (AdminStatus === 'DISABLE_IN_PROGRESS') {
      throw new RefusedError(
        `GuardDuty is still removing its administrator ${id}: update the stack when that is done`,
      );
    }
    if (id === wanted) {
      continue;
    }
    throw new RefusedError(
      `${wanted} cannot become GuardDuty administrator, since ${id} is: set AdminAccountId to ${id}, ` +
        'or first remove it with guardduty:DisableOrganizationAdminAccount, which removes all members',
    );
  }
}

async function isEnabled(clients: Clients, accountId: string): Promise<boolean> {
  const administrators = await listAdministrators(clients);
  return administrators.some(
    (each) => each.AdminAccountId === accountId && each.AdminStatus === 'ENABLED',
  );
}

function listAdministrators({ guardDuty }: Clients): Promise<AdminAccount[]> {
  return collect<AdminAccount>(async (NextToken) => {
    const page = await guardDuty.send(new ListOrganizationAdminAccountsCommand({ NextToken }));
    return { items: page.AdminAccounts, next: page.NextToken };
  });
}
