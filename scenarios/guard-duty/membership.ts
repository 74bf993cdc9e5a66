import { EnableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import { Rehearsal } from 'ofn-rehearse';
import { hasType, requireSame, type Scenario } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { listAccounts, readParameters, readSettings } from '../settings.ts';
import { requireDetectors, requireMembers } from './detectors.ts';

/** Plays in a new organization of its own: in the one that is rehearsed the mode is decided. */
export const invitationThenOrganization: Scenario = {
  capability: 'guard-duty',
  name: 'covers all by invitation too, and switches to AWS Organizations without a gap',
  order: 5,
  isolated: true,
  fromAccounts: 20,
  applies: (world) => hasType(world, 'Custom::GuardDutyOrganization'),
  async run({ rehearsal: { plan } }) {
    const rehearsal = await Rehearsal.open({
      ...plan.options,
      match: 'guard-duty',
      accounts: undefined,
      from: undefined,
      port: 0,
    });
    try {
      return await switchMembership(rehearsal);
    } finally {
      await rehearsal.close();
    }
  },
};

// The steps of docs/upgrades/guard-duty-membership.md.
async function switchMembership(rehearsal: Rehearsal): Promise<string> {
  await trustServices(rehearsal);
  await perform(rehearsal, { guardDutyMembership: 'invitation', terminationProtection: false });
  const accounts = await listAccounts(rehearsal);
  const settings = readSettings(rehearsal, accounts);
  const before = await requireDetectors(rehearsal, settings, accounts);
  const invited = await requireMembers(rehearsal, settings, accounts);
  requireSame('stacks of the invitation mode', await invitationStacks(rehearsal), [
    `${settings.resourcePrefix}-guard-duty-detector`,
    `${settings.resourcePrefix}-guard-duty-master`,
    `${settings.resourcePrefix}-guard-duty-members`,
  ]);

  // Members by invitation are members already, which a resource need not adopt.
  const organization = { guardDutyMembership: 'organization', guardDutyMembers: 'all' };
  await perform(rehearsal, organization, true);
  const after = await requireDetectors(rehearsal, settings, accounts);
  await requireMembers(rehearsal, settings, accounts);
  requireSame('detectors, whose findings go with them', after, before);
  requireSame('stacks of the invitation mode', await invitationStacks(rehearsal), []);
  return `${invited}, by invitation and then by AWS Organizations; every detector was kept`;
}

async function invitationStacks(rehearsal: Rehearsal): Promise<string[]> {
  const stacks = await rehearsal.aws.stacks();
  const names = stacks.map(({ name }) => name);
  return [...new Set(names)].filter((name) => /-guard-duty-(detector|members|master)$/.test(name));
}

/** An organization that has used GuardDuty for years trusts it already: that is adopted. */
async function trustServices(rehearsal: Rehearsal): Promise<void> {
  const { trustedAccessPrincipals } = readParameters(rehearsal);
  for (const ServicePrincipal of trustedAccessPrincipals) {
    await sessionsOf(rehearsal).caller.organizations.send(
      new EnableAWSServiceAccessCommand({ ServicePrincipal }),
    );
  }
}

async function perform(
  rehearsal: Rehearsal,
  parameters: Record<string, string | boolean>,
  cleanup = false,
): Promise<void> {
  await rehearsal.requireSuccess(await rehearsal.perform({ parameters, cleanup }));
}
