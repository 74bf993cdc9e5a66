import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { hasType, type Scenario, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

const StackName = 'rule-before-recorder';
const ruleType = 'AWS::Config::OrganizationConfigRule';

export const rulesNeedRecorders: Scenario = {
  capability: 'config-rules',
  name: 'is rejected without a recorder, as on AWS, which its order prevents',
  applies: (world) => hasType(world, ruleType),
  async run(world) {
    const lastRecorder = await sequenceOf(world, 'AWS::Config::ConfigurationRecorder', 'last');
    const firstRule = await sequenceOf(world, ruleType, 'first');
    if (lastRecorder > firstRule) {
      throw new Error(
        `expected every recorder before the first rule, got ${lastRecorder} and ${firstRule}`,
      );
    }
    const region = ungoverned(world);
    const reason = await failureIn(world, region);
    if (!reason.includes('NoAvailableConfigurationRecorder')) {
      throw new Error(`expected NoAvailableConfigurationRecorder in ${region}, got ${reason}`);
    }
    return `NoAvailableConfigurationRecorder in ${region}; elsewhere each recorder came before the first rule`;
  },
};

const ungoverned = ({ settings }: World): string =>
  ['us-west-2', 'eu-central-1', 'ca-central-1'].find(
    (region) => !settings.governedRegions.includes(region),
  ) ?? 'sa-east-1';

/** When resources of a type were made, in the order of all that happened. */
async function sequenceOf(
  { rehearsal }: World,
  type: string,
  which: 'first' | 'last',
): Promise<number> {
  const { events } = await rehearsal.aws.events();
  const made = events.filter((event) => event.type === type && event.status === 'CREATE_COMPLETE');
  return made.at(which === 'first' ? 0 : -1)?.sequence ?? Number.NaN;
}

/** Why an organization rule fails in a region. */
async function failureIn({ rehearsal, settings }: World, region: string): Promise<string> {
  const session = await sessionsOf(rehearsal).open(settings.securityAccountId);
  const client = session.clients(region).cloudFormation as CloudFormationClient;
  const { next } = await rehearsal.aws.events();
  await client.send(new CreateStackCommand({ StackName, TemplateBody: rule }));
  // It ends in ROLLBACK_COMPLETE.
  await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1 }, { StackName }).catch(
    () => undefined,
  );
  await client.send(new DeleteStackCommand({ StackName }));
  const { events } = await rehearsal.aws.events(next);
  const failed = events.find(({ type, status }) => type === ruleType && status === 'CREATE_FAILED');
  return String(failed?.reason ?? 'no failure');
}

const rule = JSON.stringify({
  Resources: {
    Rule: {
      Type: ruleType,
      Properties: {
        OrganizationConfigRuleName: StackName,
        OrganizationManagedRuleMetadata: { RuleIdentifier: 'INCOMING_SSH_DISABLED' },
      },
    },
  },
});
