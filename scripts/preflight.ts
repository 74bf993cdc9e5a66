// Before `npm run validate` and `npm run deploy`: what would fail half-way, or not
// do what it says, is reported before anything is deployed.

import { readFileSync } from 'node:fs';
import {
  faultsOf,
  inOrderOfFiles,
  Problem,
  type ProblemParts,
  problemOf,
  readRepository,
  renderProblem,
  requireNone,
} from 'ofn-rehearse';
import { faultsOfFiles, repositorySettings } from '../checks/plan.ts';
import { faultsThere } from '../checks/there.ts';
import { describeError, statusOf } from '../lambda/errors.ts';
import { listAccounts } from '../organization/accounts.ts';
import { connect } from '../organization/clients.ts';
import { SettingsError } from '../organization/errors.ts';
import { parseOrganization, resolveAccountId } from '../organization/organization-file.ts';
import { parseParameters, settingsFrom } from '../organization/settings.ts';
import type { Account, Settings } from '../organization/types.ts';

type Organization = ReturnType<typeof parseOrganization>;

/** undefined while an account with a part to play is still to be made. */
function settingsOf(
  parameters: ReturnType<typeof parseParameters>,
  organization: Organization,
  accounts: readonly Account[],
): Settings | undefined {
  try {
    return settingsFrom({ parameters, organization, accounts });
  } catch (error) {
    if (error instanceof SettingsError) {
      return undefined;
    }
    throw error;
  }
}

/** The logical names of accounts; an account that is still to be made has no id to find it by. */
function logicalNames(
  organization: Organization,
  accounts: readonly Account[],
): (account: Account) => string | undefined {
  const idOf = (name: string): string | undefined => {
    try {
      return resolveAccountId(name, organization, accounts);
    } catch (error) {
      if (error instanceof SettingsError) {
        return undefined;
      }
      throw error;
    }
  };
  const names = new Map([...organization.keys()].map((name) => [idOf(name), name]));
  return ({ id }) => names.get(id);
}

/** @param found takes what AWS knows: an error of a later call does not hide it */
async function preflight(found: ProblemParts[]): Promise<void> {
  const repository = readRepository('organization-tasks.yml', repositorySettings);
  requireNone(faultsOf(repository, repositorySettings));
  const { tasks, parameters: yaml, given } = repository;
  if (!yaml) {
    return;
  }
  const organization = parseOrganization(readFileSync(given, 'utf8'), given);
  const parameters = parseParameters(readFileSync(yaml.file, 'utf8'), yaml.file);
  const sessions = await connect({ homeRegion: parameters.homeRegion });
  try {
    const accounts = await listAccounts(sessions.caller.organizations);
    found.push(...faultsOfFiles(repository, new Set(accounts.map(({ id }) => id))));
    const settings = settingsOf(parameters, organization, accounts);
    if (settings) {
      const logicalNameOf = logicalNames(organization, accounts);
      const note = (text: string) => void process.stderr.write(`preflight: ${text}`);
      const there = { settings, accounts, sessions, parameters: yaml, tasks, logicalNameOf, note };
      for await (const fault of faultsThere(there)) {
        found.push(fault);
      }
    }
  } finally {
    sessions.close();
  }
}

const found: ProblemParts[] = [];
try {
  await preflight(found);
} catch (error) {
  process.exitCode = 2;
  if (error instanceof Problem) {
    found.push(...error.all);
  } else {
    // What AWS rejected: an account whose role can't be assumed, most of all.
    const isRejected = statusOf(error) !== undefined;
    const consequence = isRejected ? ': org-formation would be refused too' : '';
    process.stderr.write(`preflight: ${describeError(error)}${consequence}\n`);
  }
}
if (found.length > 0) {
  process.exitCode = 2;
  process.stderr.write(`${renderProblem(problemOf(inOrderOfFiles(found)), process.stderr)}\n`);
}
