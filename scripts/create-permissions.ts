// Writes scripts/docs/create-permissions.json: what AWS lists as needed to create a resource, of the
// types that templates here have. Its argument is a folder with the schemas of
// https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listed } from './docs/deploying-calls.ts';

interface Schema {
  readonly handlers?: { readonly create?: { readonly permissions: readonly string[] } };
}

/** AWS writes some services with capitals. */
const lower = (permission: string): string =>
  permission.replace(/^[^:]+/, (it) => it.toLowerCase());

const [folder] = process.argv.slice(2);
if (folder === undefined || !existsSync(folder)) {
  process.stderr.write(
    'name the folder of the schemas: node scripts/create-permissions.ts FOLDER\n',
  );
  process.exit(2);
}
const permissions: Record<string, string[]> = {};
for (const type of Object.keys(listed)
  .filter((key) => key.startsWith('AWS::'))
  .sort()) {
  const file = path.join(folder, `${type.toLowerCase().replaceAll('::', '-')}.json`);
  const { handlers } = JSON.parse(readFileSync(file, 'utf8')) as Schema;
  if (handlers?.create) {
    permissions[type] = [...new Set(handlers.create.permissions.map(lower))].sort();
  }
}
writeFileSync(
  path.join(import.meta.dirname, 'docs/create-permissions.json'),
  `${JSON.stringify(permissions, null, 2)}\n`,
);
