import { TagResourceCommand } from '@aws-sdk/client-organizations';
import type { Seeded } from '../existing.ts';
import { createUnit } from '../seed/organization.ts';

/** Names of units may have any characters: they are only limited in length. */
export const units = {
  SecurityOu: 'Sécurité "interne", Büro – 監査',
  WorkloadsOu: "Werner's Anwendungen, {{ süd }}",
};

/** Those of accounts that are created are printable ASCII; one that is renamed may have others. */
export const accounts = {
  ManagementAccount: 'Muller & Sons "Holding", Inc.',
  SecurityAccount: "Werner's Security, {blue}",
  LogArchiveAccount: 'Log Archive "do not touch"',
  ProductionAccount: 'Prod: {{ eu }}, #1 %s ${AWS::AccountId}',
  DevelopmentAccount: '!Ref Dev\\Test * & | - ?',
  SandboxAccount: "🧪 'Sandkasten'; «süd» -- ",
};

/** Of every account. */
export const tags = { 'Kostenstelle Nr.': 'Zürich / Süd = 4711', owner: "o'neil@example.com" };

export async function seed(seeded: Seeded): Promise<void> {
  await createUnit(seeded, units.SecurityOu, ['SecurityAccount', 'LogArchiveAccount']);
  await createUnit(seeded, units.WorkloadsOu, ['ProductionAccount']);
  const { organizations } = await seeded.clients('ManagementAccount');
  for (const ResourceId of Object.values(seeded.ids)) {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await organizations.send(new TagResourceCommand({ ResourceId, Tags }));
  }
}
