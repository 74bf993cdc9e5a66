import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem, readYaml } from 'ofn-rehearse';
import { checkConfig } from '../../checks/config.ts';
import type { KnownAccounts } from '../../checks/config-accounts.ts';

const known: KnownAccounts = {
  organizationFile: 'organization.yml',
  names: new Set(['SecurityAccount', 'SandboxAccount']),
};

const base = `governedRegions: [us-east-1, eu-west-1]
homeRegion: us-east-1
`;

/** What is wrong with a repository of these files, as `FILE, PLACE: CAUSE: REMEDY`. */
export function refusalOf(
  parameters: string,
  files: Readonly<Record<string, string>> = {},
  accounts: Partial<KnownAccounts> = {},
): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-config-'));
  try {
    const all = { 'organization-parameters.yml': base + parameters, ...files };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    checkConfig(readYaml(path.join(folder, 'organization-parameters.yml')), {
      ...known,
      ...accounts,
    });
  } catch (error) {
    if (error instanceof Problem) {
      const { file, place, cause, remedy } = error.parts;

      return `${file}, ${place}: ${cause}: ${remedy}`.replaceAll(`${folder}${path.sep}`, '');
    }
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }

  return 'nothing was refused';
}
