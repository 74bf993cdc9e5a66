import { newcomers } from '../newcomers/newcomers.ts';
import { hasType, type Scenario } from '../scenario.ts';
import { requireDetectors, requireMembers } from './detectors.ts';

export const newAccountBecomesMember: Scenario = {
  capability: 'guard-duty',
  name: 'makes an account added to organization.yml a member in the next run',
  order: 6,
  applies: (world) => hasType(world, 'Custom::GuardDutyOrganization'),
  async run(world) {
    const { rehearsal, settings } = world;

    const { result, fresh, accounts } = await newcomers(world);

    await requireDetectors(rehearsal, settings, [fresh]);
    await requireMembers(rehearsal, settings, accounts);
    const steps = result.tasks.map(({ name, outcome }) => `${name} ${outcome}`);
    return `${fresh.id} is in, by ${steps.length} tasks: ${steps.join(', ')}`;
  },
};
