import { expect } from 'chai';
import fc from 'fast-check';
import {
  detectorChanges,
  FEATURES,
  type FeatureRule,
  featureRules,
  organizationChanges,
  wantedIn,
} from '../../../custom-resources/guard-duty-organization/features.ts';
import { PropertyError } from '../../../lambda/errors.ts';

const settings = fc.array(fc.constantFrom('on' as const, 'off' as const, 'leave' as const), {
  minLength: FEATURES.length,
  maxLength: FEATURES.length,
});
const statuses = fc.array(fc.constantFrom('ENABLED' as const, 'DISABLED' as const), {
  minLength: FEATURES.length,
  maxLength: FEATURES.length,
});

function rulesOf(given: readonly FeatureRule['setting'][]): FeatureRule[] {
  return FEATURES.map((feature, index) => ({
    feature,
    setting: given[index] ?? 'leave',
    region: undefined,
  }));
}

describe('features', () => {
  it('are as the rules say once the changes are made, and those to be left as they were', () => {
    fc.assert(
      fc.property(settings, statuses, (given, present) => {
        const now = FEATURES.map((Name, index) => ({ Name, Status: present[index] ?? 'DISABLED' }));

        const changes = detectorChanges(wantedIn('eu-west-1', rulesOf(given)), now);

        const after = now.map(
          ({ Name, Status }) => changes.find((each) => each.Name === Name)?.Status ?? Status,
        );
        const expected = { on: 'ENABLED', off: 'DISABLED' };
        expect(after).to.deep.equal(
          given.map((one, index) => (one === 'leave' ? present[index] : expected[one])),
        );
      }),
    );
  });

  it('need no changes when they are as wanted', () => {
    const wanted = wantedIn(
      'eu-west-1',
      featureRules(['AI_PROTECTION', 'S3_DATA_EVENTS=off'], 'F'),
    );

    const atDetector = detectorChanges(wanted, [{ Name: 'AI_PROTECTION', Status: 'ENABLED' }]);
    const present = [{ Name: 'AI_PROTECTION' as const, AutoEnable: 'NEW' as const }];
    const forMembers = organizationChanges(wanted, 'NEW', present);

    expect(atDetector).to.deep.equal([]);
    expect(forMembers).to.deep.equal([]);
  });

  it('are left alone where no rule names them', () => {
    const wanted = wantedIn('eu-west-1', featureRules(['S3_DATA_EVENTS'], 'F'));

    const changes = detectorChanges(wanted, [
      { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
      { Name: 'RUNTIME_MONITORING', Status: 'ENABLED' },
      { Name: 'EKS_RUNTIME_MONITORING', Status: 'ENABLED' },
      { Name: 'DNS_LOGS', Status: 'ENABLED' },
    ]);

    expect(changes).to.deep.equal([]);
    expect(wantedIn('eu-west-1')).to.deep.equal(new Map());
  });

  it('are excepted in one region by a rule of that region', () => {
    const rules = featureRules(['RDS_LOGIN_EVENTS=leave@ap-east-2', 'RDS_LOGIN_EVENTS'], 'F');

    expect([...wantedIn('ap-east-2', rules)]).to.deep.equal([]);
    expect([...wantedIn('eu-west-1', rules)]).to.deep.equal([['RDS_LOGIN_EVENTS', 'on']]);
  });

  // No source says whether AWS keeps what a call omits: evidence row guardduty-additional-kept.
  it('are switched on with the additional configuration that they have', () => {
    const wanted = wantedIn('eu-west-1', featureRules(['RUNTIME_MONITORING'], 'F'));
    const Name = 'RUNTIME_MONITORING' as const;
    const addon = 'EKS_ADDON_MANAGEMENT' as const;

    const atDetector = detectorChanges(wanted, [
      { Name, Status: 'DISABLED', AdditionalConfiguration: [{ Name: addon, Status: 'ENABLED' }] },
    ]);
    const forMembers = organizationChanges(wanted, 'ALL', [
      { Name, AutoEnable: 'NEW', AdditionalConfiguration: [{ Name: addon, AutoEnable: 'NEW' }] },
    ]);

    expect(atDetector).to.deep.equal([
      { Name, Status: 'ENABLED', AdditionalConfiguration: [{ Name: addon, Status: 'ENABLED' }] },
    ]);
    expect(forMembers).to.deep.equal([
      { Name, AutoEnable: 'ALL', AdditionalConfiguration: [{ Name: addon, AutoEnable: 'NEW' }] },
    ]);
  });

  for (const entry of ['RDS', 'RDS_LOGIN_EVENTS=no', 'RDS_LOGIN_EVENTS@here', '=off']) {
    it(`are not read from ${entry}`, () => {
      expect(() => featureRules([entry], 'Features')).to.throw(
        PropertyError,
        `Features[0] is "${entry}": set it to NAME, NAME=off or NAME=leave, with a suffix @REGION`,
      );
    });
  }

  it('are not both on and off in one place', () => {
    const entries = ['RDS_LOGIN_EVENTS', 'RDS_LOGIN_EVENTS=off'];

    expect(() => featureRules(entries, 'Features')).to.throw(
      PropertyError,
      'Features has RDS_LOGIN_EVENTS twice: remove one of them',
    );
  });
});
