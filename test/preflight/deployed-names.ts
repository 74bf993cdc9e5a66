import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Rehearsal, Stack } from 'ofn-rehearse';
import type { Account } from '../../organization/types.ts';
import { chartOf, organizationResources } from '../../preflight/deployment/chart.ts';
import type { Deployment } from '../../preflight/deployment/stacks.ts';
import { isNamed, placedStacks, wantedNames } from '../../preflight/names.ts';

/** What a rehearsal deploys, from its files as they were last performed. */
export function deploymentOf(rehearsal: Rehearsal, accounts: readonly Account[]): Deployment {
  const { plan, organizationText, parametersText, seeded } = rehearsal;
  const overlaid = new Map([[path.resolve(plan.organizationFile), organizationText]]);
  if (plan.parameters && parametersText !== undefined) {
    overlaid.set(path.resolve(plan.parameters.file), parametersText);
  }
  const { organizationId } = seeded;
  const known = { organizationId, partition: 'aws', accounts };
  const read = (file: string) => overlaid.get(path.resolve(file)) ?? readFileSync(file, 'utf8');
  return {
    tasksFile: plan.tasks.file,
    chart: chartOf(organizationResources(plan.organizationFile, read), known),
    read,
  };
}

/** CloudFormation makes up the name of a resource that has none, with capitals at its end. */
const isMadeUp = (name: string): boolean => /-(?=[0-9]*[A-Z])[A-Z0-9]{12}$/.test(name);

/** The name in a physical id, which is an ARN or a URL for some types. */
function nameIn(type: string, physicalId: string): string {
  switch (type) {
    case 'AWS::Batch::ComputeEnvironment':
    case 'AWS::Batch::JobQueue':
    case 'AWS::AccessAnalyzer::Analyzer':
    case 'AWS::ObservabilityAdmin::OrganizationCentralizationRule':
    case 'AWS::SQS::Queue':
      return physicalId.split('/').at(-1) ?? '';
    case 'AWS::Batch::JobDefinition':
      return physicalId.split('/').at(-1)?.replace(/:\d+$/, '') ?? '';
    case 'AWS::CloudFormation::StackSet':
      return physicalId.split(':')[0] ?? '';
    case 'AWS::SNS::Topic':
      return physicalId.split(':').at(-1) ?? '';
    default:
      return physicalId;
  }
}

/** The stacks of a StackSet have an id at the end of their names. */
const stackName = ({ name }: Stack): string => name.replace(/^(StackSet-.+?)-[0-9a-f-]{36}$/, '$1');

/** The names that the stacks of a rehearsal have, and those that files say they will have. */
export async function comparedNames(
  rehearsal: Rehearsal,
  accounts: readonly Account[],
): Promise<{ wanted: string[]; deployed: string[] }> {
  const stacks = await rehearsal.aws.stacks();
  return {
    wanted: wantedNames(placedStacks(deploymentOf(rehearsal, accounts))).map(
      ({ accountId, region = '', stackName, logicalId, type, name }) =>
        `${accountId} ${region} ${stackName} ${logicalId} ${type} ${name}`,
    ),
    deployed: stacks
      .filter(({ status }) => status !== 'DELETE_COMPLETE')
      .flatMap((stack) =>
        stack.resources
          .filter(({ type }) => isNamed(type))
          .map(({ type, logicalId, physicalId }) => ({
            type,
            logicalId,
            name: nameIn(type, physicalId),
          }))
          .filter(({ name }) => !isMadeUp(name))
          .map(
            ({ type, logicalId, name }) =>
              `${stack.account} ${type === 'AWS::IAM::Role' ? '' : stack.region} ${stackName(stack)} ${logicalId} ${type} ${name}`,
          ),
      ),
  };
}
