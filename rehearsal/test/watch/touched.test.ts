import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { type Plan, planOf } from '../../plan.ts';
import { filesOfPlan, touchedBy } from '../../watch/touched.ts';

const files: Record<string, string> = {
  'organization.yml': `Organization:
  Main:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Main, AccountId: '444444444444', RootEmail: main@example.com }
  <<: !Include ./policies.yml
`,
  'policies.yml': '{}\n',
  'parameters.yml':
    'prefix: a\nnetworks: ./networks.txt\nshared: 1\nrules: !Include ./alerts/rules.yml\n',
  'networks.txt': '',
  'dist/function.zip': '',
  'tasks.yml': `Organization: { Type: update-organization, Template: ./organization.yml }
Alerts:
  Type: include
  Path: ./alerts/_tasks.yml
  Parameters: { <<: !Include ./parameters.yml }
Trail:
  Type: include
  Path: ./trail/_tasks.yml
  Parameters: { <<: !Include ./parameters.yml }
Single: { Type: update-stacks, Template: ./single.yml, StackName: single, Parameters: { a: !ReadFile ./a.txt } }
`,
  'single.yml': 'Resources: {}\n',
  'a.txt': '',
  'alerts/_tasks.yml': `Parameters: { prefix: { Type: String }, rules: { Type: String } }
Code: { Type: copy-to-s3, LocalPath: ../dist/function.zip, RemotePath: s3://b/k }
Topic: { Type: update-stacks, Template: ./topic.yml, StackName: topic }
`,
  'alerts/topic.yml': 'Resources: {}\n',
  'alerts/rules.yml': '[]\n',
  'alerts/views/view.sql': '',
  'trail/_tasks.yml': `Parameters: { prefix: { Type: String }, networks: { Type: String } }
Trail: { Type: update-stacks, Template: ./trail.yml, StackName: trail }
`,
  'trail/trail.yml': 'Resources: {}\n',
};

describe('a change of a file', () => {
  let folder: string;
  let plan: Plan;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-rehearse-touched-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    plan = planOf({
      config: {
        parameters: {
          file: 'parameters.yml',
          homeRegion: 'homeRegion',
          governedRegions: 'governedRegions',
          terminationProtection: 'terminationProtection',
        },
      },
      tasksFile: path.join(folder, 'tasks.yml'),
    });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const touched = (names: string[], parametersBefore?: string): string[] =>
    touchedBy(plan, filesOfPlan(plan), {
      changed: names.map((name) => path.join(folder, name)),
      everything: false,
      parametersBefore,
    }).tasks.map(({ name }) => name);

  const all = ['Organization', 'Alerts', 'Trail', 'Single'];

  for (const [name, expected] of [
    ['alerts/topic.yml', ['Alerts']],
    ['alerts/views/view.sql', ['Alerts']],
    ['alerts/rules.yml', ['Alerts']],
    ['dist/function.zip', ['Alerts']],
    ['trail/_tasks.yml', ['Trail']],
    ['single.yml', ['Single']],
    ['a.txt', ['Single']],
    ['networks.txt', ['Trail']],
    ['tasks.yml', all],
    ['organization.yml', all],
    ['policies.yml', all],
    ['README.md', []],
  ] as const) {
    it(`of ${name} concerns ${expected.join(', ') || 'nothing'}`, () => {
      const concerned = touched([name]);

      expect(concerned).to.deep.equal(expected);
    });
  }

  for (const [what, before, expected] of [
    ['that two capabilities take', 'prefix: b', ['Alerts', 'Trail']],
    ['that one takes', 'prefix: a\nnetworks: ./other.txt', ['Trail']],
    ['that none declares, so that any may use it', 'prefix: a\nnetworks: ./networks.txt', all],
  ] as const) {
    it(`of a parameter ${what} concerns ${expected.join(', ')}`, () => {
      const same = files['parameters.yml']?.split('\n').slice(before.split('\n').length) ?? [];
      const rest = what.startsWith('that none') ? ['shared: 2', same.at(-2) ?? ''] : same;

      const concerned = touched(['parameters.yml'], [before, ...rest].join('\n'));

      expect(concerned).to.deep.equal(expected);
    });
  }

  it('concerns everything after a first run that failed', () => {
    const { tasks, everything } = touchedBy(plan, filesOfPlan(plan), {
      changed: [path.join(folder, 'alerts/topic.yml')],
      everything: true,
      parametersBefore: undefined,
    });

    expect(tasks.map(({ name }) => name)).to.deep.equal(all);
    expect(everything).to.equal(true);
  });
});
