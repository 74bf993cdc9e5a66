import { expect } from 'chai';
import { workflows } from '../../../handlers/sign-in-monitor/workflows.ts';
import { fakeTable } from './table.ts';

describe('names of the users of Identity Center', () => {
  it('are remembered by the workflow of the sign-in, for a day', async () => {
    const table = fakeTable();
    const names = workflows(table.client, 'audit-sign-ins', () => 1_000_000);

    await names.remember('9de74b32', 'jane');

    expect(await names.nameOf('9de74b32')).to.equal('jane');
    expect(await names.nameOf('303486b5')).to.equal(undefined);
    expect(table.items.get('workflow#9de74b32')).to.deep.equal({
      id: { S: 'workflow#9de74b32' },
      userName: { S: 'jane' },
      expiresAt: { N: String(1000 + 86_400) },
    });
  });
});
