import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { run } from '../../scripts/scaffold.ts';
import { changedFiles, copyOfRepository, keepAsBaseline, root } from './copy-of-repository.ts';

const rule = `
- name: a-new-rule
  identifier: S3_BUCKET_VERSIONING_ENABLED
  description: Every bucket keeps versions
  noncompliant: A bucket does not keep versions
  resourceTypes: ['AWS::S3::Bucket']
`;
const alarm = `
  - id: UserCreation
    name: user-creation
    title: A new IAM user
    controls: none
    pattern: '{($.eventName=CreateUser)}'
`;

const parameter = (name: string): string => `  ${name}:
    Type: Number
    Description: Days that the log of queries is kept
    MinValue: 1
    Default: 30
`;

/** The table of docs/architecture.md: the most files that each change touches. */
const most = new Map(
  [
    ...readFileSync(path.join(root, 'docs/architecture.md'), 'utf8').matchAll(
      /^\| (.+?) \| (\d+) \| .+ \|$/gm,
    ),
  ].map(([, change = '', files]) => [change, Number(files)]),
);

describe('the files that a change touches', () => {
  let copy: string;

  before(function () {
    this.timeout(120_000);
    copy = copyOfRepository();
  });

  after(() => rmSync(copy, { recursive: true, force: true }));

  beforeEach(() => keepAsBaseline(copy));

  const append = (file: string, text: string): void => appendFileSync(path.join(copy, file), text);
  const insert = (file: string, before: string, text: string): void => {
    const whole = readFileSync(path.join(copy, file), 'utf8');
    expect(whole).to.contain(before);
    writeFileSync(path.join(copy, file), whole.replace(before, text + before));
  };
  const scaffold = (...argv: string[]): void => {
    let said = '';
    const say = (text: string): void => {
      said += text;
    };
    expect(run(argv, copy, { out: say, error: say }), said).to.equal(0);
  };
  const requireSuccess = (...args: string[]): void => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: copy,
      encoding: 'utf8',
    });
    expect(status, stdout + stderr).to.equal(0);
  };
  const requireTests = (...files: string[]): void =>
    requireSuccess('node_modules/mocha/bin/mocha.js', ...files);
  const requireAtMost = (change: string, files: readonly string[]): void => {
    expect(files).not.to.have.length(0);
    expect(files.length, files.join(', ')).to.be.at.most(most.get(change) ?? 0);
  };

  it('are those of the table for a rule of AWS Config', function () {
    this.timeout(120_000);
    append('templates/config-rules/rules.yml', rule);

    requireTests('test/templates/config-rules.test.ts', 'test/checks/config-rules.test.ts');

    requireAtMost('a rule of AWS Config', changedFiles(copy));
  });

  it('are those of the table for an alarm on the trail, whose page is generated', function () {
    this.timeout(120_000);
    const samples = path.join(copy, 'test/events/cloudtrail');
    append('templates/trail-alarms/filters.yml', alarm);
    copyFileSync(
      path.join(samples, 'iam-policy-changes.json'),
      path.join(samples, 'user-creation.json'),
    );

    const byHand = changedFiles(copy);

    requireSuccess('scripts/docs.ts');
    requireTests('test/templates/trail-alarms.test.ts');

    const generated = changedFiles(copy).filter((file) => !byHand.includes(file));
    expect(generated).to.deep.equal(['docs/attacks.md']);
    requireAtMost('an alarm on the trail', byHand);
  });

  it('are those of the table for a parameter, whose tables and modules are generated', function () {
    this.timeout(120_000);
    const folder = 'templates/athena';
    insert(`${folder}/_tasks.yml`, '  athenaResultDays:\n', parameter('athenaLogDays'));
    insert(`${folder}/_tasks.yml`, '    resultDays: !Ref', '    logDays: !Ref athenaLogDays\n');
    insert(`${folder}/athena.yml`, '  resultDays:\n', parameter('logDays'));
    const byHand = changedFiles(copy);

    requireSuccess('scripts/docs.ts');
    requireTests('test/templates/parameters.test.ts', 'test/templates/written-once.test.ts');

    const generated = changedFiles(copy).filter((file) => !byHand.includes(file));
    expect(generated).to.deep.equal([`${folder}/README.md`, 'templates/parameters.ts']);
    // Its code, and the test of that.
    requireAtMost('a parameter', [...byHand, 'code', 'test']);
  });

  it('are those of the table for a capability, and for its row of the ledger', function () {
    this.timeout(120_000);
    scaffold('capability', 'mail-records');

    requireTests('test/coverage/checks/mail-records.test.ts', 'test/structure.test.ts');

    const files = changedFiles(copy);
    requireAtMost('a capability', files);
    requireAtMost(
      'a row of the ledger',
      files.filter((file) => /^(test\/)?coverage\//.test(file)),
    );
  });
});
