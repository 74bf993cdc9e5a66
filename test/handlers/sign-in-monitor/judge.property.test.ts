import { expect } from 'chai';
import fc from 'fast-check';
import { judge, type Verdict } from '../../../handlers/sign-in-monitor/judge.ts';
import { alertOf } from '../../../handlers/sign-in-monitor/message.ts';
import { rules, sample, sampleNames } from './samples.ts';

const told = { accountName: 'Production', who: 'jane', partition: 'aws' };

/** It has a code, and can be published. */
function requireVerdict(verdict: Verdict): void {
  expect(verdict.id).to.match(/^[\w-]{1,64}$/);
  for (const reason of verdict.reasons) {
    expect(reason.text).to.not.equal('');
  }
  const { subject, text } = alertOf(verdict, verdict.reasons, told);
  expect(subject).to.not.match(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
  expect(text).to.not.match(/[^\P{C}\n]|[\u2028\u2029]/u);
  expect(text.length).to.be.lessThan(12_000);
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) {
    return [path];
  }
  const members = Object.entries(value).flatMap(([name, one]) => pathsOf(one, [...path, name]));
  return [path, ...members];
}

function replaced(value: unknown, [name, ...path]: Path, by: unknown): unknown {
  if (name === undefined) {
    return by;
  }
  const { [name]: member, ...others } = value as Record<string, unknown>;
  return { ...others, [name]: replaced(member, path, by) };
}

const json = fc.jsonValue({ maxDepth: 4 });
const mutated = fc.constantFrom(...sampleNames).chain((name) => {
  const event = sample(name);
  return fc
    .array(fc.tuple(fc.constantFrom(...pathsOf(event).slice(1)), json), { maxLength: 3 })
    .map((changes) =>
      changes.reduce<unknown>((all, [path, by]) => {
        // A change before this one may have taken the place away.
        const parent = path
          .slice(0, -1)
          .reduce<unknown>(
            (one, key) =>
              typeof one === 'object' && one !== null ? Reflect.get(one, key) : undefined,
            all,
          );
        return typeof parent === 'object' && parent !== null ? replaced(all, path, by) : all;
      }, event),
    );
});

const commandLine = /^(CreateToken|GetRoleCredentials|GetSigninToken|CreateOAuth2Token)$/;

describe('the judge, of any event', () => {
  it('reports any JSON value that is not a sign-in', () => {
    fc.assert(
      fc.property(json, (event) => {
        const verdict = judge(event, rules([]));

        requireVerdict(verdict);
        expect(verdict.reasons[0]?.code).to.match(/^(cannot-be-judged|stranger)$/);
      }),
    );
  });

  it('reports any record that is not a sign-in', () => {
    fc.assert(
      fc.property(json, json, (detail, userIdentity) => {
        const event = { ...sample('iam-user'), detail: { ...Object(detail), userIdentity } };

        const verdict = judge(event, rules([]));

        requireVerdict(verdict);
        expect(verdict.reasons[0]?.code).to.equal('cannot-be-judged');
      }),
    );
  });

  it('is silent only on what it understands: a step, a failure, or a sign-in from a known network', () => {
    fc.assert(
      fc.property(mutated, (event) => {
        const verdict = judge(event, rules(['root', 'iam-user']));

        requireVerdict(verdict);
        if (verdict.reasons.length > 0) {
          return;
        }
        const record = (event as { detail: Record<string, never> }).detail;
        const result = JSON.stringify([record.responseElements, record.serviceEventDetails]);
        const office = /^(198\.51\.100\.|2001:db8:1:|192\.0\.2\.|AWS Internal$)/;
        if (verdict.failed) {
          expect(result.match(/"failure"/i) ?? record.errorCode ?? record.errorMessage).to.exist;
        } else if (/^(Credential(Challenge|Verification)|CheckMfa)$/.test(record.eventName ?? '')) {
          expect(result).to.match(/"success"/i);
        } else if (commandLine.test(record.eventName ?? '')) {
          const refused = record.errorCode ?? record.errorMessage ?? result.match(/"failure"/i);
          const agent = String(record.userAgent).startsWith('Jersey/');
          const from = String(record.sourceIPAddress).trim();
          expect(refused || agent || office.test(from) || from.endsWith('.amazonaws.com')).to.be.ok;
        } else {
          expect(record.eventName).to.match(
            /^(ConsoleLogin|SwitchRole|UserAuthentication|Federate)$/,
          );
          expect(String(record.sourceIPAddress).trim()).to.match(office);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('survives an event that is deeper than JSON.stringify can go', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const event = {
      ...sample('iam-user'),
      detail: { additionalEventData: { UserName: deep }, deep },
    };

    requireVerdict(judge(event, rules([])));
    requireVerdict(judge(deep, rules([])));
  });
});
