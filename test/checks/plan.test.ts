import path from 'node:path';
import { expect } from 'chai';
import { type CheckedFiles, parseYaml, readYaml } from 'ofn-rehearse';
import { faultsOfFiles } from '../../checks/plan.ts';
import { fine, shown } from './faults.ts';

const root = path.join(import.meta.dirname, '../..');
const tasks = readYaml(path.join(root, 'organization-tasks.yml'));
const filesWith = (parameters: CheckedFiles['parameters']): CheckedFiles => ({
  ...{ tasks, parameters, organizationFile: 'organization.yml', accountNames: undefined },
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
});
