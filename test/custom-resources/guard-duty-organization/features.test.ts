import { expect } from 'chai';
import fc from 'fast-check';
import {
  detectorChanges,
  FEATURES,
  type Feature,
  organizationChanges,
} from '../../../custom-resources/guard-duty-organization/features.ts';

const wanted = fc.subarray([...FEATURES]);
const statuses = fc.array(fc.constantFrom('ENABLED' as const, 'DISABLED' as const, undefined), {
  minLength: FEATURES.length,
  maxLength: FEATURES.length,
});

describe('features', () => {
  it('are exactly the wanted ones once the changes are made', () => {
    fc.assert(
      fc.property(wanted, statuses, (features, present) => {
        const now = FEATURES.map((Name, index) => ({ Name, Status: present[index] ?? 'DISABLED' }));

        const changes = detectorChanges(features, now);

        const after = now.filter(({ Name, Status }) => {
          const change = changes.find((each) => each.Name === Name);
          return (change?.Status ?? Status) === 'ENABLED';
        });
        expect(after.map(({ Name }) => Name)).to.deep.equal(
          FEATURES.filter((name) => features.includes(name)),
        );
      }),
    );
  });

  it('need no changes when they are as wanted', () => {
    fc.assert(
      fc.property(wanted, (features: Feature[]) => {
        const atDetector = features.map((Name) => ({ Name, Status: 'ENABLED' as const }));
        const forMembers = features.map((Name) => ({ Name, AutoEnable: 'NEW' as const }));

        expect(detectorChanges(features, atDetector)).to.deep.equal([]);
        expect(organizationChanges(features, 'NEW', forMembers)).to.deep.equal([]);
      }),
    );
  });

  it('that cannot be managed are left alone', () => {
    const legacy = [{ Name: 'EKS_RUNTIME_MONITORING' as const, Status: 'ENABLED' as const }];

    const changes = detectorChanges([], [...legacy, { Name: 'DNS_LOGS', Status: 'ENABLED' }]);

    expect(changes).to.deep.equal([]);
  });

  it('are all left alone without a list', () => {
    const changes = detectorChanges(undefined, [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }]);

    expect(changes).to.deep.equal([]);
  });
});
