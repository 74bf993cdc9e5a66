import {
  AcceptHandshakeCommand,
  InviteAccountToOrganizationCommand,
} from '@aws-sdk/client-organizations';
import type { Seeded, Stranger } from '../existing.ts';
import { createUnit } from '../seed/organization.ts';

export const optIn = 'me-south-1';

/** Has accepted its invitation, and has no role yet that admits the management account. */
export const joined: Stranger = {
  accountId: '777777777777',
  name: 'Acquired',
  email: 'aws@acquired.example',
};

/** Has not answered. */
export const invited: Stranger = {
  accountId: '888888888888',
  name: 'Courted',
  email: 'aws@courted.example',
};

export async function seed(seeded: Seeded): Promise<void> {
  await createUnit(seeded, 'Security', ['SecurityAccount', 'LogArchiveAccount']);
  await createUnit(seeded, 'Sandbox', ['SandboxAccount']);
  for (const name of ['DevelopmentAccount', 'SandboxAccount']) {
    const body = { region: optIn, status: 'DISABLED' };
    await seeded.control('POST', `/accounts/${seeded.ids[name]}/regions`, body);
  }
  await seeded.control('POST', `/accounts/${seeded.ids.SandboxAccount}/state`, {
    state: 'SUSPENDED',
  });
  const handshakeId = await invite(seeded, joined);
  const { organizations } = await seeded.stranger(joined);
  await organizations.send(new AcceptHandshakeCommand({ HandshakeId: handshakeId }));
  await seeded.stranger(invited);
  await invite(seeded, invited);
}

async function invite({ clients }: Seeded, { accountId }: Stranger): Promise<string | undefined> {
  const { organizations } = await clients('ManagementAccount');
  const { Handshake } = await organizations.send(
    new InviteAccountToOrganizationCommand({ Target: { Type: 'ACCOUNT', Id: accountId } }),
  );
  return Handshake?.Id;
}
