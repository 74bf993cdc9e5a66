import {
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import pMap from 'p-map';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { Unresolved } from '../../preflight/deployment/intrinsics.ts';
import type { Known, WantedResource, WantedStack } from '../../preflight/deployment/stacks.ts';
import { stackSetStackName } from '../../preflight/deployment/stacks.ts';
import { nameOf } from '../../preflight/names.ts';
import { attributeOf, idFromName } from './attributes.ts';
import { differencesOf } from './compare.ts';
import { readers } from './readers/index.ts';
import type { Actual, Difference, Expected, Place } from './types.ts';

const stacksAtATime = 3;

/** A stack that is there, with its resources as they should be. */
interface Found {
  readonly stack: WantedStack;
  readonly texts: readonly Text[];
  readonly expected: readonly Expected[];
}

/**
 * What of stacks of one place, and of their resources, is not as the templates have it: those
 * without a difference have none. Resources of one type are read together.
 *
 * @throws an error of AWS when something can't be read
 */
export async function readDifferences(
  stacks: readonly WantedStack[],
  place: Place,
): Promise<Difference[]> {
  const found = await pMap(stacks, (stack) => readStack(stack, place), {
    concurrency: stacksAtATime,
  });
  const expected = found.flatMap((one) => one.expected);
  const actual = new Map<Expected, Actual | undefined>();
  for (const [type, resources] of Map.groupBy(expected, (one) => one.type)) {
    const read = (await readers[type]?.read(resources, place, expected)) ?? [];
    read.forEach((value, index) => void actual.set(resources[index] as Expected, value));
  }
  return found.flatMap(({ stack: { stackName }, texts, expected }) => [
    ...texts.map((one) => ({ stackName, ...one })),
    ...expected
      .filter((one) => actual.has(one))
      .flatMap((one) => resourceTexts(one, actual.get(one)))
      .map((one) => ({ stackName, ...one })),
  ]);
}

async function readStack(stack: WantedStack, place: Place): Promise<Found> {
  const created = isOfStackSet(stack)
    ? namedIn(stack, place)
    : await readCreated(stack.stackName, place);
  if (created === undefined) {
    return { stack, texts: [{ text: 'does not exist' }], expected: [] };
  }
  const parameters = stack.resources.some(({ type }) => type in built)
    ? await readParameters(stack.stackName, place)
    : {};
  const copied = await readCopies(stack, place);
  return {
    stack,
    texts: isOfStackSet(stack) ? [] : stackTexts(stack, created),
    expected: expectedOf(stack, { created, parameters, copied }, place),
  };
}

/** What a stack copies, as the exports are now. */
async function readCopies(
  { copies, accountId, region }: WantedStack,
  { exports }: Place,
): Promise<Deployed['copied']> {
  const values = await pMap(copies, async (one) => {
    const found = await exports(one.accountId ?? accountId, one.region ?? region);
    return [one, found.get(one.exportName)] as const;
  });
  const byCopy = new Map(values);
  return (value) => byCopy.get(value);
}

/** What is known of a stack that is there. */
interface Deployed {
  readonly created: Created;
  readonly parameters: Readonly<Record<string, string>>;
  readonly copied: NonNullable<Known['copied']>;
}

/**
 * Properties that name what a build made. Another version, or another machine, has another build, so
 * that they are as the stack was deployed, not as the files here have them.
 */
const built: Readonly<Record<string, readonly string[]>> = {
  'AWS::CodeBuild::Project': ['Source', 'Environment'],
  'AWS::Lambda::Function': ['Code'],
};

async function readParameters(
  StackName: string,
  { clients }: Place,
): Promise<Deployed['parameters']> {
  const { Stacks: [stack] = [] } = await clients.cloudFormation.send(
    new DescribeStacksCommand({ StackName }),
  );
  return Object.fromEntries(
    (stack?.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [
      ParameterKey,
      ParameterValue,
    ]),
  );
}

/** The stack of a StackSet has an id in its name: its resources have names of their own. */
const isOfStackSet = ({ stackName }: WantedStack): boolean =>
  stackName.startsWith(stackSetStackName(''));

type Created = ReadonlyMap<string, { PhysicalResourceId?: string; ResourceStatus?: string }>;
type Text = Omit<Difference, 'stackName'>;

/** The resources of a stack by logical id, or undefined when there is no such stack. */
async function readCreated(StackName: string, { clients }: Place): Promise<Created | undefined> {
  try {
    const found = await collect<StackResourceSummary>(async (NextToken) => {
      const page = await clients.cloudFormation.send(
        new ListStackResourcesCommand({ StackName, NextToken }),
      );
      return { items: page.StackResourceSummaries, next: page.NextToken };
    });
    return new Map(
      found
        .filter(({ ResourceStatus = '' }) => !ResourceStatus.startsWith('DELETE_'))
        .map((resource) => [resource.LogicalResourceId ?? '', resource]),
    );
  } catch (error) {
    // The one error of this call: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html
    if (isNamed(error, 'ValidationError')) {
      return undefined;
    }
    throw error;
  }
}

/** Resources whose names the template gives. */
const namedIn = ({ resources }: WantedStack, place: Place): Created =>
  new Map(
    resources.flatMap((resource) => {
      const name = nameOf(resource);
      return typeof name === 'string'
        ? [[resource.logicalId, { PhysicalResourceId: idFromName(resource.type, name, place) }]]
        : [];
    }),
  );

/** The template's resources of the stack, with what their properties are once it is there. */
function expectedOf(
  stack: WantedStack,
  { created, parameters, copied }: Deployed,
  place: Place,
): Expected[] {
  const types = new Map(stack.resources.map(({ logicalId, type }) => [logicalId, type]));
  const idOf = (logicalId: string) => created.get(logicalId)?.PhysicalResourceId;
  const attribute = (logicalId: string, attribute: string | undefined): unknown => {
    const id = idOf(logicalId);
    return id === undefined
      ? new Unresolved(`the id of ${logicalId}`)
      : attributeOf(types.get(logicalId) ?? '', id, attribute, place);
  };
  return stack.resources.flatMap(({ logicalId, type, properties, property }) => {
    // Ref of a policy is of no use where only names are known; what it is a policy of is.
    const id = idOf(logicalId) ?? (isOfStackSet(stack) ? '' : undefined);
    const values = properties.map((name) => {
      const known = { attribute, copied, ...(built[type]?.includes(name) && { parameters }) };
      return [name, property(name, known)] as const;
    });
    return id === undefined
      ? []
      : [{ logicalId, type, id, properties: Object.fromEntries(values) }];
  });
}

/** What the stack itself says of its resources. */
function stackTexts(stack: WantedStack, created: Created): Text[] {
  const isWanted = (created: string) =>
    stack.resources.some(({ logicalId, isRepeated }) =>
      isRepeated ? created.replace(/\d{12}$/, '') === logicalId : created === logicalId,
    );
  return [
    ...stack.resources
      .filter(({ logicalId, isCertain }: WantedResource) => isCertain && !created.has(logicalId))
      .map(({ logicalId }) => ({ logicalId, text: 'is in the template, and not in the stack' })),
    ...[...created]
      .filter(([logicalId]) => !isWanted(logicalId))
      .map(([logicalId]) => ({ logicalId, text: 'is in the stack, and not in the template' })),
    ...[...created]
      .filter(([, { ResourceStatus }]) => ResourceStatus?.endsWith('_FAILED'))
      .map(([logicalId, { ResourceStatus }]) => ({
        logicalId,
        text: `is ${ResourceStatus} in CloudFormation`,
      })),
  ];
}

function resourceTexts(resource: Expected, actual: Actual | undefined): Text[] {
  const { logicalId, type } = resource;
  const reader = readers[type];
  if (actual === undefined || reader === undefined) {
    return [{ logicalId, text: 'does not exist' }];
  }
  return differencesOf(resource, actual, reader).map((text) => ({ logicalId, text }));
}
