import {
  accountId,
  list,
  oneOf,
  optional,
  type Parsed,
  parseLeniently,
  parseProperties,
} from '../../lambda/properties.ts';
import { pacer, waitUntil } from '../../lambda/retry.ts';
import type { Definition, Request } from '../framework/definition.ts';
import { delegablePrincipal } from './principals.ts';
import { type Clients, deregister, listDelegated, register } from './registration.ts';

interface Settings {
  /** Pause between two writes, in milliseconds. */
  writeIntervalMs: number;
}

const SCHEMA = {
  AccountId: accountId,
  ServicePrincipals: list(delegablePrincipal, 1),
  OnDelete: optional(oneOf('keep', 'deregister'), 'keep'),
};

type Properties = Parsed<typeof SCHEMA>;
type Pace = () => Promise<void>;

/**
 * Registers an account as delegated administrator of services. Create and Update register missing
 * services, and wait until AWS Organizations lists them.
 *
 * Delete keeps the account registered: deregistering disables aggregators and organization rules
 * immediately. With `OnDelete: deregister`, Delete deregisters the services of the list.
 *
 * Update registers the new account or services first. Those that are no longer declared are
 * deregistered afterwards only with `OnDelete: deregister`. The physical id is always the same, so
 * a changed `AccountId` never causes a Delete for the former account.
 */
export function delegatedAdministrator(
  clients: Clients,
  settings: Settings,
): Definition<Properties, Partial<Properties>> {
  const put = async (
    request: Request & { properties: Properties },
    oldProperties: Partial<Properties>,
  ) => {
    const { properties, sleep } = request;
    const pace = pacer(sleep, settings.writeIntervalMs);
    await registerMissing(clients, request, pace);
    if (properties.onDelete === 'deregister') {
      await deregisterAll(clients, request, obsolete(properties, oldProperties), pace);
    }
    const { accountId: AccountId, servicePrincipals } = properties;
    return { data: { AccountId, ServicePrincipalCount: servicePrincipals.length } };
  };
  return {
    physicalId: 'delegated-administrator',
    parse: (raw) => parseProperties(raw, SCHEMA),
    parseForDelete: (raw) => parseLeniently(raw, SCHEMA),
    onCreate: (request) => put(request, {}),
    onUpdate: (request) => put(request, request.oldProperties),
    onDelete: async (request) => {
      if (request.properties.onDelete !== 'deregister') {
        return;
      }
      const pace = pacer(request.sleep, settings.writeIntervalMs);
      await deregisterAll(clients, request, request.properties, pace);
    },
  };
}

async function registerMissing(
  clients: Clients,
  { properties, sleep, log }: Request & { properties: Properties },
  pace: Pace,
): Promise<void> {
  const { accountId, servicePrincipals } = properties;
  const delegated = await listDelegated(clients, accountId);
  const missing = servicePrincipals.filter((principal) => !delegated.has(principal));
  for (const principal of missing) {
    await pace();
    await register(clients, { accountId, principal, sleep });
    log({ message: 'Registered', action: 'register', accountId, principal });
  }
  if (missing.length === 0) {
    return;
  }
  const isListed = async () => {
    const listed = await listDelegated(clients, accountId);
    return missing.every((principal) => listed.has(principal));
  };
  const awaited = `AWS Organizations to list ${accountId} as administrator of ${missing.join(', ')}`;
  await waitUntil(awaited, isListed, { attempts: 12, everyMs: 5000, sleep });
}

/** Registrations that are no longer declared: a former account entirely, else former services. */
function obsolete(now: Properties, old: Partial<Properties>): Partial<Properties> {
  if (old.accountId !== now.accountId) {
    return old;
  }
  const left = old.servicePrincipals?.filter((each) => !now.servicePrincipals.includes(each));
  return { accountId: now.accountId, servicePrincipals: left ?? [] };
}

async function deregisterAll(
  clients: Clients,
  { sleep, log }: Request,
  { accountId, servicePrincipals = [] }: Partial<Properties>,
  pace: Pace,
): Promise<void> {
  if (accountId === undefined || servicePrincipals.length === 0) {
    return;
  }
  const delegated = await listDelegated(clients, accountId);
  for (const principal of servicePrincipals) {
    if (!delegated.has(principal)) {
      continue;
    }
    await pace();
    await deregister(clients, { accountId, principal, sleep });
    log({ message: 'Deregistered', action: 'deregister', accountId, principal, level: 'WARN' });
  }
}
