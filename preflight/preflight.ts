import path from 'node:path';
import { fileOf, requireNone, type Snapshot, type Task } from 'ofn-rehearse';
import { faultsOfFiles } from '../checks/plan.ts';
import { listAccounts } from '../organization/accounts.ts';
import type { OpenSessions } from '../organization/clients.ts';
import { SettingsError } from '../organization/errors.ts';
import { settingsFrom } from '../organization/settings.ts';
import type { Account, Settings } from '../organization/types.ts';
import { deploymentOf } from './deployment/of-files.ts';
import { declaredPolicies } from './deployment/policies.ts';
import { type FileOptions, type Files, readFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './findings/index.ts';
import { placedStacks, wantedNames } from './names.ts';
import { readFileDetail } from './read/file-detail.ts';
import { describeOrganization } from './read/organization.ts';
import { readSnapshot } from './read/read-snapshot.ts';
import type { Detail } from './read/work.ts';
import type { Include, Subject } from './subject.ts';

export interface ReadOptions {
  readonly sessions: OpenSessions;
  /** The role that the sessions assume. Default: the one that deploys. */
  readonly roleName?: string;
  /** Default: preflight. */
  readonly detail?: Detail;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** What was found, and in what. */
export interface Preflight {
  /** Those that would fail the deployment first. */
  readonly findings: readonly Finding[];
  readonly snapshot: Snapshot;
}

/**
 * Judges whether what the files say can be deployed to the organization as it is. It reads, and
 * changes nothing.
 *
 * @throws Problem with what is wrong in files, CoverageError when the organization can't be read
 */
export async function runPreflight(options: FileOptions & ReadOptions): Promise<Preflight> {
  const files = readFiles(options);
  const snapshot = await readFor(files, options);
  return { findings: judge(files, snapshot), snapshot };
}

/** Reads of the organization what the files are about. */
export async function readFor(files: Files, options: ReadOptions): Promise<Snapshot> {
  const deployingRole = files.repository.organization.accessRoleName;
  const { sessions, roleName = deployingRole, detail = 'preflight', onProgress } = options;
  const { organizations } = sessions.caller;
  const accounts = await listAccounts(organizations);
  requireFit(files, accounts);
  const { Id } = await describeOrganization(organizations);
  const settings = settingsOf(files, accounts);
  const snapshot = await readSnapshot({
    ...{ sessions, roleName, deployingRole, detail, onProgress },
    homeRegion: files.parsed.homeRegion,
    regions: files.regions,
    governed: files.parsed.governedRegions,
    wanted: deployed(files, Id, accounts).wanted,
    central: settings ? [settings.securityAccountId] : [],
  });
  const { resourcePrefix } = files.parsed;
  return detail === 'file'
    ? readFileDetail(snapshot, { sessions, resourcePrefix, onProgress })
    : snapshot;
}

/** Findings of a snapshot, which AWS is not asked for: the same for the same files. */
export function judge(files: Files, snapshot: Snapshot): Finding[] {
  const accounts = snapshot.accounts.map(({ Id: id, Name: name, Email: email, state }) => ({
    ...{ id, name, email, state },
  }));
  requireFit(files, accounts);
  const { parameters, declared, capabilities } = files;
  const subject: Subject = {
    ...{ snapshot, parameters, declared, capabilities },
    deployingRole: files.repository.organization.accessRoleName,
    settings: settingsOf(files, accounts),
    includes: includesOf(files.repository.rootTasks),
    ...deployed(files, snapshot.organization.Id, accounts),
  };
  return findingsOf(subject);
}

function includesOf(tasks: readonly Task[]): Map<string, Include> {
  return new Map(
    tasks.flatMap((task) => {
      const { name, type, attributes, yaml } = task;
      const file = type === 'include' ? fileOf(task, 'Path') : undefined;
      const include = { name, file: yaml.file, isForced: attributes.ForceDeploy === true };
      return file === undefined ? [] : [[path.basename(path.dirname(file)), include] as const];
    }),
  );
}

/** @throws Problem with what the files say of accounts that the organization does not have */
function requireFit({ repository }: Files, accounts: readonly Account[]): void {
  requireNone([...faultsOfFiles(repository, new Set(accounts.map(({ id }) => id)))]);
}

/** Undefined while an account with a part to play is still to be made. */
function settingsOf(files: Files, accounts: readonly Account[]): Settings | undefined {
  const { parsed: parameters, declared: organization } = files;
  try {
    return settingsFrom({ parameters, organization, accounts });
  } catch (error) {
    if (error instanceof SettingsError) {
      return undefined;
    }
    throw error;
  }
}

/** What is deployed to the accounts that exist. */
function deployed(
  files: Files,
  organizationId: string,
  accounts: readonly Account[],
): Pick<Subject, 'stacks' | 'wanted' | 'policies'> {
  const { resources, ...deployment } = deploymentOf(files, organizationId, accounts);
  const stacks = placedStacks(deployment);
  const policies = declaredPolicies(resources, deployment.chart);
  return { stacks, wanted: wantedNames(stacks), policies };
}
