// Before `npm run validate` and `npm run deploy`: what would fail half-way, or not
// do what it says, is told before anything is deployed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listAccounts } from '../coverage/accounts.ts';
import { connect } from '../coverage/clients.ts';
import { CoverageError, describeError, SettingsError } from '../coverage/errors.ts';
import { parseOrganization } from '../coverage/organization-file.ts';
import { parseParameters, settingsFrom } from '../coverage/settings.ts';
import type { Account, Settings } from '../coverage/types.ts';
import { checkAccessAnalyzer } from '../rehearsal/checks/access-analyzer.ts';
import { checkAudits } from '../rehearsal/checks/audits.ts';
import { checkBuckets } from '../rehearsal/checks/buckets.ts';
import { checkConfig } from '../rehearsal/checks/config.ts';
import { checkFlowLogs } from '../rehearsal/checks/flow-logs.ts';
import { checkIncidentDetection } from '../rehearsal/checks/incident-detection.ts';
import { checkReports } from '../rehearsal/checks/reports.ts';
import { checkValues } from '../rehearsal/checks/values.ts';
import { Problem, renderProblem } from '../rehearsal/problem.ts';
import { readYaml } from '../rehearsal/yaml.ts';

const root = path.dirname(import.meta.dirname);
const organizationFile = path.join(root, 'organization.yml');
const parametersFile = path.join(root, 'organization-parameters.yml');

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

async function main(): Promise<void> {
  const yaml = readYaml(parametersFile);
  checkValues(yaml);
  checkFlowLogs(yaml);
  checkReports(yaml);
  checkAudits(yaml);
  checkIncidentDetection(yaml, readYaml(path.join(root, 'organization-tasks.yml')));
  const organization = parseOrganization(readFileSync(organizationFile, 'utf8'), organizationFile);
  const known = { organizationFile: 'organization.yml', names: new Set(organization.keys()) };
  checkConfig(yaml, known);
  const parameters = parseParameters(readFileSync(parametersFile, 'utf8'), parametersFile);
  const sessions = await connect({ homeRegion: parameters.homeRegion });
  try {
    const accounts = await listAccounts(sessions.caller.organizations);
    checkConfig(yaml, { ...known, ids: new Set(accounts.map(({ id }) => id)) });
    const settings = settingsOf(parameters, organization, accounts);
    if (settings) {
      await checkBuckets('organization-parameters.yml', settings, sessions);
      const { organizations } = sessions.caller;
      await checkAccessAnalyzer('organization-parameters.yml', settings, organizations);
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
