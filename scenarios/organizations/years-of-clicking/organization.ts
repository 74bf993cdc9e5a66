import type { ExistingOrganization } from '../existing.ts';
import { withoutTasks } from '../tasks.ts';
import { seed } from './seed.ts';

const region = 'us-east-1';
const management = { accountId: '111111111111', region };
const security = { accountId: '222222222222', region };

export const yearsOfClicking: ExistingOrganization = {
  title: 'years of clicking',
  regions: [region],
  ids: {
    SecurityAccount: '222222222222',
    LogArchiveAccount: '333333333333',
    ProductionAccount: '444444444444',
    DevelopmentAccount: '555555555555',
    SandboxAccount: '666666666666',
  },
  seed,
  findings: [
    {
      kind: 'service-administered-elsewhere',
      level: 'no-go',
      places: [{ accountId: '444444444444' }],
    },
    { kind: 'trail-quota', level: 'no-go', places: [management] },
    {
      kind: 'recorder-there',
      level: 'no-go',
      places: [{ accountId: '444444444444', region }],
      settings: [{ name: 'configAdoptedAccounts', add: ['ProductionAccount'] }],
    },
    {
      kind: 'guard-duty-members-there',
      level: 'no-go',
      places: [security],
      settings: [{ name: 'guardDutyMembers', value: 'all' }],
    },
    {
      kind: 'guard-duty-export-there',
      level: 'no-go',
      places: [security],
      settings: [{ name: 'findingAdoptedExports', add: [region] }],
    },
    { kind: 'policy-type-off', level: 'note', places: [{ accountId: '111111111111' }] },
    { kind: 'stack-sets-not-activated', level: 'note', places: [{ accountId: '111111111111' }] },
    { kind: 'organization-trail-there', level: 'note', places: [management] },
    { kind: 'guard-duty-feature-managed', level: 'note', places: [security, management] },
    {
      kind: 'guard-duty-frequency',
      level: 'note',
      places: [security],
      settings: [{ name: 'guardDutyPublishingFrequency', value: 'ONE_HOUR' }],
    },
  ],
  // The finding says which one to take out.
  parameters: {
    // The trail of another has no log group.
    signInNet: false,
    delegatedServices: ['config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com'],
  },
  edits: {
    // Another trail of the organization records already, and another account has Access Analyzer.
    tasks: (text) => withoutTasks(text, ['AccessAnalyzer', 'CloudTrail', 'TrailAlarms', 'Athena']),
  },
  // The trail is another one's, and so are the alarms on it and the tables; the subsidiary stays a member.
  holes: [
    'Management off: cloud-trail, sign-in-net, trail-alarms',
    'Security off: athena, cloud-trail, guard-duty-members',
    'Log Archive off: cloud-trail',
    'Production off: cloud-trail',
    'Development off: cloud-trail',
    'Sandbox off: cloud-trail',
  ],
  shown: {
    service: 'guard-duty',
    reason: /^a GUARDDUTY_POLICY .+ S3_DATA_EVENTS, RDS_LOGIN_EVENTS$/,
  },
};
