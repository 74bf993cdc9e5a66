import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { writeIntervalMs } from '../../lambda/environment.ts';
import { customResource } from '../framework/custom-resource.ts';
import { delegatedAdministrator } from './delegated-administrator.ts';

const clients = { organizations: new OrganizationsClient({ maxAttempts: 5 }) };

/** `Custom::DelegatedAdministrator`, in the management account. */
export const handler = customResource(
  delegatedAdministrator(clients, { writeIntervalMs: writeIntervalMs(process.env) }),
);
