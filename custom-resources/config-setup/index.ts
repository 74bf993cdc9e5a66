import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { customResource, customResources } from '../framework/custom-resource.ts';
import type { Dependencies } from './access.ts';
import { configRecorders } from './recorders.ts';
import { configServiceLinkedRoles } from './service-linked-roles.ts';

const { PARTITION: partition = 'aws', ROLE_NAME: roleName = '' } = process.env;
const maxAttempts = 5;
// STS of this region: tokens of the global endpoint are not valid in opt-in regions.
const sts = new STSClient({ maxAttempts });
// One pool: a connection to a region serves all accounts, instead of a handshake for each.
const { requestHandler } = sts.config;

const dependencies: Dependencies = {
  organizations: new OrganizationsClient({ maxAttempts }),
  sts,
  partition,
  roleName,
  clientsOf: (credentials) => ({
    iam: () => new IAMClient({ credentials, maxAttempts, requestHandler }),
    config: (region) =>
      new ConfigServiceClient({ region, credentials, maxAttempts, requestHandler }),
  }),
};

/** `Custom::ConfigServiceLinkedRoles` and `Custom::ConfigRecorders`, in the security account. */
export const handler = customResources({
  'Custom::ConfigServiceLinkedRoles': customResource(configServiceLinkedRoles(dependencies)),
  'Custom::ConfigRecorders': customResource(configRecorders(dependencies)),
});
