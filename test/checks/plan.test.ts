import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { type CheckedFiles, parseYaml, readYaml } from 'ofn-rehearse';
import { faultsOfFiles } from '../../checks/plan.ts';
import { fine, shown } from './faults.ts';

const root = path.join(import.meta.dirname, '../..');
const tasks = readYaml(path.join(root, 'organization-tasks.yml'));
const filesWith = (parameters: CheckedFiles['parameters']): CheckedFiles => ({
  ...{
    tasks,
    parameters,
    organizationFile: 'organization.yml',
    accountNames: undefined,
    organization: undefined,
  },
});

describe('the faults of what an operator sets', () => {
  it('are none in this repository', () => {
    const parameters = readYaml(path.join(root, 'organization-parameters.yml'));

    expect(shown(faultsOfFiles(filesWith(parameters)))).to.equal(fine);
  });

  it('are none where there is no file of parameters', () => {
    expect(shown(faultsOfFiles(filesWith(undefined)))).to.equal(fine);
  });

  it('are all there is to correct, not the first alone', () => {
    const text = 'elevatedRoles: []\nfindingSeverity: 11\nauditParallel: 0\nfindingTypes: [7, 8]\n';
    const parameters = parseYaml(path.join(root, 'organization-parameters.yml'), text);

    const faults = [...faultsOfFiles(filesWith(parameters))];

    const places = faults.map(({ line, place }) => `${line} ${place}`);
    expect(places).to.include.members([
      '1 elevatedRoles',
      '2 findingSeverity',
      '3 auditParallel',
      '4 findingTypes.0',
      '4 findingTypes.1',
    ]);
  });

  describe('in the names of parameters', () => {
    const file = path.join(root, 'organization-parameters.yml');
    const text = readFileSync(file, 'utf8');
    const found = (changed: string) =>
      [...faultsOfFiles(filesWith(parseYaml(file, changed)))].map(
        ({ line, place, cause, remedy }) => `${line} ${place}: ${cause}: ${remedy}`,
      );

    it('are one that no capability declares, with the nearest that one does', () => {
      const line = text.slice(0, text.indexOf('findingSeverity:')).split('\n').length;

      const [fault, ...others] = found(text.replace('findingSeverity:', 'findingSeverty:'));

      expect(others).to.deep.equal([]);
      expect(fault).to.match(
        new RegExp(
          `^${line} findingSeverty: .*not a parameter of any.*: did you mean findingSeverity\\? `,
        ),
      );
    });

    it('are an account that is not set, with its value', () => {
      const [fault, ...others] = found(text.replace(/^securityAccount:.+\n/m, ''));

      expect(others).to.deep.equal([]);
      expect(fault).to.match(
        /^undefined securityAccount: securityAccount is not set, and .+_tasks\.yml needs it: add securityAccount: !Ref SecurityAccount/,
      );
    });

    it('are one that has no default, once', () => {
      const faults = found(text.replace(/^alertEmail:.+\n/m, ''));

      expect(faults).to.have.length(1);
      expect(faults[0]).to.match(/alertEmail is not set/);
    });

    it('are not those of a capability that is not deployed', () => {
      const own = parseYaml(tasks.file, 'Organization: { Type: update-organization }');
      const parameters = parseYaml(file, 'findingSeverity: 4\n');

      expect([...faultsOfFiles({ ...filesWith(parameters), tasks: own })]).to.deep.equal([]);
    });
  });
});
