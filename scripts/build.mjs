// Bundles every function into dist/<name>/index.js, one CommonJS file each.
// Lambda refuses require(esm), so CommonJS is what loads without an .mjs name:
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const started = performance.now();

const entryPoints = {};
for (const folder of ['custom-resources', 'handlers']) {
  if (!existsSync(join(root, folder))) continue;
  for (const name of (await readdir(join(root, folder))).sort()) {
    const entry = join(folder, name, 'index.ts');
    if (!existsSync(join(root, entry))) continue;
    if (entryPoints[`${name}/index`]) throw new Error(`Two functions are called ${name}`);
    entryPoints[`${name}/index`] = entry;
  }
}

// A function that is gone from the source must not stay behind and be deployed.
await rm(join(root, 'dist'), { recursive: true, force: true });
await mkdir(join(root, 'dist'), { recursive: true });
// Beside the functions, never inside: their directories hold index.js alone and are zipped whole.
await writeFile(join(root, 'dist/package.json'), '{ "type": "commonjs" }\n');

await build({
  absWorkingDir: root,
  entryPoints,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  minify: true,
  keepNames: true, // errors and commands are told apart by name
  legalComments: 'none',
  logLevel: 'warning',
});

const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(
  `Bundled ${Object.keys(entryPoints).length} functions into dist in ${seconds} s\n`,
);
