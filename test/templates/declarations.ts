import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf, readYaml, tasksOf, type YamlFile } from 'ofn-rehearse';
import { catalogueOf, type Declaration, type Declarations } from '../../scripts/docs/catalogue.ts';

export const root = path.join(import.meta.dirname, '../..');
export const kinds = readYaml(path.join(root, 'templates/kinds.yml')).value as Declarations;
/** Task files, lists of rules and packs, and conformance packs are not among them. */
export const templates = globSync('templates/**/*.yml', { cwd: root })
  .filter((file) => readFileSync(path.join(root, file), 'utf8').startsWith('AWSTemplateFormat'))
  .filter((file) => !file.includes('/packs/'))
  .sort();
export const taskFiles = globSync('templates/*/_tasks.yml', { cwd: root }).sort();

const parametersOf = ({ value }: YamlFile): Declarations =>
  (value['Parameters'] ?? {}) as Declarations;

export const capabilities: Readonly<Record<string, Declarations>> = Object.fromEntries(
  taskFiles.map((file) => [
    path.basename(path.dirname(file)),
    parametersOf(readYaml(path.join(root, file))),
  ]),
);
export const catalogue = catalogueOf(capabilities, kinds);

/** Where a parameter of the catalogue is declared again, perhaps by another name. */
export interface Repeated {
  readonly parameter: string;
  /** A list that is handed on as one text, with commas. */
  readonly joined: boolean;
  readonly place: string;
  readonly declaration: Declaration;
}

/** The parameter that an expression is, if it is one. */
function referenceIn(value: unknown): { name: string; joined: boolean } | undefined {
  const { Ref: name, 'Fn::Join': join } = (value ?? {}) as Record<string, unknown>;
  if (typeof name === 'string') {
    return { name, joined: false };
  }
  const inner = Array.isArray(join) && join[0] === ',' ? referenceIn(join[1]) : undefined;

  return inner && { ...inner, joined: true };
}

/** The files that a task deploys or includes; one of a mapping stands for each of its values. */
function filesOf(task: ReturnType<typeof tasksOf>[number], file: string, yaml: YamlFile): string[] {
  const one = fileOf(task, task.type === 'include' ? 'Path' : 'Template');
  if (one) {
    return [one];
  }
  const [mapping] = ((task.attributes['Path'] as Record<string, unknown>)?.['Fn::FindInMap'] ??
    []) as string[];
  const mappings = (yaml.value['Mappings'] ?? {}) as Record<
    string,
    Record<string, { tasks: string }>
  >;

  return Object.values(mappings[mapping ?? ''] ?? {}).map(({ tasks }) =>
    path.join(path.dirname(file), tasks),
  );
}

/** All that a task file hands on, and so on down to its templates. */
export function* repeatedFrom(file: string): Generator<Repeated> {
  const yaml = readYaml(file);
  for (const task of tasksOf(yaml)) {
    for (const target of filesOf(task, file, yaml)) {
      const declared = parametersOf(readYaml(target));
      for (const [name, value] of Object.entries(task.attributes['Parameters'] ?? {})) {
        const reference = referenceIn(value);
        const declaration = declared[name];
        if (reference && declaration && catalogue.has(reference.name)) {
          const place = `${name} of ${path.relative(root, target)}`;
          yield { parameter: reference.name, joined: reference.joined, place, declaration };
        }
      }
      if (task.type === 'include') {
        yield* repeatedFrom(target);
      }
    }
  }
}
