// Writes the parameters of each capability's _tasks.yml into its README, between
// markers. With --check it only tells whether they are as they should be.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readYaml } from '../rehearsal/yaml.ts';

const root = path.dirname(import.meta.dirname);
const markers = /(<!-- parameters -->\n)[\s\S]*?(<!-- \/parameters -->)/;

interface Parameter {
  readonly Type?: string;
  readonly Description?: string;
  readonly Default?: unknown;
}

const shown = (value: unknown): string => {
  if (value === undefined) {
    return 'none: give one';
  }
  if (Array.isArray(value)) {
    return value.map(shown).join('<br>');
  }
  const { Ref: ref, 'Fn::Include': include } = (value ?? {}) as Record<string, string | undefined>;
  if (include) {
    return `\`!Include ${include}\``;
  }

  return `\`${ref ? `!Ref ${ref}` : String(value)}\``;
};

/** A table of the parameters of a task file. */
function table(tasksFile: string): string {
  const parameters = readYaml(tasksFile).value.Parameters as Record<string, Parameter>;
  const rows = Object.entries(parameters).map(
    ([name, { Type = '', Description = '', Default }]) =>
      `| \`${name}\` | ${Type} | ${Description} | ${shown(Default)} |`,
  );

  return [
    '| parameter | type | what it is | default |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const check = process.argv.includes('--check');
let stale = 0;
for (const readme of globSync('templates/*/README.md', { cwd: root })) {
  const file = path.join(root, readme);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(
    markers,
    (_all, open: string, close: string) =>
      `${open}${table(path.join(path.dirname(file), '_tasks.yml'))}${close}`,
  );
  if (!markers.test(before)) {
    process.stderr.write(`${readme} has no markers for its parameters\n`);
    stale += 1;
  } else if (after !== before) {
    stale += 1;
    if (check) {
      process.stderr.write(`${readme} is not in step with _tasks.yml: run npm run docs\n`);
    } else {
      writeFileSync(file, after);
    }
  }
}
process.exit(check && stale > 0 ? 1 : 0);
