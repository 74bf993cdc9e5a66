import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planOf, python, Rehearsal } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';
import { confirmSubscriptions } from '../../scenarios/ledger.ts';
import { openRepository } from '../../scenarios/organizations/play/repository.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';
import { applyHunk } from './hunk.ts';
import type { Step } from './page.ts';

const root = path.join(import.meta.dirname, '../..');

/** The operator who follows a page: in a repository of their own, with credentials of the management account. */
export interface Operator {
  /** @throws when an edit can't be made, a command fails, or it does not print what the page says */
  follow(step: Step): Promise<void>;
  /** The organization with the files as they are now. */
  rehearsal(): Rehearsal;
  close(): Promise<void>;
}

/** A new organization with the files of this repository, before anything is deployed. */
export async function openOperator(): Promise<Operator> {
  const repository = openRepository({ ids: {} });
  const { folder, tasksFile } = repository;
  let opened: Rehearsal;
  try {
    opened = await Rehearsal.open({ config, tasksFile });
  } catch (error) {
    repository.remove();
    throw error;
  }
  const joined: Rehearsal[] = [];
  const environment = { ...opened.environment, HOME: opened.running.home };
  const operator: Operator = {
    async follow(step) {
      if (step.kind === 'edit') {
        const edit = (text: string) => applyHunk(text, step.hunk);
        repository.edit({ files: { [step.file]: edit } });
        return;
      }
      if (step.command.startsWith('npm run coverage')) {
        await confirm(operator.rehearsal());
      }
      const { exitCode, output } = await run(step.command, folder, environment);
      requirePrinted(step, exitCode, output);
    },
    rehearsal() {
      const home = mkdtempSync(path.join(tmpdir(), 'ofn-audit-'));
      const now = Rehearsal.join(planOf({ config, tasksFile }), { ...opened.running, home });
      joined.push(now);
      return now;
    },
    async close() {
      await Promise.all(joined.map((one) => one.close()));
      await opened.close();
      repository.remove();
    },
  };
  return operator;
}

/** The readers of alerts have followed the links of SNS before the operator reads the ledger. */
async function confirm(rehearsal: Rehearsal): Promise<void> {
  await confirmSubscriptions(rehearsal, readSettings(rehearsal, await listAccounts(rehearsal)));
}

/** Runs what stands in a block of sh, as a shell does in which the first failure ends it. */
async function run(
  command: string,
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ exitCode: number; output: string }> {
  const tools = [path.join(root, 'node_modules/.bin'), path.dirname(python())];
  const child = spawn('bash', ['-euo', 'pipefail', '-c', command], {
    cwd,
    env: {
      ...process.env,
      ...environment,
      PATH: [...tools, process.env.PATH].join(path.delimiter),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
      NODE_NO_WARNINGS: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode: exitCode ?? 1, output };
}

/** A command whose page does not say otherwise succeeds. */
function requirePrinted(
  { command, line, prints }: Extract<Step, { kind: 'command' }>,
  exitCode: number,
  output: string,
): void {
  const end = output.split('\n').slice(-60).join('\n');
  const fails = prints.some((one) => one.startsWith('exit code '));
  if (!fails && exitCode !== 0) {
    throw new Error(`line ${line}: ${command} ended with exit code ${exitCode}:\n${end}`);
  }
  const printed = normal(`${output}\nexit code ${exitCode}`);
  for (const expected of prints) {
    if (!has(printed, expected.split('…').map(normal))) {
      throw new Error(`line ${line}: ${command} did not print\n${expected}\nbut\n${end}`);
    }
  }
}

const normal = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Whether the parts are there, one after the other. */
function has(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const found = text.indexOf(part, from);
    if (found < 0) {
      return false;
    }
    from = found + part.length;
  }
  return true;
}
