import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { writeIntervalMs } from '../../lambda/environment.ts';
import { customResource } from '../framework/custom-resource.ts';
import { trustedAccess } from './trusted-access.ts';

const clients = {
  organizations: new OrganizationsClient({ maxAttempts: 5 }),
  cloudformation: new CloudFormationClient({ maxAttempts: 5 }),
  iam: new IAMClient({ maxAttempts: 5 }),
};

/** `Custom::TrustedAccess`, in the management account. */
export const handler = customResource(
  trustedAccess(clients, { writeIntervalMs: writeIntervalMs(process.env) }),
);
