import path from 'node:path';
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

  describe('of an include', () => {
    const included = (parameters: string): string[] => {
      const root = parseYaml(
        'tasks.yml',
        `A:\n  Type: include\n  Path: ../package.json\n  Parameters:\n    ${parameters}\n`,
      );
      const read = () =>
        parseYaml('a.yml', 'Parameters:\n  team: { Type: String }\n  size: { Default: 1 }\n');
      return faultsOfTasks(
        { ...root, file: path.join(import.meta.dirname, 'tasks.yml') },
        known,
        read,
      ).map(({ line, place, cause, remedy }) => `${line} ${place}: ${cause}: ${remedy}`);
    };

    it('lets parameters pass that the file declares', () => {
      expect(included('team: a')).to.deep.equal([]);
    });

    it('refuses one that the file does not declare, with the nearest that it does', () => {
      const [fault] = included('team: a\n    siez: 2');

      expect(fault).to.match(
        /^6 A\.Parameters\.siez: .*not a parameter of a\.yml: did you mean size\?/,
      );
    });

    it('lets pass what another include declares, since one list is often given to all', () => {
      const other = 'B:\n  Type: include\n  Path: ../config.ts\n';
      const root = parseYaml(
        'tasks.yml',
        `A:\n  Type: include\n  Path: ../package.json\n  Parameters:\n    size: 2\n${other}`,
      );
      const read = (file: string) =>
        parseYaml(
          file,
          `Parameters:\n  ${file.endsWith('config.ts') ? 'size' : 'color'}: { Default: 1 }\n`,
        );
      const file = path.join(import.meta.dirname, 'tasks.yml');

      expect(faultsOfTasks({ ...root, file }, known, read)).to.deep.equal([]);
    });

    it('refuses to leave out one that has no default', () => {
      expect(included('size: 2')).to.deep.equal([
        '4 A.Parameters: task A does not give team, which a.yml needs: give team in Parameters, or a Default where it is declared',
      ]);
    });

    it('leaves what a parameters file gives to the check of that file', () => {
      expect(included('<<: !Include ./p.yml')).to.deep.equal([]);
    });
  });
});
