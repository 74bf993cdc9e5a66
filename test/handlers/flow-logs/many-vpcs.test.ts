import type { FlowLog } from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import { planOf } from '../../../handlers/flow-logs/flow-logs.ts';
import { repeatAccounts } from '../../../handlers/flow-logs/sweep.ts';
import { fakeEc2, lenient, type Rules } from './ec2.ts';
import { place, settings, toBucket, toGroup, vpc } from './fakes.ts';

const { accountId } = place;
const vpcs = Array.from({ length: 1000 }, (_, index) => vpc(`vpc-${index}`));
const here = { ...settings, regions: [place.region] };
const TIMEOUT_MS = 900_000;
/** Longer than EC2 takes, which also allows some five changes in a second. */
const CALL_MS = 250;

/** How long each invocation takes that 1,000 VPCs with two outdated flow logs need, in their order. */
async function invocations(rules: Partial<Rules>) {
  const old = { TrafficType: 'REJECT' as const };
  const flowLogs: FlowLog[] = vpcs.flatMap(({ VpcId = '' }) => [
    toBucket(VpcId, old),
    toGroup(VpcId, old),
  ]);
  const took: number[] = [];
  let round = 1;
  for (let isWaiting = true; isWaiting; ) {
    isWaiting = false;
    let calls = 0;
    const ec2 = fakeEc2(vpcs, flowLogs, { ...lenient, ...rules }, () => calls++).client;
    await repeatAccounts(
      {
        partition: 'aws',
        organizations: ec2 as never,
        open: async () => ({ ec2: () => ec2, close: () => {} }),
        resume: async () => {},
        repeat: async (_, next) => {
          isWaiting = true;
          round = next;
        },
        remainingMs: () => TIMEOUT_MS - calls * CALL_MS,
        sleep: async () => {},
        log: () => {},
      },
      here,
      { accountIds: [accountId], round },
    );
    took.push(calls * CALL_MS);
  }
  return { took, plan: planOf(vpcs, flowLogs, here, place) };
}

describe('1,000 VPCs of an account', () => {
  it('are converged in one invocation where EC2 takes the new flow log beside the old', async () => {
    const { took, plan } = await invocations({});

    expect(plan).to.deep.equal({ create: [], outdated: [] });
    expect(took).to.have.length(1);
  });

  it('are converged by several, each within its time, where it does not', async () => {
    const { took, plan } = await invocations({ equality: 'by destination', byName: false });

    expect(plan).to.deep.equal({ create: [], outdated: [] });
    expect(took.length).to.be.within(2, 5);
    expect(Math.max(...took)).to.be.below(TIMEOUT_MS - 30_000);
  });
});
