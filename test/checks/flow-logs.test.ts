import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { faultsOfFlowLogs } from '../../checks/flow-logs.ts';
import { faultsBy, fine, shown } from './faults.ts';

const file = 'organization-parameters.yml';
const root = path.join(import.meta.dirname, '../..');
const refusal = faultsBy(faultsOfFlowLogs);

describe('the check of the parameters of flow logs', () => {
  it('lets the parameters of this repository pass', () => {
    expect(shown(faultsOfFlowLogs(readYaml(path.join(root, file))))).to.equal(fine);
  });

  it('lets parameters pass that set none of them, and no destinations', () => {
    expect(refusal('')).to.equal(fine);
    expect(refusal('flowLogDestinations: []')).to.equal(fine);
  });

  it('refuses days that delete before they archive, naming the line', () => {
    const message = refusal('flowLogArchiveAfterDays: 90\nflowLogExpireAfterDays: 90');

    expect(message).to.equal(
      'line 3, flowLogExpireAfterDays: flowLogExpireAfterDays would delete flow logs after 90 ' +
        'days, before they are archived after 90: ' +
        'let flowLogExpireAfterDays be more than flowLogArchiveAfterDays',
    );
  });

  it('compares with the default when only one of the two is set', () => {
    expect(refusal('flowLogExpireAfterDays: 30')).to.include('archived after 90');
    expect(refusal('flowLogArchiveAfterDays: 400')).to.include('after 365 days');
  });

  it('refuses a schedule that EventBridge rejects, naming the line', () => {
    expect(refusal('flowLogSchedule: rate(1 hours)')).to.match(
      /^line 2, flowLogSchedule: flowLogSchedule is "rate\(1 hours\)", which is not a schedule/,
    );
  });

  for (const text of [
    'flowLogDestinations: [s3, firehose]',
    'flowLogTrafficType: NONE',
    'flowLogAggregationSeconds: 300',
    'flowLogEncryption: true',
    'flowLogArchiveAfterDays: 0',
  ]) {
    it(`refuses ${text}`, () => {
      expect(refusal(text)).to.match(/^line 2, flowLog[\w.]+: flowLog\w+ (is|has) .+: (use|give) /);
    });
  }
});
