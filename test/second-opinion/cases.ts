import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { python } from 'ofn-rehearse';

/** Who calls, as the embedded AWS has it: null where identity policies decide. */
export interface CasePrincipal {
  readonly kind: 'AWS' | 'Service';
  readonly names: readonly string[];
}

/** A request, and the policies that decide on it. */
export interface Case {
  readonly documents: readonly object[];
  readonly action: string;
  readonly resource: string;
  readonly principal: CasePrincipal | null;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export type Verdict = 'allow' | 'deny' | 'none';

const root = path.join(import.meta.dirname, '../..');

/** What the embedded AWS says of each case, in one process. */
export function embeddedVerdicts(cases: readonly Case[]): string[] {
  const { status, stdout, stderr } = spawnSync(
    python(),
    [path.join(import.meta.dirname, 'evaluate.py')],
    {
      input: cases.map((one) => `${JSON.stringify(one)}\n`).join(''),
      env: { ...process.env, PYTHONPATH: path.join(root, 'rehearsal/embedded-aws') },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status !== 0) {
    throw new Error(`evaluate.py ended with ${status}: ${stderr}`);
  }

  return stdout.trimEnd().split('\n');
}
