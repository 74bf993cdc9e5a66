import { isSeq } from 'yaml';
import type { ExistingOrganization } from '../existing.ts';
import { editYaml, reference } from '../files.ts';
import { joined, optIn, seed } from './seed.ts';

const accountsOf = (unit: string) => ['Organization', unit, 'Properties', 'Accounts'];

export const regionsAndAccounts: ExistingOrganization = {
  title: 'opt-in regions, and accounts that are not active',
  regions: ['us-east-1', optIn],
  ids: {
    SecurityAccount: '222222222222',
    LogArchiveAccount: '333333333333',
    ProductionAccount: '444444444444',
    DevelopmentAccount: '555555555555',
    SandboxAccount: '666666666666',
  },
  seed,
  findings: [
    { kind: 'account-not-active', level: 'no-go', places: [{ accountId: '666666666666' }] },
    {
      kind: 'account-undeclared',
      level: 'no-go',
      places: [{ accountId: joined.accountId }],
      settings: [{ name: 'configExcludedAccounts', add: [joined.accountId] }],
    },
    {
      kind: 'region-not-enabled',
      level: 'no-go',
      places: [{ accountId: '555555555555', region: optIn }],
      settings: [{ name: 'optInExclusions', add: [`${optIn}=DevelopmentAccount`] }],
    },
    { kind: 'policy-type-off', level: 'note', places: [{ accountId: '111111111111' }] },
  ],
  edits: {
    // A suspended account moves to the unit that bindings exclude.
    organization: (text) =>
      editYaml(text, (document) => {
        const sandbox = document.getIn(accountsOf('SandboxOu'));
        if (isSeq(sandbox)) {
          sandbox.items = sandbox.items.filter((item) => String(item) !== 'SandboxAccount');
        }
        document.setIn(accountsOf('SuspendedOu'), [reference('SandboxAccount')]);
      }),
  },
  // Its owner has not granted access yet; GuardDuty enables itself within a day.
  holes: [
    'Security off: guard-duty-members',
    'Acquired unreachable: audit-role, cloud-trail, config-recorder, config-rules, conformance-packs, flow-logs, guard-duty, report-bucket, sign-ins',
  ],
};
