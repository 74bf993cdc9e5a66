import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { unzipSync } from 'fflate';

const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));
const require = createRequire(import.meta.url);

function bundle(directory: string): string[] {
  execFileSync(process.execPath, [script, directory]);
  // The job of security audits and the command of templates/leaving are not functions.
  return readdirSync(directory).filter((name) => !/\.(json|zip)$|-job$|^leaving$/.test(name));
}

describe('build', function () {
  this.timeout(300_000);
  let directories: string[];
  let names: string[];

  before(() => {
    directories = ['first-', 'second-'].map((name) => mkdtempSync(join(tmpdir(), name)));
    [names = []] = directories.map(bundle);
  });
  after(() => {
    for (const directory of directories) {
      rmSync(directory, { recursive: true });
    }
  });

  it('makes one file a function, which loads and has a handler without a callback', () => {
    const [directory = ''] = directories;

    expect(names).to.include.members(['trusted-access', 'delegated-administrator']);
    for (const name of names) {
      expect(readdirSync(join(directory, name)), name).to.deep.equal(['index.js']);
      const { handler } = require(join(directory, name, 'index.js'));
      expect(handler, name).to.be.a('function');
      // Node.js 24 takes none. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
      expect(handler.length, name).to.be.lessThan(3);
    }
  });

  it('makes the command that lifts protection run where there is no TypeScript', () => {
    const [directory = ''] = directories;

    const code = readFileSync(join(directory, 'leaving/index.mjs'), 'utf8');

    expect(readdirSync(join(directory, 'leaving'))).to.deep.equal(['index.mjs']);
    expect(code).not.to.match(/from ?["'][^"']*\.ts["']/);
    expect(code).not.to.contain('from"ofn-rehearse"');
  });

  it('keeps the functions of security reporting below 400 kB', () => {
    const [directory = ''] = directories;

    for (const name of ['report-dispatcher', 'account-harvester']) {
      const { size } = statSync(join(directory, name, 'index.js'));
      expect(size, name).to.be.lessThan(400_000);
    }
  });

  it('zips the Dockerfile of security audits, and what it copies', () => {
    const [directory = ''] = directories;
    const root = fileURLToPath(new URL('../..', import.meta.url));

    const files = unzipSync(readFileSync(join(directory, 'security-audit-job/source.zip')));

    const dockerfile = readFileSync(join(root, 'security-audit/container/Dockerfile'));
    const copied = [...dockerfile.toString().matchAll(/^COPY (?!--from)(\S+) /gm)];
    const { 'security-audit/container/Dockerfile': zipped, ...others } = files;
    expect(Buffer.from(zipped ?? []).equals(dockerfile)).to.equal(true);
    expect(Object.keys(others).sort()).to.deep.equal(copied.map(([, file]) => file).sort());
    expect(Object.values(others).filter(({ length }) => length === 0)).to.deep.equal([]);
    const listed = readFileSync(join(directory, 'security-audit-job/source.txt'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('  '));
    expect(Object.fromEntries(listed.map(([hash, name]) => [name, hash]))).to.deep.equal(
      Object.fromEntries(
        Object.entries(files).map(([name, bytes]) => [
          name,
          createHash('sha256').update(bytes).digest('hex'),
        ]),
      ),
    );
  });

  it('makes the same bytes of the same source, wherever it puts them', () => {
    const files = names.flatMap((name) => [join(name, 'index.js'), `${name}.zip`]);
    for (const file of [
      ...files,
      'leaving/index.mjs',
      ...['zip', 'txt'].map((end) => `security-audit-job/source.${end}`),
    ]) {
      const bytes = directories.map((each) => readFileSync(join(each, file)));
      expect(bytes[0]?.equals(bytes[1] ?? Buffer.of()), file).to.equal(true);
    }
  });

  it('writes only what has changed, since a deployment may be reading the rest', () => {
    const [directory = '', other = ''] = directories;
    const inodesOf = (folder: string) =>
      names.flatMap((name) =>
        [join(name, 'index.js'), `${name}.zip`].map((file) => statSync(join(folder, file)).ino),
      );
    const [first = ''] = names;
    const before = inodesOf(directory);
    writeFileSync(join(other, `${first}.zip`), 'half of it');

    bundle(directory);
    bundle(other);

    expect(inodesOf(directory)).to.deep.equal(before);
    expect(readFileSync(join(other, `${first}.zip`))).to.deep.equal(
      readFileSync(join(directory, `${first}.zip`)),
    );
    expect(readdirSync(other).filter((name) => name.startsWith('.'))).to.deep.equal([]);
  });
});
