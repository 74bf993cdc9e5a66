import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { attempt } from '../problem.ts';
import { faultsOf, type RepositorySettings, readRepository } from '../repository.ts';
import { partsAt } from '../yaml.ts';

const fine = {
  'organization.yml': `Organization:
  Main:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Main, AccountId: '444444444444' }
`,
  'parameters.yml': 'home: us-east-1\ngoverned: [us-east-1]\n',
  'tasks.yml': `Make: { Type: update-organization, Template: ./organization.yml }
More: { Type: include, Path: ./more.yml, Pat: x }
Last: { Type: unknown }
`,
  'more.yml': 'Other: { Type: other }\n',
};

const settings: RepositorySettings = {
  parameters: {
    ...{ file: 'parameters.yml', homeRegion: 'home', governedRegions: 'governed' },
    terminationProtection: 'protected',
  },
  *check({ parameters }) {
    if (parameters) {
      yield partsAt(parameters, ['governed'], { cause: 'it is checked', remedy: 'leave it' });
    }
  },
};

describe('the files of a repository', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-rehearse-files-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** Everything that is wrong, as `FILE LINE`. */
  function wrongWith(files: Partial<typeof fine>): string[] {
    for (const [name, text] of Object.entries({ ...fine, ...files })) {
      writeFileSync(path.join(folder, name), text);
    }
    const read = attempt(() => readRepository(path.join(folder, 'tasks.yml'), settings));
    const problems = read.value ? faultsOf(read.value, settings) : read.problems;

    return problems.map(({ file, line }) => `${path.basename(file)} ${line}`);
  }

  it('are checked in the order of parameters, root task file and what it includes', () => {
    expect(wrongWith({})).to.deep.equal([
      'parameters.yml 2',
      'tasks.yml 2',
      'tasks.yml 3',
      'more.yml 1',
    ]);
  });

  it('are checked but for an organization file that is not YAML', () => {
    expect(wrongWith({ 'organization.yml': 'Organization: [\n' })).to.deep.equal([
      'parameters.yml 2',
      'organization.yml 2',
      'tasks.yml 2',
      'tasks.yml 3',
      'more.yml 1',
    ]);
  });

  it('are checked but for a file of parameters that is not YAML', () => {
    expect(wrongWith({ 'parameters.yml': 'home: [\n' })).to.deep.equal([
      'parameters.yml 2',
      'tasks.yml 2',
      'tasks.yml 3',
      'more.yml 1',
    ]);
  });

  it('are checked but for a task file that is not YAML, root or included', () => {
    expect(wrongWith({ 'tasks.yml': 'Make: [\n' })).to.deep.equal([
      'parameters.yml 2',
      'tasks.yml 2',
    ]);
    expect(wrongWith({ 'more.yml': 'A: [\n' })).to.deep.equal([
      'parameters.yml 2',
      'tasks.yml 2',
      'tasks.yml 3',
      'more.yml 2',
    ]);
  });
});
