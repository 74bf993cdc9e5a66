import type { CodeBuildClient } from '@aws-sdk/client-codebuild';
import type { ECRClient } from '@aws-sdk/client-ecr';
import { expect } from 'chai';
import { auditImage } from '../../../custom-resources/audit-image/audit-image.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';

const properties = {
  ServiceToken: 'arn',
  Project: 'ofn-audit-security-audit-image',
  Repository: 'ofn-audit-security-audit',
  Tag: 'X86_64-0123',
};
const [missing, found] = [awsError('ImageNotFoundException'), { imageDetails: [{}] }];
const [DESCRIBE, LIST, GET, START] = [
  'DescribeImages',
  'ListBuildsForProject',
  'BatchGetBuilds',
  'StartBuild',
] as const;

const build = (id: string, buildStatus: string, startTime = 1, tag = properties.Tag) => ({
  ...{ id, buildStatus, startTime: new Date(startTime) },
  environment: { environmentVariables: [{ name: 'IMAGE', value: `registry/images:${tag}` }] },
});

function setUp(image: Answers[string], codeBuild: Answers = {}) {
  const ecr = fakeClient<ECRClient>({ [DESCRIBE]: image });
  const builds = fakeClient<CodeBuildClient>({ [LIST]: { ids: [] }, ...codeBuild });
  const definition = auditImage({ ecr: ecr.client, codeBuild: builds.client });
  return { definition, asked: ecr.commands, commands: builds.commands };
}

const create = (changes: object = {}) =>
  sampleEvent('create', { ResourceProperties: { ...properties, ...changes } });
const update = sampleEvent('update', {
  PhysicalResourceId: 'audit-image',
  ResourceProperties: properties,
  OldResourceProperties: { ...properties, Tag: 'X86_64-old' },
});
const answered = (State: string) => [
  { status: 'SUCCESS', reason: 'stream', physicalId: 'audit-image', data: { State } },
];

describe('auditImage', () => {
  it('starts a build on Create, and does not wait for it', async () => {
    const { definition, asked, commands } = setUp(missing, {
      [START]: [{ build: { id: 'one' } }],
    });

    const { answers, pauses } = await run(definition, create());

    expect(answers).to.deep.equal(answered('building'));
    expect(asked).to.deep.equal([
      [
        DESCRIBE,
        { repositoryName: properties.Repository, imageIds: [{ imageTag: properties.Tag }] },
      ],
    ]);
    expect(commands).to.deep.equal([
      [LIST, { projectName: properties.Project, sortOrder: 'DESCENDING' }],
      [START, { projectName: properties.Project, idempotencyToken: properties.Tag }],
    ]);
    expect(pauses).to.deep.equal([]);
  });

  it('builds nothing that is there', async () => {
    const { definition, commands } = setUp(found);

    const { answers } = await run(definition, update);

    expect(answers).to.deep.equal(answered('there'));
    expect(commands).to.deep.equal([]);
  });

  it('starts a build of another source on Update, whatever becomes of the old one', async () => {
    const { definition, commands } = setUp(missing, {
      [LIST]: { ids: ['old'] },
      [GET]: { builds: [build('old', 'IN_PROGRESS', 1, 'X86_64-old')] },
      [START]: [{ build: { id: 'new' } }],
    });

    const { answers } = await run(definition, update);

    expect(answers).to.deep.equal(answered('building'));
    expect(commands.at(-1)).to.deep.equal([
      START,
      { projectName: properties.Project, idempotencyToken: properties.Tag },
    ]);
  });

  it('leaves a build alone that is in progress', async () => {
    const { definition, commands } = setUp(missing, {
      [LIST]: { ids: ['second', 'first'] },
      [GET]: { builds: [build('first', 'FAILED', 1), build('second', 'IN_PROGRESS', 2)] },
    });

    const { answers } = await run(definition, update);

    expect(answers).to.deep.equal(answered('building'));
    expect(commands.map(([name]) => name)).to.deep.equal([LIST, GET]);
  });

  for (const status of ['FAILED', 'SUCCEEDED', 'STOPPED']) {
    it(`builds again when the last build has ${status} and there is no image`, async () => {
      const { definition, commands } = setUp(missing, {
        [LIST]: { ids: ['first'] },
        [GET]: { builds: [build('first', status)] },
        [START]: [{ build: { id: 'second' } }],
      });

      await run(definition, update);

      expect(commands.at(-1)).to.deep.equal([
        START,
        { projectName: properties.Project, idempotencyToken: 'first' },
      ]);
    });
  }

  it('waits until IAM knows the role of the project', async () => {
    const { definition } = setUp(missing, {
      [START]: [awsError('InvalidInputException'), { build: { id: 'one' } }],
    });

    const { answers, pauses } = await run(definition, create());

    expect(answers).to.deep.equal(answered('building'));
    expect(pauses).to.have.length(1);
  });

  it('succeeds in an account that may have no builds yet, and logs why', async () => {
    const limit = 'Cannot have more than 0 builds in queue for the account';
    const { definition } = setUp(missing, {
      [START]: [awsError('AccountLimitExceededException', limit)],
    });

    const { answers, logged } = await run(definition, create());

    expect(answers).to.deep.equal(answered('missing'));
    expect(logged[0]).to.include({ level: 'ERROR' });
    expect(logged[0]?.message).to.contain(limit);
  });

  it('fails with the reason when it may not start a build', async () => {
    const { definition } = setUp(missing, { [START]: [awsError('AccessDeniedException', 'no')] });

    const { answers } = await run(definition, create());

    expect(answers[0]).to.include({ status: 'FAILED', physicalId: 'audit-image:not-created' });
    expect(answers[0]?.reason).to.contain('AccessDeniedException: no');
  });

  it('rejects a malformed tag by name', async () => {
    const { definition } = setUp(missing);

    const { answers } = await run(definition, create({ Tag: 'a tag' }));

    expect(answers[0]?.reason).to.contain('Tag').and.contain('a tag');
  });

  it('changes nothing on Delete', async () => {
    const { definition, asked, commands } = setUp(missing);

    const event = sampleEvent('delete', {
      PhysicalResourceId: 'audit-image',
      ResourceProperties: properties,
    });
    const { answers } = await run(definition, event);

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect([...asked, ...commands]).to.deep.equal([]);
  });
});
