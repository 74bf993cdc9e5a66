import type { AccountIds, ExistingOrganization, Expected } from '../existing.ts';
import { editYaml } from '../files.ts';
import { withoutTasks } from '../tasks.ts';
import { enrolled, seed } from './seed.ts';

const role = 'AWSControlTowerExecution';

const ids: AccountIds = {
  SecurityAccount: '222222222222',
  LogArchiveAccount: '333333333333',
  ProductionAccount: '444444444444',
  DevelopmentAccount: '555555555555',
  SandboxAccount: '666666666666',
};

export const controlTower: ExistingOrganization = {
  title: 'Control Tower, landing zone 4.0',
  regions: ['us-east-1'],
  ids,
  before: {
    organization: (text) =>
      editYaml(text, (document) => {
        const root = ['Organization', 'Root', 'Properties'];
        document.setIn([...root, 'DefaultOrganizationAccessRoleName'], role);
      }),
  },
  seed,
  findings: [
    ...enrolled.map(
      (logicalName): Expected => ({
        kind: 'recorder-there',
        level: 'no-go',
        places: [{ accountId: ids[logicalName] ?? '', region: 'us-east-1' }],
        settings: [{ name: 'configAdoptedAccounts', add: [logicalName] }],
      }),
    ),
    {
      kind: 'organization-trail-there',
      level: 'note',
      places: [{ accountId: '111111111111', region: 'us-east-1' }],
      settings: [{ name: 'trailLogGroup', value: 'aws-controltower/CloudTrailLogs' }],
    },
  ],
  edits: {
    // The trail of the landing zone is the only one, and its log group has the alarms.
    tasks: (text) => withoutTasks(text, ['CloudTrail', 'Athena']),
  },
  // The tables are for the bucket of cloud-trail.
  holes: [
    'Management off: cloud-trail',
    'Security off: athena, cloud-trail',
    'Log Archive off: cloud-trail',
    'Production off: cloud-trail',
    'Development off: cloud-trail',
    'Sandbox off: cloud-trail',
  ],
};
