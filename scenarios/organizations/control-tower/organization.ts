import type { ExistingOrganization } from '../existing.ts';
import { editYaml, reference } from '../files.ts';
import { enrolled, seed } from './seed.ts';

const role = 'AWSControlTowerExecution';

export const controlTower: ExistingOrganization = {
  title: 'Control Tower, landing zone 4.0',
  regions: ['us-east-1'],
  ids: {
    SecurityAccount: '222222222222',
    LogArchiveAccount: '333333333333',
    ProductionAccount: '444444444444',
    DevelopmentAccount: '555555555555',
    SandboxAccount: '666666666666',
  },
  before: {
    organization: (text) =>
      editYaml(text, (document) => {
        const root = ['Organization', 'Root', 'Properties'];
        document.setIn([...root, 'DefaultOrganizationAccessRoleName'], role);
      }),
  },
  seed,
  findings: [],
  edits: {
    files: {
      // The policies of this project exempt the role that deploys, by its name.
      'organization-policies.yml': (text) => text.replaceAll('OrganizationAccountAccessRole', role),
    },
  },
};

export const adopted = enrolled.map(reference);
