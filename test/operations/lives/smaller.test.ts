import { describeLife } from '../life.ts';

describeLife('an organization that becomes smaller', [
  { page: 'first-deployment' },
  { page: 'close-an-account', concerns: ({ account }) => account === 'Sandbox' },
  { page: 'leave-a-region', concerns: ({ region }) => region === 'ap-southeast-2' },
  {
    page: 'remove-a-capability',
    concerns: ({ stack }) => stack?.startsWith('ofn-audit-athena') ?? false,
  },
  { page: 'take-back-a-capability' },
]);
