// Before `npm run validate` and `npm run deploy`: what would fail half-way, or not
// do what it says, is reported before anything is deployed.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Problem, readYaml, renderProblem, requireNone, type YamlFile } from 'ofn-rehearse';
import { checkAccessAnalyzer } from '../checks/access-analyzer.ts';
import { checkBuckets } from '../checks/buckets.ts';
import { checkConfig } from '../checks/config.ts';
import { checkGuardDutyThere } from '../checks/guard-duty-there.ts';
import { capabilitiesOf } from '../checks/incident-detection.ts';
import { optInExclusionsOf } from '../checks/opt-in-exclusions.ts';
import { faultsOfParameters } from '../checks/plan.ts';
import { checkRegions } from '../checks/regions.ts';
import { listAccounts } from '../organization/accounts.ts';
import { connect } from '../organization/clients.ts';
import { CoverageError, describeError, SettingsError } from '../organization/errors.ts';
import { parseOrganization, resolveAccountId } from '../organization/organization-file.ts';
import { parseParameters, settingsFrom } from '../organization/settings.ts';
import type { Account, Settings } from '../organization/types.ts';

const root = path.dirname(import.meta.dirname);
const organizationFile = path.join(root, 'organization.yml');
const parametersFile = path.join(root, 'organization-parameters.yml');

type Organization = ReturnType<typeof parseOrganization>;

interface There {
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly sessions: Awaited<ReturnType<typeof connect>>;
  readonly yaml: YamlFile;
  readonly tasks: YamlFile;
  readonly logicalNameOf: (account: Account) => string | undefined;
}

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

/** What is there already, or is not, and would fail a deployment. */
async function checkThere(there: There): Promise<void> {
  const { settings, accounts, sessions, yaml, tasks, logicalNameOf } = there;
  const file = 'organization-parameters.yml';
  const capabilities = capabilitiesOf(tasks);
  const note = (text: string) => void process.stderr.write(`preflight: ${text}`);
  await checkBuckets(file, settings, sessions);
  await checkAccessAnalyzer(file, settings, sessions.caller.organizations);
  const exclusions = optInExclusionsOf(yaml);
  const from = { file, settings, accounts, sessions, capabilities, note };
  const optInRegions = await checkRegions({ ...from, exclusions, logicalNameOf });
  const members = yaml.value.guardDutyMembers ?? (accounts.length > 450 ? 'all' : 'declared');
  await checkGuardDutyThere(file, settings, sessions, {
    findings: capabilities.has('findings'),
    declaresMembers:
      capabilities.has('guard-duty') &&
      settings.guardDutyMembership === 'organization' &&
      members !== 'all',
    optInRegions,
  });
}

async function main(): Promise<void> {
  const yaml = readYaml(parametersFile);
  const tasks = readYaml(path.join(root, 'organization-tasks.yml'));
  const organization = parseOrganization(readFileSync(organizationFile, 'utf8'), organizationFile);
  const known = { organizationFile: 'organization.yml', names: new Set(organization.keys()) };
  requireNone(faultsOfParameters(yaml, tasks, known));
  const parameters = parseParameters(readFileSync(parametersFile, 'utf8'), parametersFile);
  const sessions = await connect({ homeRegion: parameters.homeRegion });
  try {
    const accounts = await listAccounts(sessions.caller.organizations);
    checkConfig(yaml, { ...known, ids: new Set(accounts.map(({ id }) => id)) });
    const settings = settingsOf(parameters, organization, accounts);
    if (settings) {
      const logicalNameOf = logicalNames(organization, accounts);
      await checkThere({ settings, accounts, sessions, yaml, tasks, logicalNameOf });
    }
  } finally {
    sessions.close();
  }
}

try {
  await main();
} catch (error) {
  if (error instanceof Problem) {
    process.stderr.write(`${renderProblem(error, process.stderr)}\n`);
  } else if (error instanceof CoverageError) {
    process.stderr.write(`${error.message}\n`);
  } else if (error instanceof Error && '$metadata' in error) {
    // What AWS refused: an account whose role can't be assumed, most of all.
    process.stderr.write(
      `preflight: ${describeError(error)}: org-formation would be refused too\n`,
    );
  } else {
    throw error;
  }
  process.exitCode = 2;
}
