import { expect } from 'chai';
import {
  customResource,
  customResources,
} from '../../../custom-resources/framework/custom-resource.ts';
import type { Definition } from '../../../custom-resources/framework/definition.ts';
import { DeadlineError, EventError } from '../../../custom-resources/framework/errors.ts';
import { parseProperties, text } from '../../../lambda/properties.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { context, fakeRuntime, sampleEvent } from '../../doubles/custom-resource.ts';

const ResourceProperties = { ServiceToken: 'arn', Name: 'a' };

function thing(changes: Partial<Definition<{ name: string }, object>> = {}) {
  return {
    physicalId: 'thing',
    parse: (raw: object) => parseProperties({ ...raw }, { Name: text() }),
    parseForDelete: (raw: object) => raw,
    onCreate: async () => ({ data: { Id: 'x' } }),
    onUpdate: async () => ({}),
    onDelete: async () => {},
    ...changes,
  };
}

describe('customResource', () => {
  it('answers a Create with its own physical id and the data', async () => {
    const { runtime, answers } = fakeRuntime();
    const event = sampleEvent('create', { ResourceProperties });

    await customResource(thing(), runtime)(event, context);

    expect(answers).to.deep.equal([
      { status: 'SUCCESS', reason: 'stream', physicalId: 'thing', data: { Id: 'x' } },
    ]);
  });

  it('keeps the physical id on Update', async () => {
    const { runtime, answers } = fakeRuntime();
    const event = sampleEvent('update', { ResourceProperties, PhysicalResourceId: 'thing/1' });

    await customResource(thing(), runtime)(event, context);

    expect(answers).to.deep.equal([
      { status: 'SUCCESS', reason: 'stream', physicalId: 'thing/1', data: undefined },
    ]);
  });

  it('answers another physical id when an Update replaces', async () => {
    const { runtime, answers } = fakeRuntime();
    const definition = thing({ onUpdate: async () => ({ physicalId: 'thing/2' }) });
    const event = sampleEvent('update', { ResourceProperties, PhysicalResourceId: 'thing/1' });

    await customResource(definition, runtime)(event, context);

    expect(answers[0]?.physicalId).to.equal('thing/2');
  });

  it('hands over the account of the function and the former properties', async () => {
    const { runtime } = fakeRuntime();
    const seen: object[] = [];
    const definition = thing({
      onUpdate: async ({ accountId, properties, oldProperties }) => {
        seen.push({ accountId, properties, oldProperties });
        return {};
      },
    });
    const OldResourceProperties = { Former: 'b' };
    const event = sampleEvent('update', { ResourceProperties, OldResourceProperties });

    await customResource(definition, runtime)(event, context);

    expect(seen).to.deep.equal([
      { accountId: '222222222222', properties: { name: 'a' }, oldProperties: { Former: 'b' } },
    ]);
  });

  it('answers FAILED with the reason when the resource throws', async () => {
    const { runtime, answers } = fakeRuntime();
    const onUpdate = () => Promise.reject(awsError('AccessDeniedException', 'Not you'));
    const event = sampleEvent('update', { ResourceProperties, PhysicalResourceId: 'thing' });

    await customResource(thing({ onUpdate }), runtime)(event, context);

    expect(answers).to.deep.equal([
      { status: 'FAILED', reason: 'stream: AccessDeniedException: Not you', physicalId: 'thing' },
    ]);
  });

  it('answers FAILED when a property is malformed', async () => {
    const { runtime, answers } = fakeRuntime();
    const event = sampleEvent('create', { ResourceProperties: { Name: 'a', Size: '1' } });

    await customResource(thing(), runtime)(event, context);

    expect(answers).to.deep.equal([
      {
        status: 'FAILED',
        reason: 'stream: Unknown property Size ("1"); known are Name: remove it',
        physicalId: 'thing:not-created',
      },
    ]);
  });

  for (const id of ['thing:not-created', 'audit-integration-Thing-1A2B3C', 'thing2']) {
    it(`answers the Delete of ${id}, which it never created, and touches nothing`, async () => {
      const { runtime, answers } = fakeRuntime();
      const onDelete = () => Promise.reject(new Error('called'));
      const event = sampleEvent('delete', { PhysicalResourceId: id });

      await customResource(thing({ onDelete }), runtime)(event, context);

      expect(answers).to.deep.equal([
        { status: 'SUCCESS', reason: 'stream', physicalId: id, data: undefined },
      ]);
    });
  }

  it('deletes with bad properties', async () => {
    const { runtime, answers } = fakeRuntime();
    const event = sampleEvent('delete', {
      ResourceProperties: { Nonsense: 'x' },
      PhysicalResourceId: 'thing',
    });

    await customResource(thing(), runtime)(event, context);

    expect(answers.map((answer) => answer.status)).to.deep.equal(['SUCCESS']);
  });

  it('answers FAILED once when the time runs out, and stops the late work', async () => {
    const { runtime, answers } = fakeRuntime();
    const late = Promise.reject(new DeadlineError('Too late'));
    runtime.deadline = () => ({ passed: late, cancel: () => {} });
    const stopped = Promise.withResolvers<unknown>();
    const onCreate = async ({ sleep }: { sleep(ms: number): Promise<void> }) => {
      await new Promise(setImmediate);
      await sleep(1).catch(stopped.resolve);
      return {};
    };
    runtime.sleep = () => new Promise(() => {});
    const event = sampleEvent('create', { ResourceProperties });

    await customResource(thing({ onCreate }), runtime)(event, context);

    expect(await stopped.promise).to.be.instanceOf(DeadlineError);
    expect(answers).to.deep.equal([
      { status: 'FAILED', reason: 'stream: Too late', physicalId: 'thing:not-created' },
    ]);
  });

  it('refuses data beyond the limit of an answer', async () => {
    const { runtime, answers } = fakeRuntime();
    const onCreate = async () => ({ data: { Accounts: 'x'.repeat(4096) } });
    const event = sampleEvent('create', { ResourceProperties });

    await customResource(thing({ onCreate }), runtime)(event, context);

    expect(answers).to.have.length(1);
    expect(answers[0]?.status).to.equal('FAILED');
    expect(answers[0]?.reason).to.match(/has \d+ bytes of at most 4096: return less Data \(Acc/);
  });

  it('logs neither the response address nor the properties', async () => {
    const { runtime, logged } = fakeRuntime();
    const event = sampleEvent('create', { ResourceProperties: { Name: 'hush' } });

    await customResource(thing(), runtime)(event, context);

    expect(logged).to.have.length(1);
    expect(JSON.stringify(logged)).to.not.match(/X-Amz-Signature|hush/);
  });

  it('throws for an invocation without a ResponseURL to answer to', async () => {
    const { runtime, answers } = fakeRuntime();

    const error = await customResource(thing(), runtime)({ RequestType: 'Create' }, context).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).to.be.instanceOf(EventError);
    expect(answers).to.deep.equal([]);
  });

  it('has two parameters, as Node.js 24 on Lambda demands', () => {
    const handlers = [customResource(thing()), customResources({})];

    expect(handlers.map((handler) => handler.length)).to.deep.equal([2, 2]);
  });
});

describe('customResources', () => {
  it('dispatches by resource type', async () => {
    const { runtime, answers } = fakeRuntime();
    const handler = customResources({ 'Custom::Thing': customResource(thing(), runtime) }, runtime);
    const event = sampleEvent('create', { ResourceType: 'Custom::Thing', ResourceProperties });

    await handler(event, context);

    expect(answers.map((answer) => answer.physicalId)).to.deep.equal(['thing']);
  });

  it('answers FAILED for another type, and SUCCESS for its Delete', async () => {
    const { runtime, answers } = fakeRuntime();
    const handler = customResources({ 'Custom::Thing': customResource(thing(), runtime) }, runtime);

    await handler(sampleEvent('create', { ResourceType: 'Custom::Other' }), context);
    await handler(
      sampleEvent('delete', { PhysicalResourceId: answers[0]?.physicalId ?? '' }),
      context,
    );

    expect(answers).to.deep.equal([
      {
        status: 'FAILED',
        reason:
          'stream: No resource type Custom::Other here, only Custom::Thing: correct the Type or ServiceToken',
        physicalId: 'unknown-type:not-created',
      },
      {
        status: 'SUCCESS',
        reason: 'stream',
        physicalId: 'unknown-type:not-created',
        data: undefined,
      },
    ]);
  });
});
