import type { AccountIds, ExistingOrganization, Expected } from '../existing.ts';
import { editYaml } from '../files.ts';
import { accounts, seed, tags, units } from './seed.ts';

/** As long as a prefix may be. */
const resourcePrefix = 'muller-and-sons-audi';

const ids: AccountIds = {
  SecurityAccount: '222222222222',
  LogArchiveAccount: '333333333333',
  ProductionAccount: '444444444444',
  DevelopmentAccount: '555555555555',
  SandboxAccount: '666666666666',
};

export const names: ExistingOrganization = {
  title: 'names with characters of every kind',
  regions: ['us-east-1'],
  ids,
  before: {
    organization: (text) =>
      editYaml(text, (document) => {
        for (const [logicalName, name] of Object.entries(accounts)) {
          document.setIn(['Organization', logicalName, 'Properties', 'AccountName'], name);
        }
        for (const [logicalName, name] of Object.entries(units)) {
          const properties = ['Organization', logicalName, 'Properties'];
          document.setIn([...properties, 'OrganizationalUnitName'], name);
        }
      }),
    // The prefix alone would make names of 66 characters, of which S3 allows 63.
    parameters: { resourcePrefix, conformancePackBucket: 'awsconfigconforms-muller-and-sons' },
    files: {
      // The policies have the prefix in the names that they protect.
      'organization-policies.yml': (text) =>
        text
          .replaceAll('ofn-audit', resourcePrefix)
          .replaceAll('ofn_audit', resourcePrefix.replaceAll('-', '_')),
    },
  },
  seed,
  findings: [
    ...['111111111111', ...Object.values(ids)].map(
      (accountId): Expected => ({
        kind: 'account-tags-removed',
        level: 'no-go',
        places: [{ accountId }],
      }),
    ),
    { kind: 'policy-type-off', level: 'note', places: [{ accountId: '111111111111' }] },
  ],
  edits: {
    organization: (text) =>
      editYaml(text, (document) => {
        for (const logicalName of ['ManagementAccount', ...Object.keys(ids)]) {
          document.setIn(['Organization', logicalName, 'Properties', 'Tags'], tags);
        }
      }),
  },
  holes: [],
};
