import { expect } from 'chai';
import fc from 'fast-check';
import { read } from '../../../handlers/finding-alerts/read.ts';
import { reasonOf, sample } from './samples.ts';

const NAMES = [
  'guard-duty',
  'guard-duty-attack-sequence',
  'security-hub-control',
  'security-hub-product',
  'security-hub-v2',
  'access-analyzer-external',
  'access-analyzer-public',
  'access-analyzer-unused',
  'access-analyzer-internal',
  'access-analyzer-error',
];
const TYPES = [
  'GuardDuty Finding',
  'Security Hub Findings - Imported',
  'Findings Imported V2',
  'Access Analyzer Finding',
  'Unused Access Finding for IAM entities',
];

/** A sample of which something, anywhere, is any JSON value instead. */
const damaged = fc
  .tuple(fc.constantFrom(...NAMES), fc.nat(), fc.jsonValue())
  .map(([name, which, value]) => {
    const event = sample(name);
    const places: (() => void)[] = [];
    const visit = (node: unknown) => {
      if (typeof node !== 'object' || node === null) {
        return;
      }
      const parent = node as Record<string, unknown>;
      for (const key of Object.keys(parent)) {
        places.push(() => {
          parent[key] = value;
        });
        visit(parent[key]);
      }
    };
    visit(event);
    places[which % places.length]?.();
    return event;
  });

describe('an event', () => {
  it('of a kind that is not known is unreadable', () => {
    expect(reasonOf({ ...sample('guard-duty'), 'detail-type': 'Macie Finding' })).to.equal(
      'detail-type Macie Finding is not known here',
    );
    expect(reasonOf(null)).to.equal('detail-type (no text) is not known here');
  });

  it('of Security Hub without findings is unreadable', () => {
    for (const findings of [[], {}, undefined, 'none']) {
      const event = { ...sample('security-hub-control'), detail: { findings } };

      expect(reasonOf(event)).to.equal('detail.findings is not a list of findings');
    }
  });

  it('is never lost: whatever the value, there is a finding or a reason', () => {
    const withType = fc
      .tuple(fc.constantFrom(...TYPES), fc.jsonValue())
      .map(([type, detail]) => ({ 'detail-type': type, detail }));

    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), withType, damaged), (event) => {
        const readings = read(event, ['guardduty']);

        expect(readings).to.not.be.empty;
        for (const reading of readings) {
          if (reading.kind === 'unreadable') {
            expect(reading.reason).to.not.equal('');
          } else {
            expect(reading.finding.id).to.not.equal('');
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives findings whose texts are single bounded lines, whatever stands in it', () => {
    fc.assert(
      fc.property(damaged, (event) => {
        for (const reading of read(event, [])) {
          if (reading.kind === 'unreadable') {
            continue;
          }
          const { finding } = reading;
          for (const text of Object.values(finding).flat()) {
            if (typeof text !== 'string') {
              continue;
            }
            expect(text).to.match(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);
            expect(text.length).to.be.at.most(4000);
          }
          expect(finding.severity).to.be.within(0, 10);
          expect(finding.link).to.match(/^(https:\/\/[a-z0-9.-]+\.(com|cn|eu)\/\S+)?$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
