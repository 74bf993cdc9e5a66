import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml, tasksOf } from 'ofn-rehearse';

const root = path.join(import.meta.dirname, '../..');
const files = globSync('templates/**/*.yml', { cwd: root }).map((file) => path.join(root, file));
// Kinds, lists and conformance packs are not templates: they have tests of their own.
const notTemplates =
  /(_tasks|templates\/kinds|config-rules\/rules|conformance-packs\/packs(\/[^/]+)?)\.yml$/;
const templates = files.filter((file) => !notTemplates.test(file));
const taskFiles = files.filter((file) => path.basename(file) === '_tasks.yml');

const text = (file: string): string => readFileSync(file, 'utf8');
const parametersOf = (file: string): [string, { Description?: string }][] =>
  Object.entries((readYaml(file).value.Parameters ?? {}) as Record<string, object>);

/** Lines that match, each with the line above it. */
const linesOf = (file: string, pattern: RegExp): { line: string; above: string }[] =>
  text(file)
    .split('\n')
    .map((line, index, all) => ({ line, above: all[index - 1] ?? '' }))
    .filter(({ line }) => pattern.test(line));

interface Resource {
  Type: string;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Properties?: Record<string, unknown>;
}

/** What holds data or messages, with its kind of policy, and the property that names what it is for. */
const policyOf: Readonly<Record<string, [type: string, target: string]>> = {
  'AWS::S3::Bucket': ['AWS::S3::BucketPolicy', 'Bucket'],
  'AWS::SNS::Topic': ['AWS::SNS::TopicPolicy', 'Topics'],
  'AWS::SQS::Queue': ['AWS::SQS::QueuePolicy', 'Queues'],
};

/** Whether a policy denies everything that doesn't come by TLS. */
function takesTlsOnly({ Properties }: Resource): boolean {
  const document = Properties?.['PolicyDocument'] as { Statement: Record<string, unknown>[] };
  return document.Statement.some(
    ({ Effect, Principal, Action, Condition }) =>
      Effect === 'Deny' &&
      Principal === '*' &&
      /^(s3|sns|sqs):/.test(String(Action)) &&
      JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
  );
}

/** Resources whose policies are other than the rule for what outlives its stack. */
const keptOtherwise = (file: string): string[] =>
  Object.entries((readYaml(file).value.Resources ?? {}) as Record<string, Resource>)
    .filter(
      ([, { DeletionPolicy: policy = 'Delete', UpdateReplacePolicy }]) =>
        policy !== 'Delete' &&
        (policy !== 'RetainExceptOnCreate' || UpdateReplacePolicy !== 'Retain'),
    )
    .map(([id]) => id);

/** Buckets, topics and queues that no policy of their template guards. */
function withoutTls(file: string): string[] {
  const resources = Object.entries(
    (readYaml(file).value.Resources ?? {}) as Record<string, Resource>,
  );
  const guarded = (id: string, [type, target]: [string, string]) =>
    resources.some(
      ([, policy]) =>
        policy.Type === type &&
        takesTlsOnly(policy) &&
        JSON.stringify(policy.Properties?.[target]).includes(`{"Ref":"${id}"}`),
    );
  return resources
    .map(([id, { Type }]) => ({ id, kind: policyOf[Type] }))
    .filter(({ id, kind }) => kind && !guarded(id, kind))
    .map(({ id }) => id);
}

describe('every template', () => {
  for (const file of templates) {
    const name = path.relative(root, file);

    it(`says what it makes and where: ${name}`, () => {
      expect(readYaml(file).value.Description).to.match(/^\S.+ - .+ in .+/);
    });

    it(`describes each parameter: ${name}`, () => {
      const silent = parametersOf(file).filter(([, { Description }]) => !Description);

      expect(silent).to.deep.equal([]);
    });

    it(`has policies with a quoted version, and no partition of its own: ${name}`, () => {
      expect(linesOf(file, /Version: 20/)).to.deep.equal([]);
      expect(linesOf(file, /arn:aws:/)).to.deep.equal([]);
    });

    it(`takes TLS only where it holds data or messages: ${name}`, () => {
      expect(withoutTls(file)).to.deep.equal([]);
    });

    // What plain Retain keeps of a first creation that fails forbids every further try.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    it(`keeps what outlives its stack, except of a creation that fails: ${name}`, () => {
      expect(keptOtherwise(file)).to.deep.equal([]);
    });

    it(`says why a resource can't be narrower: ${name}`, () => {
      const silent = linesOf(file, /Resource: '\*'/).filter(({ above }) => !/^\s*#/.test(above));

      expect(silent).to.deep.equal([]);
    });
  }
});

describe('every task file', () => {
  for (const file of taskFiles) {
    const name = path.relative(root, file);
    const stacks = tasksOf(readYaml(file)).filter(({ type }) => type === 'update-stacks');

    it(`describes each parameter, itself or where it is included: ${name}`, () => {
      const isIncluded = text(file).startsWith('# Included by ../_tasks.yml');
      const silent = parametersOf(file).filter(
        ([, { Description }]) => !Description && !isIncluded,
      );

      expect(silent).to.deep.equal([]);
    });

    it(`states where its stacks go, how many at a time, and whether they are protected: ${name}`, () => {
      for (const { attributes } of stacks) {
        expect(attributes).to.include.keys('MaxConcurrentStacks', 'TerminationProtection');
        expect(attributes.DefaultOrganizationBinding).to.include.keys(
          'Region',
          'IncludeMasterAccount',
        );
      }
    });

    it(`has nothing of this organization in it: ${name}`, () => {
      // A default names an account logically, and an including file gives another.
      const bindings = linesOf(file, /(Account|OrganizationalUnit): !Ref [A-Z]/);

      expect(bindings).to.deep.equal([]);
    });
  }
});

describe('organization-parameters.yml', () => {
  const file = path.join(root, 'organization-parameters.yml');

  it('describes what each parameter is', () => {
    const blocks = text(file).split(/\n\n+/);
    const silent = blocks.filter((block) => !block.startsWith('#'));

    expect(silent).to.deep.equal([]);
  });

  it('sets nothing that no capability takes', () => {
    const taken = new Set(taskFiles.flatMap((each) => parametersOf(each).map(([key]) => key)));

    const unknown = Object.keys(readYaml(file).value).filter((key) => !taken.has(key));

    expect(unknown).to.deep.equal([]);
  });
});
