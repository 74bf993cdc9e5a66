import { expect } from 'chai';
import { awsError, fakeClient } from './aws-client.ts';
import { failureOf } from './failure-of.ts';

class ListThingsCommand {
  readonly input: object;
  constructor(input: object) {
    this.input = input;
  }
}

type Client = { send(command: object): Promise<unknown> };
const list = (client: Client, input: object = {}) => client.send(new ListThingsCommand(input));

describe('the fake client of AWS', () => {
  it('gives the answers of a list in order, and fails the test for one call more', async () => {
    const { client } = fakeClient<Client>({ ListThings: [{ a: 1 }, { a: 2 }] });

    const answers = [await list(client), await list(client)];

    expect(answers).to.deep.equal([{ a: 1 }, { a: 2 }]);
    expect(await failureOf(list(client))).to.have.property('message', 'Unexpected ListThings');
  });

  it('gives every call the answer that is not in a list, or what it makes of the input', async () => {
    const same = fakeClient<Client>({ ListThings: { a: 1 } }).client;
    const made = fakeClient<Client>({
      ListThings: ({ n }: { n: number }) => ({ n: n + 1 }),
    }).client;

    expect([await list(same), await list(same)]).to.deep.equal([{ a: 1 }, { a: 1 }]);
    expect(await list(made, { n: 1 })).to.deep.equal({ n: 2 });
  });

  it('fails with an error among the answers', async () => {
    const { client } = fakeClient<Client>({ ListThings: [awsError('Throttling')] });

    expect(await failureOf(list(client))).to.have.property('name', 'Throttling');
  });

  it('fails the test for a command without an answer', async () => {
    const { client } = fakeClient<Client>({});

    expect(await failureOf(list(client))).to.have.property('message', 'Unexpected ListThings');
  });

  it('notes commands as AWS gets them, without what is undefined', async () => {
    const { client, commands } = fakeClient<Client>({ ListThings: {} });

    await list(client, { Name: 'x', NextToken: undefined });

    expect(commands).to.deep.equal([['ListThings', { Name: 'x' }]]);
  });
});
