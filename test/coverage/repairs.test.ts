import { expect } from 'chai';
import { readCoverage } from '../../coverage/read.ts';
import { ofStack, orOfStack, withoutStack } from '../../coverage/repairs.ts';
import type { Row, Verdict } from '../../coverage/types.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';
import { accounts, fakeSessions, settings } from '../doubles/organization.ts';

const off: Verdict = { actual: 'off', reason: 'it does not log' };

/** The cell of a row whose stack, where it is to have one, is not there. */
async function cellOf(repair: string, verdict: Verdict, hasStack: boolean) {
  const row: Row = {
    ...{ service: 'cloud-trail', capability: 'cloud-trail', title: 'It logs', onWhen: 'it logs' },
    ...{ repair, accounts: 'management', scope: 'home-region', expected: 'on' },
    read: async () => verdict,
  };
  const stack = {
    ...{ capability: 'cloud-trail', stackName: 'ofn-audit-cloud-trail', resources: [], copies: [] },
    ...{ accountId: settings.managementAccountId, region: settings.homeRegion },
  };
  const cloudFormation = fakeClient({
    ListStackResources: awsError('ValidationError', 'Stack ofn-audit-cloud-trail does not exist'),
  });
  const [cell] = await readCoverage({
    ...{ sessions: fakeSessions({ cloudFormation }), settings, accounts, rows: [row] },
    deployed: { stacks: hasStack ? [stack] : [], partition: 'aws', policies: [] },
  });
  return { reason: cell?.reason, repair: cell?.repair };
}

const gone = 'stack ofn-audit-cloud-trail does not exist: deploy its task with ForceDeploy: true';

describe('repairs', () => {
  it('are those of the row where it is off', async () => {
    const repair = orOfStack('start it');

    expect(await cellOf(repair, off, false)).to.deep.equal({ reason: off.reason, repair });
  });

  it('are in the reason alone where only values differ', async () => {
    expect(await cellOf('start it', { actual: 'on' }, true)).to.deep.equal({
      reason: gone,
      repair: undefined,
    });
  });

  it('do not say twice how to repair a stack, where the reason says it', async () => {
    const reason = `${off.reason}; ${gone}`;

    expect(await cellOf(orOfStack('start it'), off, true)).to.deep.equal({
      reason,
      repair: 'start it',
    });
    expect(await cellOf(ofStack, off, true)).to.deep.equal({ reason, repair: undefined });
    expect(withoutStack('enable it')).to.equal('enable it');
  });
});
