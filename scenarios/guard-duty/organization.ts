import { hasType, type Scenario } from '../scenario.ts';
import { requireDetectors, requireMembers } from './detectors.ts';

const applies: Scenario['applies'] = (world) => hasType(world, 'Custom::GuardDutyOrganization');

export const guardDutyEverywhere: Scenario = {
  capability: 'guard-duty',
  name: 'is on in every account and governed region',
  applies,
  async run({ rehearsal, settings, accounts }) {
    const ids = await requireDetectors(rehearsal, settings, await accounts());
    return `${ids.length} enabled detectors in ${settings.governedRegions.length} regions`;
  },
};

export const guardDutyMembers: Scenario = {
  capability: 'guard-duty',
  name: 'has exactly the other accounts as members of the security account',
  applies,
  run: async ({ rehearsal, settings, accounts }) =>
    requireMembers(rehearsal, settings, await accounts()),
};
