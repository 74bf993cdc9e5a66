// Bundles every function into <directory>/<name>/index.js, one CommonJS file each, and zips it as
// <directory>/<name>.zip; the directory is the first argument, by default dist. Lambda refuses
// require(esm), so CommonJS is what loads without an .mjs name:
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
// It bundles the job of security audits, too, and zips the source of its image.
// Why org-formation does not zip: docs/decisions/function-artifacts.md
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = resolve(root, process.argv[2] ?? 'dist');
const started = performance.now();
const job = 'security-audit-job';
const command = 'leaving';

const entryPoints = {};
for (const folder of ['custom-resources', 'handlers']) {
  if (!existsSync(join(root, folder))) {
    continue;
  }
  for (const name of (await readdir(join(root, folder))).sort()) {
    const entry = join(folder, name, 'index.ts');
    if (!existsSync(join(root, entry))) {
      continue;
    }
    if (entryPoints[`${name}/index`]) {
      throw new Error(`Two functions are called ${name}`);
    }
    entryPoints[`${name}/index`] = entry;
  }
}

/** Writes a file that has changed, as a whole: a deployment may be reading it. */
async function put(file, bytes) {
  if (existsSync(file) && bytes.equals(await readFile(file))) {
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  const unfinished = join(outdir, `.${basename(file)}.${process.pid}`);
  await writeFile(unfinished, bytes);
  await rename(unfinished, file);
}

/** Bundles what has changed. */
async function bundle(options) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    outdir,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    keepNames: true, // names identify errors and commands
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
  for (const { path, contents } of outputFiles) {
    await put(path, Buffer.from(contents));
  }
}

await mkdir(outdir, { recursive: true });
// A function that is gone from the source must not stay behind and be deployed.
for (const name of await readdir(outdir)) {
  const isKept = ['package.json', job, command].includes(name);
  if (!isKept && !entryPoints[`${name.replace(/\.zip$/, '')}/index`]) {
    await rm(join(outdir, name), { recursive: true });
  }
}
// Beside the functions, never inside: in Lambda there is none either.
await put(join(outdir, 'package.json'), Buffer.from('{ "type": "commonjs" }\n'));

// An SDK client says its version, and imports the whole of its package.json for that.
const versionsOnly = {
  name: 'versions-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

await bundle({
  entryPoints,
  // ES modules first: what is not used is left out of these only.
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': join(root, 'lambda/credentials.ts'),
  },
  plugins: [versionsOnly],
});

// The same bundle gives the same bytes: a date of its own would make it look changed.
const mtime = new Date(1980, 0, 1);
const names = Object.keys(entryPoints).map((entry) => entry.replace(/\/index$/, ''));
for (const name of names) {
  const code = await readFile(join(outdir, name, 'index.js'));
  await put(join(outdir, `${name}.zip`), Buffer.from(zipSync({ 'index.js': code }, { mtime })));
}

// The job of security audits is not a function: security-audit/container/Dockerfile takes it, and it
// gets its credentials as containers do.
await bundle({ entryPoints: { [`${job}/job`]: 'security-audit/job.ts' } });

// What templates/leaving runs during a deployment, also from node_modules, where Node.js refuses
// TypeScript: https://nodejs.org/api/typescript.html#type-stripping-in-dependencies
await bundle({
  entryPoints: { [`${command}/index`]: 'leaving/cli.ts' },
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  packages: 'external',
  alias: { 'ofn-rehearse': join(root, 'rehearsal/index.ts') },
});

// What AWS CodeBuild builds the image of: the Dockerfile, and the files that it copies; and a list of
// their hashes, by which tasks name it: not another version of the compressor, but another file
// builds another image.
const imageSource = {
  [`dist/${job}/job.js`]: join(outdir, job, 'job.js'),
  ...Object.fromEntries(
    [
      'security-audit/container/Dockerfile',
      'security-audit/prowler/constraints-3.11.txt',
      'security-audit/prowler/requirements.txt',
      'security-audit/scoutsuite/constraints-3.11.txt',
      'security-audit/scoutsuite/requirements.txt',
    ].map((file) => [file, join(root, file)]),
  ),
};
const sources = await Promise.all(
  Object.entries(imageSource).map(async ([name, file]) => [name, await readFile(file)]),
);
const source = zipSync(Object.fromEntries(sources), { mtime });
await put(join(outdir, job, 'source.zip'), Buffer.from(source));
const hashes = sources.map(
  ([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`,
);
await put(join(outdir, job, 'source.txt'), Buffer.from(hashes.join('')));

const count = names.length;
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const directory = relative(process.cwd(), outdir);
process.stdout.write(`Bundled ${count} functions into ${directory} in ${seconds} s\n`);
