import { describeLife } from '../life.ts';

describeLife('the first year of a new organization', [
  { page: 'first-deployment' },
  { page: 'onboard-an-account' },
  { page: 'add-a-region' },
  // It deletes outdated flow logs, and no resource of a stack; the ledger shows that each VPC has new ones.
  { page: 'change-flow-logs', concerns: ({ call }) => call === 'ec2:DeleteFlowLogs' },
]);
