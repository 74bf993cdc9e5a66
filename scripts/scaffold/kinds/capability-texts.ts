import type { Name } from './capability-name.ts';

/** The texts of a capability's files: one log group in the security account, to begin with. */

export const template = ({ kebab, title }: Name): string => `AWSTemplateFormatVersion: '2010-09-09'
Description: ${title} - its log group, in the security account

Parameters:
  resourcePrefix:
    Type: String
    Description: Prefix of the name of the log group

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
    Default: ofn-audit
  homeRegion:
    Type: String
    Description: The region of the log group
    Default: us-east-1
  securityAccount:
    Type: String
    Description: The account of the log group
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
| parameter | type | description | default |
| --- | --- | --- | --- |
| \`resourcePrefix\` | String | Prefix of the names of the stack and of the log group | \`ofn-audit\` |
| \`homeRegion\` | String | The region of the log group | \`us-east-1\` |
| \`securityAccount\` | String | The account of the log group | \`!Ref SecurityAccount\` |
| \`terminationProtection\` | Boolean | Whether the stack is protected from deletion | \`true\` |
<!-- /parameters -->

## Cost

[CloudWatch Logs](https://aws.amazon.com/cloudwatch/pricing/) bills what is ingested and what is stored.

## Verification

\`npm run coverage -- --service ${kebab}\`, or in the security account
\`aws logs describe-log-groups --log-group-name-prefix /<resourcePrefix>/${kebab}\`.

## Removal

Remove its include from \`organization-tasks.yml\` and run \`npm run deploy -- --perform-cleanup\`. The log group stays.
`;

export const readmeRow = ({ kebab, title }: Name): string =>
  `| [${kebab}](templates/${kebab}/README.md) | ${title.charAt(0).toLowerCase()}${title.slice(1)} |\n`;

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

export const row = ({ kebab, pascal, title }: Name): string => `
  {
    service: '${kebab}',
    capability: '${kebab}',
    title: '${title} has its log group',
    accounts: 'security',
    scope: 'home-region',
    expected: 'on',
    read: read${pascal},
  },`;

export const reader = ({
  kebab,
  pascal,
}: Name): string => `import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Target, Verdict } from '../types.ts';

/** On when the log group is there. */
export async function read${pascal}({
  clients,
  settings,
}: Pick<Target<'cloudWatchLogs'>, 'clients' | 'settings'>): Promise<Verdict> {
  const name = \`/\${settings.resourcePrefix}/${kebab}\`;
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
import { fakeClients, fakePages, settings } from '../fakes.ts';

const read = (...names: string[]) => {
  const logGroups = names.map((logGroupName) => ({ logGroupName }));
  const cloudWatchLogs = fakePages({ DescribeLogGroupsCommand: [{ logGroups }] });
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
