import { expect } from 'chai';
import type { Snapshot } from 'ofn-rehearse';
import { changesOf } from '../../../scenarios/organizations/play/remains.ts';
import { detector, type place, subjectWith, trail } from '../../preflight/snapshots.ts';

const feature = (Status: string) => ({ Name: 'RUNTIME_MONITORING', Status, additional: [] });
const member = { AccountId: '444444444444', Email: 'a@example.com', RelationshipStatus: 'Enabled' };
const destination = { DestinationId: 'e1', DestinationArn: 'arn:aws:s3:::legacy' };

/** An organization whose security account has these things in one region. */
const having = (things: Parameters<typeof place>[1]): Snapshot =>
  subjectWith({ security: { in: { 'us-east-1': things ?? {} } } }).snapshot;

describe('what was in an organization', () => {
  it('is as it was when it only got more', () => {
    const before = having({ trails: [trail('siem')] });
    const after = having({ trails: [trail('siem'), trail('new')], detector: detector() });

    expect(changesOf(before, after)).to.deep.equal([]);
  });

  it('has lost a trail that is gone', () => {
    const before = having({ trails: [trail('siem')] });

    expect(changesOf(before, having({}))).to.deep.equal([
      'trail siem in 222222222222 us-east-1 is gone',
    ]);
  });

  it('has another feature, export or member of GuardDuty than before', () => {
    const there = { Features: [feature('ENABLED')], exports: [destination], members: [member] };
    const before = having({ detector: detector(there) });
    const after = having({
      detector: detector({ Features: [feature('DISABLED')], exports: [], members: [] }),
    });

    const [changed, ...gone] = changesOf(before, after);

    expect(changed).to.match(/^feature RUNTIME_MONITORING .* was .*ENABLED.* and is .*DISABLED/);
    expect(gone).to.deep.equal([
      'export to arn:aws:s3:::legacy in 222222222222 us-east-1 is gone',
      'member 444444444444 in 222222222222 us-east-1 is gone',
    ]);
  });

  it('has an account without the tags that it had', () => {
    const before = subjectWith({ sandbox: { tags: { team: 'blue' } } }).snapshot;

    const [changed] = changesOf(before, subjectWith().snapshot);

    expect(changed).to.match(/^account 444444444444 was .*"team":"blue".* and is .*"tags":\{\}/);
  });
});
