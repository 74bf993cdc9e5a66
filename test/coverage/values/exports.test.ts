import { expect } from 'chai';
import { exportsOf } from '../../../coverage/values/exports.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { fakeClients } from '../../doubles/organization.ts';

describe('the exports of stacks', () => {
  it('are read on all pages, those of an account and region once', async () => {
    const cloudFormation = fakeClient({
      ListExports: [
        { Exports: [{ Name: 'a', Value: '1' }], NextToken: 'two' },
        { Exports: [{ Name: 'b', Value: '2' }] },
        { Exports: [] },
      ],
    });
    const opened: string[] = [];
    const read = exportsOf({
      open: async (accountId) => ({
        clients: (region) => {
          opened.push(`${accountId} ${region}`);
          return fakeClients({ cloudFormation });
        },
      }),
    });

    const [first, second] = await Promise.all([read('1', 'x'), read('1', 'x')]);
    const elsewhere = await read('1', 'y');

    expect([...first]).to.deep.equal([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(second).to.equal(first);
    expect([...elsewhere]).to.deep.equal([]);
    expect(opened).to.deep.equal(['1 x', '1 y']);
  });
});
