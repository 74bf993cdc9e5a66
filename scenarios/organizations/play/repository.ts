import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setParameters } from 'ofn-rehearse';
import type { Edits, ExistingOrganization } from '../existing.ts';
import { withIds } from '../files.ts';

const root = path.join(import.meta.dirname, '../../..');
const organizationFile = 'organization.yml';
const tasks = 'organization-tasks.yml';
const parametersFile = 'organization-parameters.yml';

/** The repository of an operator: this one, with some files of its own. */
export interface OperatorsRepository {
  readonly folder: string;
  readonly tasksFile: string;
  read(name: string): string;
  edit(edits: Edits): void;
  remove(): void;
}

/** The command of leaving reads the files that are two folders up: its own is not a link. */
function linkTemplates(folder: string, link: (name: string) => void): void {
  const own = 'templates/leaving';
  mkdirSync(path.join(folder, own), { recursive: true });
  for (const name of readdirSync(path.join(root, 'templates'))) {
    if (name !== path.basename(own)) {
      link(path.join('templates', name));
    }
  }
  for (const name of readdirSync(path.join(root, own))) {
    link(path.join(own, name));
  }
}

/** Everything in it is a link to this repository, until it is edited. */
export function openRepository({
  ids,
  before,
}: Pick<ExistingOrganization, 'ids' | 'before'>): OperatorsRepository {
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-organization-'));
  const link = (name: string) => symlinkSync(path.join(root, name), path.join(folder, name));
  for (const name of readdirSync(root)) {
    if (name === 'templates') {
      linkTemplates(folder, link);
    } else {
      link(name);
    }
  }
  const at = (name: string) => path.join(folder, name);
  const read = (name: string) => readFileSync(at(name), 'utf8');
  const write = (name: string, text: string) => {
    rmSync(at(name)); // the link, and never what it leads to
    writeFileSync(at(name), text);
  };
  const edit = ({ organization, tasks: editTasks, files = {} }: Edits) => {
    const all = {
      ...files,
      ...(organization && { [organizationFile]: organization }),
      ...(editTasks && { [tasks]: editTasks }),
    };
    for (const [name, change] of Object.entries(all)) {
      write(name, change(read(name)));
    }
  };
  if (Object.keys(ids).length > 0) {
    edit({ organization: (text) => withIds(text, ids) });
  }
  edit(before ?? {});
  if (before?.parameters) {
    write(parametersFile, setParameters(read(parametersFile), before.parameters));
  }
  return {
    ...{ folder, read, edit, tasksFile: at(tasks) },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
