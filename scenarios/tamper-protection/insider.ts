import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DeleteDetectorCommand, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import {
  ListAccountsForParentCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { isDenied } from '../../lambda/errors.ts';
import { connect } from '../../organization/clients.ts';
import type { Clients } from '../../organization/types.ts';
import type { Scenario, World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

const StackName = 'insider';

// An administrator that an account's owner has made in it.
const insider = (managementAccountId: string): string =>
  JSON.stringify({
    Resources: {
      Insider: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'Insider',
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${managementAccountId}:root` },
              Action: 'sts:AssumeRole',
            },
          },
          Policies: [
            {
              PolicyName: 'everything',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
              },
            },
          ],
        },
      },
    },
  });

export const insiderCannotBlind: Scenario = {
  capability: 'tamper-protection',
  name: "keeps an account's own administrator from switching detection off",
  order: 4,
  applies: ({ rehearsal, stacks }) =>
    rehearsal.organizationText.includes('organization-policies.yml') &&
    stacks.some(({ name }) => name.endsWith('-guard-duty-organization')),
  async run(world) {
    const { rehearsal, settings } = world;
    const accountId = await protectedAccount(world);
    const session = await sessionsOf(rehearsal).open(accountId);
    const client = session.clients(settings.homeRegion).cloudFormation as CloudFormationClient;
    const TemplateBody = insider(settings.managementAccountId);
    await client.send(
      new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }),
    );
    await waitUntilStackCreateComplete({ client, maxWaitTime: 60 }, { StackName });
    const insiders = await connect({
      homeRegion: settings.homeRegion,
      endpoint: rehearsal.aws.endpoint,
      credentials: rehearsal.seeded.credentials,
      roleName: 'Insider',
    });
    try {
      const { clients } = await insiders.open(accountId);
      return await tryToBlind(clients(settings.homeRegion).guardDuty);
    } finally {
      insiders.close();
      await client.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete({ client, maxWaitTime: 60 }, { StackName });
    }
  },
};

/** An account below a unit that the policy is attached to. */
async function protectedAccount({ rehearsal, settings }: World): Promise<string> {
  const client = sessionsOf(rehearsal).caller.organizations as OrganizationsClient;
  const Name = `${settings.resourcePrefix}-protect-detection`;
  const { Policies = [] } = await client.send(
    new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  const policy = Policies.find((each) => each.Name === Name);
  const { Targets = [] } = await client.send(
    new ListTargetsForPolicyCommand({ PolicyId: policy?.Id }),
  );
  for (const { TargetId } of Targets) {
    const { Accounts = [] } = await client.send(
      new ListAccountsForParentCommand({ ParentId: TargetId }),
    );
    if (Accounts[0]?.Id) {
      return Accounts[0].Id;
    }
  }
  throw new Error(`expected an account under ${Name}, got ${Targets.length} targets without any`);
}

async function tryToBlind(guardDuty: Clients['guardDuty']): Promise<string> {
  const { DetectorIds: [DetectorId] = [] } = await guardDuty.send(new ListDetectorsCommand({}));
  if (!DetectorId) {
    throw new Error('expected that an administrator may list detectors, got none');
  }
  try {
    await guardDuty.send(new DeleteDetectorCommand({ DetectorId }));
  } catch (error) {
    if (isDenied(error)) {
      return error.message;
    }
    throw error;
  }
  throw new Error('expected that an administrator may not delete the detector, but it is gone');
}
