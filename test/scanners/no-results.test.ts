import { expect } from 'chai';
import { type Inspected, rowsOf, untrueReasons } from './no-results.ts';

const run: Inspected = {
  available: ['elb_one', 's3_one', 'vpc_one', 'rds_one'],
  sizes: { 'elb_client.loadbalancers': 0, 's3_client.buckets': 2 },
  checks: {
    elb_one: { reads: ['elb_client.loadbalancers'], skipsUnused: false },
    s3_one: { reads: ['s3_client.buckets'], skipsUnused: false },
    vpc_one: { reads: ['vpc_client.vpcs'], skipsUnused: true },
  },
};

const manual = (check: string) => ({
  ...{ status_code: 'MANUAL', cloud: { account: { uid: '111111111111' } } },
  metadata: { event_code: check },
});

const untrue = (why: string, check: string, findings = [manual('other_one')]) =>
  untrueReasons([{ why, checks: [check] }], run, findings);

describe('the reason of a check without a result', () => {
  it('is a row of the table, with its checks', () => {
    const text = [
      '<!-- prowler-no-result -->',
      '| why | reason | checks |',
      '| --- | --- | --- |',
      '| none of `elb_client.loadbalancers` | there are none | `elb_one`, `elb_two` |',
      '| other | no bucket has the name `x` | `s3_one` |',
      '<!-- /prowler-no-result -->',
    ].join('\n');

    expect(rowsOf(text)).to.deep.equal([
      { why: 'none of `elb_client.loadbalancers`', checks: ['elb_one', 'elb_two'] },
      { why: 'other', checks: ['s3_one'] },
    ]);
    expect(() => rowsOf('')).to.throw('no table');
  });

  it('is true when Prowler has found none of what the check reads', () => {
    expect(untrue('none of `elb_client.loadbalancers`', 'elb_one')).to.deep.equal([]);
  });

  it('is not true when there are some, or none were counted', () => {
    expect(untrue('none of `s3_client.buckets`', 's3_one')).to.deep.equal([
      's3_one: s3_client.buckets has 2 elements',
    ]);
    expect(untrue('none of `vpc_client.vpcs`', 'vpc_one')).to.have.length(1);
  });

  it('is not true when the check reads something else', () => {
    expect(untrue('none of `elb_client.loadbalancers`', 's3_one')).to.deep.equal([
      's3_one: it does not read elb_client.loadbalancers',
    ]);
  });

  it('is lack of use only where the check skips what is unused', () => {
    expect(untrue('unused', 'vpc_one')).to.deep.equal([]);
    expect(untrue('unused', 's3_one')).to.deep.equal(['s3_one: it does not skip what is unused']);
  });

  it('is a person exactly where Prowler says so', () => {
    expect(untrue('manual', 's3_one', [manual('s3_one')])).to.deep.equal([]);
    expect(untrue('manual', 's3_one')).to.have.length(1);
    expect(untrue('other', 's3_one', [manual('s3_one')])).to.have.length(1);
  });

  it('is true of a check that was not run only if it says so', () => {
    expect(untrue('not run', 'rds_one')).to.deep.equal([]);
    expect(untrue('not run', 's3_one')).to.deep.equal(['s3_one: it was run']);
    expect(untrue('other', 'rds_one')).to.deep.equal(['rds_one: it was not run']);
  });

  it('is of a known kind', () => {
    expect(untrue('nothing', 's3_one')).to.deep.equal([
      "s3_one: 'nothing' is not a kind of reason",
    ]);
  });
});
