import { resourcePrefix } from '../../../templates/kinds.ts';
import type { Name } from './capability-name.ts';

/** The texts of a capability's files: one log group in the security account, to begin with. */

export const template = ({ kebab, title }: Name): string => `AWSTemplateFormatVersion: '2010-09-09'
Description: ${title} - its log group, in the security account

Parameters:
  resourcePrefix:
    Type: String
    Description: Prefix of the name of the log group
    AllowedPattern: '${resourcePrefix.allowedPattern}'

Resources:
  LogGroup:
    Type: AWS::Logs::LogGroup
    # What it holds is evidence. A first deployment that fails may be tried again.
    DeletionPolicy: RetainExceptOnCreate
    UpdateReplacePolicy: Retain
    Properties:
      LogGroupName: !Sub '/\${resourcePrefix}/${kebab}'
      RetentionInDays: 365
`;

export const tasks = ({ kebab, pascal }: Name): string => `Parameters:
  resourcePrefix:
    Type: String
    Description: Prefix of the names of the stack and of the log group
    Kind: resourcePrefix
    Default: ofn-audit
  homeRegion:
    Type: String
    Description: The region of the log group
    Kind: region
    Default: us-east-1
  securityAccount:
    Type: String
    Description: The account of the log group
    Kind: accountId
    Default: !Ref SecurityAccount
  terminationProtection:
    Type: Boolean
    Description: Whether the stack is protected from deletion
    Default: true

${pascal}:
  Type: update-stacks
  Template: ./${kebab}.yml
  StackName: !Sub '\${resourcePrefix}-${kebab}'
  DefaultOrganizationBinding:
    IncludeMasterAccount: false
    Account: !Ref securityAccount
    Region: !Ref homeRegion
  MaxConcurrentStacks: 1
  TerminationProtection: !Ref terminationProtection
  Parameters:
    resourcePrefix: !Ref resourcePrefix
`;

export const include = ({ kebab, pascal, title }: Name): string => `# ${title}.
${pascal}:
  Type: include
  DependsOn: Organization
  Path: ./templates/${kebab}/_tasks.yml
  Parameters:
    <<: !Include ./organization-parameters.yml
`;

export const readme = ({ kebab, title }: Name): string => `# ${kebab}

${title}: a log group in the security account.

## Resources

| where | what |
| --- | --- |
| security account, home region | stack \`<resourcePrefix>-${kebab}\` with log group \`/<resourcePrefix>/${kebab}\`, kept for 365 days |

## Parameters

<!-- parameters -->
<!-- /parameters -->

## Cost

[CloudWatch Logs](https://aws.amazon.com/cloudwatch/pricing/) bills what is ingested and what is stored.

## Verification

\`npm run coverage -- --service ${kebab}\`, or in the security account
\`aws logs describe-log-groups --log-group-name-prefix /<resourcePrefix>/${kebab}\`.

## Removal

Remove its include from \`organization-tasks.yml\` and run \`npm run deploy -- --perform-cleanup\`. The log group stays.
`;

export const scenario = ({
  kebab,
  pascal,
}: Name): string => `import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { requireSame, type Scenario } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

export const is${pascal}There: Scenario = {
  capability: '${kebab}',
  name: 'has a log group that keeps a year',
  applies: ({ stacks, settings }) =>
    stacks.some(({ name }) => name === \`\${settings.resourcePrefix}-${kebab}\`),
  async run({ rehearsal, settings }) {
    const security = await sessionsOf(rehearsal).open(settings.securityAccountId);
    const { cloudWatchLogs } = security.clients(settings.homeRegion);

    const { logGroups = [] } = await cloudWatchLogs.send(
      new DescribeLogGroupsCommand({
        logGroupNamePrefix: \`/\${settings.resourcePrefix}/${kebab}\`,
      }),
    );

    const retentions = logGroups.map(({ retentionInDays }) => String(retentionInDays));
    requireSame('retention in days', retentions, ['365']);
    return \`\${logGroups[0]?.logGroupName} keeps a year\`;
  },
};
`;

const camel = ({ pascal }: Name): string => pascal.charAt(0).toLowerCase() + pascal.slice(1);

/** The constant that holds the row of the ledger. */
export const rowName = (name: Name): string => `${camel(name)}Row`;

export const reader = (
  name: Name,
): string => `import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ofStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const ${rowName(name)}: Row = {
  service: '${name.kebab}',
  capability: '${name.kebab}',
  title: '${name.title} has its log group',
  onWhen: 'the log group exists',
  repair: ofStack,
  accounts: 'security',
  scope: 'home-region',
  expected: 'on',
  read: read${name.pascal},
};

/** On when the log group is there. */
export async function read${name.pascal}({
  clients,
  settings,
}: Pick<Target<'cloudWatchLogs'>, 'clients' | 'settings'>): Promise<Verdict> {
  const name = \`/\${settings.resourcePrefix}/${name.kebab}\`;
  const { logGroups = [] } = await clients.cloudWatchLogs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
  );
  return logGroups.some(({ logGroupName }) => logGroupName === name)
    ? { actual: 'on' }
    : { actual: 'off', reason: \`there is no log group \${name}\` };
}
`;

export const readerTest = ({ kebab, pascal }: Name): string => `import { expect } from 'chai';
import { read${pascal} } from '../../../coverage/checks/${kebab}.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { fakeClients, settings } from '../../doubles/organization.ts';

const read = (...names: string[]) => {
  const logGroups = names.map((logGroupName) => ({ logGroupName }));
  const cloudWatchLogs = fakeClient({ DescribeLogGroups: [{ logGroups }] });
  return read${pascal}({ settings, clients: fakeClients({ cloudWatchLogs }) });
};

describe('read${pascal}', () => {
  it('is on when the log group is there', async () => {
    expect(await read('/ofn-audit/${kebab}')).to.deep.equal({ actual: 'on' });
  });

  it('is off when another has the name as its prefix', async () => {
    expect(await read('/ofn-audit/${kebab}-old')).to.deep.equal({
      actual: 'off',
      reason: 'there is no log group /ofn-audit/${kebab}',
    });
  });
});
`;
