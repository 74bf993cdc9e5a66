import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readYaml } from 'ofn-rehearse';
import { withDeclared } from '../../checks/declared.ts';
import { faultsOfIncidentDetection } from '../../checks/incident-detection.ts';
import { shown } from './faults.ts';

const base = 'governedRegions: [us-east-1, eu-west-1]\nhomeRegion: us-east-1\n';

export interface Repository {
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Capabilities that its task file includes. */
  readonly included?: readonly string[];
}

/** What is wrong with a repository of these parameters, as `FILE, PLACE: CAUSE: REMEDY`. */
export function faultsOf(parameters: string, { files = {}, included = [] }: Repository = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-detection-'));
  const tasks = included.map(
    (name) => `${name}:\n  Type: include\n  Path: ./templates/${name}/_tasks.yml\n`,
  );
  try {
    const all = {
      'organization-parameters.yml': base + parameters,
      'organization-tasks.yml': `Parameters: {}\n${tasks.join('')}`,
      ...files,
    };
    for (const [name, content] of Object.entries(all)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    const yaml = readYaml(path.join(folder, 'organization-parameters.yml'));
    const tasksYaml = readYaml(path.join(folder, 'organization-tasks.yml'));
    const faults = withDeclared(yaml, faultsOfIncidentDetection(yaml, tasksYaml));

    return shown(faults).replaceAll(`${folder}${path.sep}`, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
