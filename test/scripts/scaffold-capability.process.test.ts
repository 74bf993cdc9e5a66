import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { run } from '../../scripts/scaffold.ts';
import { changedFiles, copyOfRepository, keepAsBaseline, root } from './copy-of-repository.ts';

describe('npm run scaffold -- capability', () => {
  let copy: string;
  let out: string;
  let error: string;

  before(() => {
    copy = copyOfRepository();
  });

  after(() => rmSync(copy, { recursive: true, force: true }));

  beforeEach(() => {
    out = '';
    error = '';
  });

  const scaffold = (...argv: string[]) =>
    run(['capability', ...argv], copy, {
      out: (text) => {
        out += text;
      },
      error: (text) => {
        error += text;
      },
    });
  const inCopy = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: copy,
      encoding: 'utf8',
    });

    return { status, text: `${stdout}${stderr}` };
  };

  it('rejects a name that is not in kebab-case, and one that is taken', () => {
    const codes = [scaffold('MailRecords'), scaffold('alerts')];

    expect(codes).to.deep.equal([2, 2]);
    expect(error).to.contain('got MailRecords, expected e.g. mail-records');
    expect(error).to.contain('The capability alerts is there: see templates/alerts/');
    expect(out).to.equal('');
  });

  it('writes one in 12 files at most, which lint and tests accept', function () {
    this.timeout(300_000);
    keepAsBaseline(copy);

    expect(scaffold('mail-records'), error).to.equal(0);
    const biome = path.join(root, 'node_modules/.bin/biome');
    const formatted = spawnSync(biome, ['check', 'scenarios', 'coverage', 'test/coverage'], {
      cwd: copy,
      encoding: 'utf8',
    });
    const documented = inCopy('scripts/docs.ts');
    const files = changedFiles(copy);
    const checks = [
      documented,
      { status: formatted.status, text: `${formatted.stdout}${formatted.stderr}` },
      inCopy('node_modules/typescript/bin/tsc', '--noEmit', '--project', '.'),
      inCopy('scripts/prose-lint.ts'),
      inCopy(
        'node_modules/mocha/bin/mocha.js',
        'test/coverage/checks/mail-records.test.ts',
        'test/templates/contract.test.ts',
        'test/structure.test.ts',
        'test/coverage/*.test.ts',
      ),
    ];

    expect(files.length, files.join(', ')).to.be.at.most(12);
    const failed = checks.filter(({ status }) => status !== 0).map(({ text }) => text);
    expect(failed.join('\n')).to.equal('');
    expect(readFileSync(path.join(copy, 'organization-tasks.yml'), 'utf8')).to.match(
      /\n# Mail records\.\nMailRecords:\n {2}Type: include\n/,
    );
  });
});
