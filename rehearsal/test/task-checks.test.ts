import { expect } from 'chai';
import { faultsOfRegions } from '../parameters-file.ts';
import { Problem, requireNone } from '../problem.ts';
import { faultsOfTasks } from '../task-checks.ts';
import { parseYaml } from '../yaml.ts';

const known = {
  organizationFile: 'organization.yml',
  logicalNames: new Set(['Main', 'Team', 'TeamsOu']),
  regions: new Set(['us-east-1', 'eu-west-1']),
};

const check = (text: string, overrides: Partial<typeof known> = {}): void =>
  requireNone(faultsOfTasks(parseYaml('tasks.yml', text), { ...known, ...overrides }));

const keys = {
  file: 'p.yml',
  homeRegion: 'homeRegion',
  governedRegions: 'governedRegions',
  terminationProtection: 'terminationProtection',
};

const copy = (binding: string): string => `Copy:
  Type: copy-to-s3
  LocalPath: ./a
  RemotePath: s3://b/c
  OrganizationBinding: ${binding}
`;

describe('the check before a rehearsal', () => {
  it('lets a task file pass that is right', () => {
    check(
      copy('{ Account: !Ref Team, ExcludeOrganizationalUnit: !Ref TeamsOu, Region: eu-west-1 }'),
    );
  });

  it('refuses a binding to an account that is not declared', () => {
    expect(() => check(copy('{ Account: !Ref Taem }'))).to.throw(Problem, /binds to Taem/);
  });

  it('takes a name that is a parameter for an account that is given later', () => {
    check(`Parameters: { team: { Type: String } }\n${copy('{ Account: !Ref team }')}`);
  });

  it('leaves accounts alone that only AWS knows', () => {
    const unknown = { ...known, logicalNames: undefined };

    const tasks = parseYaml('tasks.yml', copy('{ Account: !Ref Unlisted }'));
    expect([...faultsOfTasks(tasks, unknown)]).to.deep.equal([]);
  });

  it('refuses a region that AWS has not got', () => {
    const bad = copy('{ Account: !Ref Team, Region: [eu-west-1, eu-west-9] }');

    expect(() => check(bad)).to.throw(Problem, /'eu-west-9'/);
  });

  it('refuses an attribute that a task has not got, naming its line', () => {
    const bad = `${copy('{ Account: !Ref Team }')}  IgnoreFileChanges: true\n`;

    expect(() => check(bad))
      .to.throw(Problem, /unknown attribute IgnoreFileChanges/)
      .with.property('parts')
      .that.includes({ line: 6, place: 'Copy.IgnoreFileChanges' });
  });

  it('refuses a type of task that there is not', () => {
    expect(() => check('A: { Type: update-stack }')).to.throw(
      Problem,
      /unknown Type 'update-stack'/,
    );
  });

  it('refuses a dependency on a task that is not there', () => {
    const bad = `${copy('{ Account: !Ref Team }')}  DependsOn: Bucket\n`;

    expect(() => check(bad)).to.throw(Problem, /depends on Bucket/);
  });

  it('refuses an include of a file that is not there', () => {
    expect(() => check('A: { Type: include, Path: ./nowhere.yml }')).to.throw(
      Problem,
      /no such file/,
    );
  });

  it('refuses a governed region that AWS has not got', () => {
    const yaml = parseYaml('p.yml', 'homeRegion: us-east-1\ngovernedRegions: [us-east-9]\n');

    const [fault] = faultsOfRegions(keys, yaml, known.regions);

    expect(fault?.cause).to.match(/governedRegions names/);
  });
});
