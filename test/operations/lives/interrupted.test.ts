import { describeLife } from '../life.ts';

describeLife('deployments that do not come to their end', [
  { page: 'first-deployment' },
  { page: 'a-pipeline-that-was-killed' },
  { page: 'move-the-security-account' },
]);
