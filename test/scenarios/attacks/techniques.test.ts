import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { contextOf } from '../../../preflight/policies/context.ts';
import { applies, statementsOf } from '../../../preflight/policies/statements.ts';
import {
  type DeniedCall,
  outcomeOf,
  type Technique,
  techniques,
} from '../../../scenarios/attacks/techniques.ts';

const root = path.join(import.meta.dirname, '../../..');
const policies = parse(
  readFileSync(path.join(root, 'organization-policies.yml'), 'utf8'),
) as Record<string, { Properties: { PolicyDocument: unknown } }>;
const statements = Object.values(policies).flatMap(({ Properties }) =>
  statementsOf(JSON.stringify(Properties.PolicyDocument)),
);

/** The Sids of what denies a call to a principal. */
const denying = ({ action, resource }: DeniedCall, principal: string) =>
  statements
    .filter(
      (statement) =>
        statement.effect === 'Deny' &&
        applies(statement, {
          action,
          resource,
          context: contextOf({ 'aws:PrincipalArn': principal }),
        }) === true,
    )
    .map(({ sid }) => sid);

const attacker = 'arn:aws:iam::222222222222:user/mallory';
const reasons = ({ alarms, guardDuty, accepted }: Technique): unknown[] =>
  [alarms, guardDuty, accepted].filter((reason) => reason !== undefined);

describe('the table of attack techniques', () => {
  it('has each of the 44 that Stratus Red Team documents', () => {
    expect(new Set(techniques.map(({ id }) => id)).size).to.equal(44);
  });

  it('notices or denies at least 30 of them', () => {
    const noticed = techniques.filter((one) => ['alarm', 'denied'].includes(outcomeOf(one)));

    expect(noticed.length).to.be.at.least(30);
  });

  it('says of each one thing: its alarms, a finding of GuardDuty with its page, or a reason', () => {
    const unclear = techniques.filter(
      (one) => reasons(one).length !== 1 || (one.guardDuty !== undefined) !== Boolean(one.page),
    );

    expect(unclear.map(({ id }) => id)).to.deep.equal([]);
  });

  for (const { id, denied } of techniques) {
    if (denied) {
      it(`is denied to an administrator of a member account: ${id}`, () => {
        expect(denying(denied, attacker)).to.include(denied.sid);
      });
    }
  }
});
