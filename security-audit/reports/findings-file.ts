import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { codeOf, describeError } from '../../lambda/errors.ts';
import { AuditError } from '../errors.ts';
import { runFile, writeWhole } from '../runs/run-file.ts';
import type { Finding } from '../types.ts';

type Check = Omit<Finding, 'account' | 'region' | 'resource'>;

/** The common properties of the findings of a check are stored once. */
interface Packed {
  checks: Check[];
  findings: [account: string, check: number, region: string, resource: string][];
}

const fileOf = (output: string, id: string): string =>
  runFile(output, id).replace(/\.json$/, '.findings.json.gz');

/**
 * Saves the findings of a run: another run on the same day replaces its reports, and a trend needs
 * the earlier findings.
 */
export async function saveFindings(
  output: string,
  id: string,
  findings: readonly Finding[],
): Promise<void> {
  const text = JSON.stringify(pack(findings));
  await writeWhole(fileOf(output, id), await promisify(gzip)(text));
}

/**
 * The findings of a run.
 * @returns undefined when they do not exist
 * @throws AuditError when they can't be read
 */
export async function loadFindings(output: string, id: string): Promise<Finding[] | undefined> {
  const file = fileOf(output, id);
  try {
    const text = await promisify(gunzip)(await readFile(file));
    return unpack(JSON.parse(text.toString('utf8')) as Packed);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw new AuditError(`${file} cannot be read (${describeError(error)}): remove it`, {
      cause: error,
    });
  }
}

export function pack(findings: readonly Finding[]): Packed {
  const indexes = new Map<string, number>();
  const checks: Check[] = [];
  return {
    checks,
    findings: findings.map(({ account, region, resource, ...check }) => {
      const key = JSON.stringify(check);
      const index = indexes.get(key) ?? checks.push(check) - 1;
      indexes.set(key, index);
      return [account, index, region, resource];
    }),
  };
}

export function unpack({ checks, findings }: Packed): Finding[] {
  return findings.map(([account, index, region, resource]) => ({
    ...(checks[index] as Check),
    ...{ account, region, resource },
  }));
}
