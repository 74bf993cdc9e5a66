import path from 'node:path';
import {
  type LedgerCell,
  type OfnResult,
  parseYaml,
  type Rehearsal,
  setParameters,
} from 'ofn-rehearse';
import { parametersWith } from '../../../preflight/apply.ts';
import { type Preflight, runPreflight } from '../../../preflight/preflight.ts';
import { readLedger } from '../../ledger.ts';
import { sessionsOf } from '../../sessions.ts';
import { worldOf } from '../../world.ts';
import type { ExistingOrganization } from '../existing.ts';
import { type Opened, openOrganization, seededOf } from './open.ts';
import { changesOf } from './remains.ts';
import { restoredFrom } from './restored.ts';

/** What became of an organization. */
export interface Played {
  /** The preflight of the organization as it is. */
  readonly first: Preflight;
  /** Calls of it that change something, as `service:Operation`. */
  readonly writes: readonly string[];
  /** The preflight once everything that it says is set. */
  readonly second: Preflight;
  readonly performed: OfnResult;
  /** What was there before, and is otherwise since. */
  readonly changes: readonly string[];
  readonly ledger: readonly LedgerCell[];
}

/** Where an organization is adopted: as it was seeded, or restored from a snapshot of that. */
export type Origin = 'seed' | 'snapshot';

/** Seeds an organization, and adopts it as preflight says. */
export async function playOrganization(
  existing: ExistingOrganization,
  origin: Origin = 'seed',
): Promise<Played> {
  const seeded = await openOrganization(existing);
  let opened = seeded;
  try {
    await existing.seed(seededOf(seeded.rehearsal, existing));
    opened = origin === 'seed' ? seeded : await restoredFrom(seeded);
    const { rehearsal, repository } = opened;
    const began = Date.now() / 1000;
    const first = await preflightOf(opened, rehearsal.parametersText);
    const writes = await writesSince(rehearsal, began);

    repository.edit(existing.edits ?? {});
    const before = rehearsal.parametersText ?? '';
    const { value } = parseYaml('organization-parameters.yml', before);
    const parameters = { ...existing.parameters, ...parametersWith(value, first.findings) };
    const text = setParameters(before, parameters);
    const second = await preflightOf(opened, text);
    requireGo(second);
    const performed = await rehearsal.perform({ parameters, ...textsOf(opened) });
    await rehearsal.requireSuccess(performed);

    const after = await preflightOf(opened, text);
    const changes = changesOf(first.snapshot, after.snapshot);
    return { first, writes, second, performed, changes, ledger: await ledgerOf(rehearsal) };
  } finally {
    await opened.rehearsal.close();
  }
}

/** @throws with what still stops the deployment */
function requireGo({ findings }: Preflight): void {
  const left = findings.filter(({ level }) => level === 'no-go');
  if (left.length > 0) {
    const texts = left.map(({ kind, found, remedy }) => `${kind}: ${found}. ${remedy}`);
    throw new Error(`expected go, once everything is set, got\n${texts.join('\n')}`);
  }
}

function preflightOf(
  { rehearsal, repository }: Opened,
  parametersText: string | undefined,
): Promise<Preflight> {
  return runPreflight({
    tasksFile: repository.tasksFile,
    ...(parametersText === undefined ? {} : { parametersText }),
    sessions: sessionsOf(rehearsal),
    roleName: rehearsal.connection.roleName,
  });
}

/** The files as they are now, for a rehearsal that has read them before. */
function textsOf({ repository, rehearsal }: Opened) {
  const name = path.basename(rehearsal.plan.organizationFile);
  return { organizationText: repository.read(name) };
}

const isRead = /^(Batch)?(Describe|Get|Head|List|Lookup|Search|Select|AssumeRole)/;

async function writesSince({ aws }: Rehearsal, began: number): Promise<string[]> {
  const { calls } = await aws.calls(began);
  return calls
    .map(({ service, operation }) => `${service}:${operation}`)
    .filter((call) => !isRead.test(call.split(':')[1] ?? ''));
}

async function ledgerOf(rehearsal: Rehearsal): Promise<LedgerCell[]> {
  const world = await worldOf(rehearsal);
  return world ? readLedger(world, () => {}) : [];
}
