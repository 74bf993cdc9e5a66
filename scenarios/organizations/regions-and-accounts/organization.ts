import { isSeq } from 'yaml';
import type { ExistingOrganization } from '../existing.ts';
import { editYaml, reference } from '../files.ts';
import { optIn, seed } from './seed.ts';

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
  findings: [],
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
};
