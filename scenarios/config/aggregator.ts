import {
  type ConfigServiceClient,
  DeleteConfigurationAggregatorCommand,
  DescribeConfigurationAggregatorsCommand,
  PutConfigurationAggregatorCommand,
  paginateDescribeConfigurationAggregatorSourcesStatus,
} from '@aws-sdk/client-config-service';
import {
  DeregisterDelegatedAdministratorCommand,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import { isActive } from '../../organization/accounts.ts';
import { hasType, requireSame, type Scenario, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

const ServicePrincipal = 'config.amazonaws.com';

export const aggregatorNeedsDelegation: Scenario = {
  capability: 'config-aggregator',
  name: 'is rejected before delegated administration, and sees every account after',
  applies: (world) => hasType(world, 'AWS::Config::ConfigurationAggregator'),
  async run(world) {
    const refused = await refusalWithoutDelegation(world);
    if (refused !== 'OrganizationAccessDeniedException') {
      throw new Error(`expected OrganizationAccessDeniedException, got ${refused}`);
    }
    const accepted = await refusal(world);
    if (accepted !== 'none') {
      throw new Error(`expected the aggregator to be accepted, got ${accepted}`);
    }
    const active = (await world.accounts()).filter(isActive);
    const expected = active.flatMap(({ id }) =>
      world.settings.governedRegions.map((region) => `${id}/${region}`),
    );
    requireSame('places that the aggregator sees', await sources(world), expected);
    return `${refused} before; ${expected.length} places of ${active.length} accounts after`;
  },
};

const clientOf = async ({ rehearsal, settings }: World): Promise<ConfigServiceClient> => {
  const session = await sessionsOf(rehearsal).open(settings.securityAccountId);
  return session.clients(settings.homeRegion).configService as ConfigServiceClient;
};

async function refusalWithoutDelegation(world: World): Promise<string> {
  const { organizations } = sessionsOf(world.rehearsal).caller;
  const input = { AccountId: world.settings.securityAccountId, ServicePrincipal };
  await organizations.send(new DeregisterDelegatedAdministratorCommand(input));
  try {
    return await refusal(world);
  } finally {
    await organizations.send(new RegisterDelegatedAdministratorCommand(input));
  }
}

/** The name of the error with which a second aggregator is refused; `none` when it is made. */
async function refusal(world: World): Promise<string> {
  const client = await clientOf(world);
  const { ConfigurationAggregators: [own] = [] } = await client.send(
    new DescribeConfigurationAggregatorsCommand({
      ConfigurationAggregatorNames: [`${world.settings.resourcePrefix}-organization`],
    }),
  );
  const ConfigurationAggregatorName = 'second';
  try {
    await client.send(
      new PutConfigurationAggregatorCommand({
        ConfigurationAggregatorName,
        OrganizationAggregationSource: own?.OrganizationAggregationSource,
      }),
    );
    await client.send(new DeleteConfigurationAggregatorCommand({ ConfigurationAggregatorName }));
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

async function sources(world: World): Promise<string[]> {
  const client = await clientOf(world);
  const found: string[] = [];
  const pages = paginateDescribeConfigurationAggregatorSourcesStatus(
    { client },
    { ConfigurationAggregatorName: `${world.settings.resourcePrefix}-organization` },
  );
  for await (const { AggregatedSourceStatusList = [] } of pages) {
    found.push(
      ...AggregatedSourceStatusList.filter(
        ({ SourceType, LastUpdateStatus }) =>
          SourceType === 'ACCOUNT' && LastUpdateStatus !== 'FAILED',
      ).map(({ SourceId, AwsRegion }) => `${SourceId}/${AwsRegion}`),
    );
  }
  return found;
}
