import { addAccounts } from '../../organization.ts';
import { hasType, type Scenario } from '../scenario.ts';
import { requireDetectors, requireMembers } from './detectors.ts';

const newcomer = { logicalName: 'NewcomerAccount', name: 'Newcomer' };

export const newAccountBecomesMember: Scenario = {
  capability: 'guard-duty',
  name: 'makes an account added to organization.yml a member in the next run',
  applies: (world) => hasType(world, 'Custom::GuardDutyOrganization'),
  async run({ rehearsal, settings, accounts }) {
    const before = await accounts();
    const organizationText = addAccounts(rehearsal.organizationText, [newcomer], 'Newcomers');

    const result = await rehearsal.perform({ organizationText });

    await rehearsal.requireSuccess(result);
    const after = await accounts();
    const added = after.filter(({ id }) => before.every((account) => account.id !== id));
    if (added.length !== 1 || added[0]?.name !== newcomer.name) {
      throw new Error(`expected the one account ${newcomer.name} more, got ${added.length} more`);
    }
    await requireDetectors(rehearsal, settings, added);
    await requireMembers(rehearsal, settings, after);
    const steps = result.tasks.map(({ name, outcome }) => `${name} ${outcome}`);

    return `${added[0].id} is in, by ${steps.length} tasks: ${steps.join(', ')}`;
  },
};
