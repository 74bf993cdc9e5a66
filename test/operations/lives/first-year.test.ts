import { describeLife } from '../life.ts';

describeLife('the first year of a new organization', [
  { page: 'first-deployment' },
  { page: 'onboard-an-account' },
]);
