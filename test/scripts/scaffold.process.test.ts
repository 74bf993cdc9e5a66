import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { run } from '../../scripts/scaffold.ts';

const root = path.resolve(import.meta.dirname, '../..');
const python = path.join(root, 'rehearsal/.venv/bin/python');
const tests = path.dirname(
  globSync('rehearsal/test/embedded-aws/conftest.py', { cwd: root })[0] ?? '',
);
const engine = 'rehearsal/embedded-aws';

describe('npm run scaffold', () => {
  let copy: string;
  let out: string;
  let error: string;

  beforeEach(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'scaffold-'));
    for (const folder of [engine, tests]) {
      cpSync(path.join(root, folder), path.join(copy, folder), {
        recursive: true,
        filter: (file) => !file.includes('__pycache__'),
      });
    }
    writeFileSync(path.join(copy, 'package-lock.json'), '{}');
    out = '';
    error = '';
  });

  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  const scaffold = (...argv: string[]) =>
    run(argv, copy, {
      out: (text) => {
        out += text;
      },
      error: (text) => {
        error += text;
      },
    });
  const read = (file: string) => readFileSync(path.join(copy, file), 'utf8');
  const files = () => out.split('\n').filter((line) => /^(new|changed) /.test(line));

  it('writes a service and a type of it whose tests pass', function () {
    this.timeout(300_000);

    expect(scaffold('service', 'demo'), error).to.equal(0);
    expect(files()).to.have.length.at.most(5);
    out = '';
    expect(scaffold('type', 'AWS::Demo::Thing'), error).to.equal(0);
    expect(files()).to.have.length.at.most(3);

    const written = ['test_demo.py', 'test_demo_thing.py', 'test_imports.py'];
    const pytest = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'];
    const { status, stdout } = spawnSync(
      python,
      [...pytest, ...written.map((name) => path.join(tests, name))],
      {
        cwd: copy,
        encoding: 'utf8',
        env: {
          ...process.env,
          PYTHONPATH: path.join(copy, engine),
          PYTHONDONTWRITEBYTECODE: '1',
        },
      },
    );
    expect(status, stdout).to.equal(0);
    const lint = spawnSync(
      python,
      ['-m', 'ruff', 'check', '--no-cache', '--config', path.join(root, 'pyproject.toml'), '.'],
      { cwd: copy, encoding: 'utf8' },
    );
    expect(lint.status, lint.stdout).to.equal(0);
  });

  it('adds a type to a service that has others', () => {
    const before = read(`${engine}/embedded_aws/services/sns/providers.py`);

    expect(scaffold('type', 'AWS::SNS::Platform'), error).to.equal(0);

    const after = read(`${engine}/embedded_aws/services/sns/providers.py`);
    expect(after)
      .to.contain('class Platform(Recorded):')
      .and.to.match(/ {4}Platform\(\),\n\)\n$/);
    const kept = before.split('\n').filter((line) => !line.startsWith('PROVIDERS'));
    expect(kept.filter((line) => !after.includes(line))).to.deep.equal([]);
    expect(read(`${engine}/evidence/sns.yml`)).to.contain('- id: sns-platform-is-recorded');
  });

  const refused: readonly (readonly [string, readonly string[], string])[] = [
    ['a service that is there', ['service', 'sns'], 'The service sns is there'],
    ['a name in capitals', ['service', 'SNS'], 'got SNS'],
    ['a type that has a provider', ['type', 'AWS::SNS::Topic'], 'AWS::SNS::Topic has a provider'],
    ['a type of no service', ['type', 'AWS::Nothing::Here'], 'npm run scaffold -- service nothing'],
    ['a malformed type', ['type', 'SNS::Topic'], 'got SNS::Topic'],
    ['an unknown kind', ['table', 'x'], "unknown command 'table'"],
    ['no kind at all', [], 'service NAME | type AWS::X::Y'],
  ];
  for (const [what, argv, message] of refused) {
    it(`rejects ${what} and writes nothing`, () => {
      const before = globSync('**/*', { cwd: copy }).sort();

      expect(scaffold(...argv)).to.equal(2);

      expect(error).to.contain(message);
      expect(globSync('**/*', { cwd: copy }).sort()).to.deep.equal(before);
    });
  }

  it('overwrites no test', () => {
    const file = path.join(tests, 'test_demo.py');
    writeFileSync(path.join(copy, file), '# mine\n');

    expect(scaffold('service', 'demo')).to.equal(2);

    expect(error).to.contain(`${file} is there`);
    expect(read(file)).to.equal('# mine\n');
  });

  it('shows what it can write', () => {
    expect(scaffold('--help')).to.equal(0);

    expect(out).to.contain('service <NAME>').and.to.contain('type <AWS::X::Y>');
  });
});
