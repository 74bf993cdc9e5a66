import type { STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { buildClients, endedBy } from '../../../security-audit/access/clients.ts';
import { assumeRole } from '../../../security-audit/access/sessions.ts';
import { fakeClients, sessionOf } from '../fakes.ts';

const role = { partition: 'aws', accountId: '222222222222', roleName: 'R', seconds: 900 };
const given = { region: 'eu-west-1', credentials: async () => sessionOf('111111111111') };

describe('the clients of the runner', () => {
  it('do not wait for ever, neither for a connection nor for an answer', async () => {
    const { requestHandler } = (buildClients(given).sts as STSClient).config;
    const refused = { abortSignal: AbortSignal.abort() };
    // What the handler was made with is known once it was used.
    await requestHandler.handle({ headers: {} } as never, refused).catch(() => undefined);

    const configuration = (
      requestHandler as { httpHandlerConfigs?(): object }
    ).httpHandlerConfigs?.();

    expect(configuration).to.include({ connectionTimeout: 5_000, socketTimeout: 30_000 });
  });

  it('end what they wait for when the run ends, whatever it is', async () => {
    const ending = new AbortController();
    const silent = { send: () => new Promise(() => {}) } as never;
    const clients = { ...fakeClients().clients, sts: silent };
    const waiting = assumeRole(endedBy(ending.signal, clients).sts, role);

    ending.abort(new Error('ended'));

    const error = await waiting.catch((one: unknown) => one);
    expect(String(error)).to.equal('Error: ended');
  });

  it('hand it to the SDK, so that nothing keeps a connection open', async () => {
    const { signal } = new AbortController();
    const options: unknown[] = [];
    const send = async (_command: unknown, given: unknown) => options.push(given);
    const clients = { ...fakeClients().clients, s3: { send } as never };

    await endedBy(signal, clients).s3.send({} as never);

    expect(options).to.deep.equal([{ abortSignal: signal }]);
  });

  it('begin no call when the run has ended', async () => {
    const { clients, calls } = fakeClients();

    const error = await assumeRole(endedBy(AbortSignal.abort(), clients).sts, role).catch(
      (one: unknown) => one,
    );

    expect(error).to.have.property('name', 'AbortError');
    expect(calls).to.deep.equal([]);
  });
});
