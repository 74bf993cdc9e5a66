import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The folders of files that pin something, as dependabot.yml writes them. */
const foldersOf = (pattern: string) =>
  globSync(pattern, {
    cwd: root,
    exclude: (name) => /(^|\/)(node_modules|dist|\.[^/]+|out)$/.test(name),
  })
    .map((file) => `/${path.dirname(file)}`.replace('/.', '/'))
    .sort();

interface Update {
  'package-ecosystem': string;
  directory?: string;
  directories?: string[];
}

describe('continuous integration', () => {
  const script = read('.ci/run');
  const workflow = read('.github/workflows/ci.yml');
  const { jobs, permissions } = parse(workflow);
  const sections = /^sections=\((.+)\)$/m.exec(script)?.[1]?.split(' ') ?? [];

  it('runs exactly the sections of .ci/run', () => {
    const run = Object.values<{ strategy: { matrix: { section: string[] } } }>(jobs).flatMap(
      (job) => job.strategy.matrix.section,
    );

    expect(sections).to.include.members(['rehearse', 'test', 'lint']);
    expect(run).to.deep.equal(sections);
  });

  it('has something to run for every section', () => {
    const cases = [...script.matchAll(/^ {4}([a-z0-9| -]+)\)$/gm)].flatMap(([, label]) =>
      label?.split(' | '),
    );

    expect(cases).to.have.members(sections);
  });

  it('runs each section in one lane, and the lanes in clones of their own', () => {
    const lanes = [...(/^lanes=\((.+)\)$/m.exec(script)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
      ([, names = '']) => names.split(' '),
    );
    const cloneOf = new Map(
      [...script.matchAll(/^ {4}([a-z0-9| -]+)\)\n {6}in_clone (\w+)$/gm)].flatMap(
        ([, label = '', clone]) => label.split(' | ').map((name) => [name, clone] as const),
      ),
    );

    const clones = lanes.map((names) => [...new Set(names.map((name) => cloneOf.get(name)))]);

    expect(['rehearse', ...lanes.flat()]).to.have.members(sections);
    expect(clones).to.deep.equal([['rehearse'], ['test']]);
  });

  it('pins each action by its commit, with the version beside it', () => {
    const uses = workflow.split('\n').filter((line) => line.includes('uses:'));

    expect(uses).to.have.length.above(0);
    for (const line of uses) {
      expect(line).to.match(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('may read the repository and nothing else', () => {
    const ofJobs = Object.values<object>(jobs).filter((job) => 'permissions' in job);

    expect(permissions).to.deep.equal({ contents: 'read' });
    expect(ofJobs).to.deep.equal([]);
  });

  it('takes the Node.js that npm scripts run on', () => {
    const { devDependencies } = JSON.parse(read('package.json'));

    expect(devDependencies.node).to.match(new RegExp(`^\\^${read('.nvmrc').trim()}\\.`));
  });

  it('keeps every file that pins packages up to date', () => {
    const { updates }: { updates: Update[] } = parse(read('.github/dependabot.yml'));
    const updated = (ecosystem: string) =>
      updates
        .filter((update) => update['package-ecosystem'] === ecosystem)
        .flatMap(({ directory, directories }) => directories ?? [directory])
        .sort();

    expect(updated('pip')).to.deep.equal(foldersOf('**/*requirements.txt'));
    expect(updated('docker')).to.deep.equal(foldersOf('**/Dockerfile'));
    expect(updated('npm')).to.deep.equal(foldersOf('**/package-lock.json'));
    expect(updated('github-actions')).to.deep.equal(['/']);
  });
});
