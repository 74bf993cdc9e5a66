import type { ExistingOrganization } from '../existing.ts';
import { withoutTasks } from '../tasks.ts';
import { seed } from './seed.ts';

export const yearsOfClicking: ExistingOrganization = {
  title: 'years of clicking',
  regions: ['us-east-1'],
  ids: {
    SecurityAccount: '222222222222',
    LogArchiveAccount: '333333333333',
    ProductionAccount: '444444444444',
    DevelopmentAccount: '555555555555',
    SandboxAccount: '666666666666',
  },
  seed,
  findings: [],
  // The finding says which one to take out.
  parameters: {
    delegatedServices: ['config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com'],
  },
  edits: {
    // Another trail of the organization records already, and another account has Access Analyzer.
    tasks: (text) => withoutTasks(text, ['AccessAnalyzer', 'CloudTrail', 'TrailAlarms', 'Athena']),
  },
};
