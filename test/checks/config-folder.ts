import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readYaml } from 'ofn-rehearse';
import { faultsOfConfig } from '../../checks/config.ts';
import type { KnownAccounts } from '../../checks/config-accounts.ts';
import { withDeclared } from '../../checks/declared.ts';
import { shown } from './faults.ts';

const known: KnownAccounts = {
  organizationFile: 'organization.yml',
  names: new Set(['SecurityAccount', 'SandboxAccount']),
};

const base = `governedRegions: [us-east-1, eu-west-1]
homeRegion: us-east-1
`;

/** What is wrong with a repository of these files, as `FILE, PLACE: CAUSE: REMEDY`. */
export function faultsOf(
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
    const yaml = readYaml(path.join(folder, 'organization-parameters.yml'));
    const faults = withDeclared(yaml, faultsOfConfig(yaml, { ...known, ...accounts }));

    return shown(faults).replaceAll(`${folder}${path.sep}`, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
