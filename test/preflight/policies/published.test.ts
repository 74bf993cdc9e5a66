import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { callsOf, type PlacedCall } from '../../../preflight/policies/calls.ts';
import type { Context } from '../../../preflight/policies/context.ts';
import deployingCalls from '../../../preflight/policies/deploying-calls.json' with { type: 'json' };
import { type Caller, requestsOf } from '../../../preflight/policies/requests.ts';
import { applies, type Request, statementsOf } from '../../../preflight/policies/statements.ts';
import { callOpinion } from '../../second-opinion/second-opinion.ts';
import { published } from './published.ts';

const accountId = '333333333333';
const policiesFile = path.join(import.meta.dirname, '../../../organization-policies.yml');
const own = Object.entries(readYaml(policiesFile).value).map(
  ([name, resource]) =>
    [
      name,
      (resource as { Properties: { PolicyDocument: object } }).Properties.PolicyDocument,
    ] as const,
);
const roles = ['OrganizationAccountAccessRole', 'AWSControlTowerExecution'];

/** Keys of a request, of which a test may ask whether they are known. */
const keys = [
  'aws:RequestedRegion',
  'aws:PrincipalArn',
  'aws:PrincipalAccount',
  'aws:PrincipalOrgID',
  'aws:PrincipalType',
  'aws:PrincipalIsAWSService',
  'aws:ResourceAccount',
  'aws:ResourceOrgID',
  'aws:SecureTransport',
  'aws:MultiFactorAuthPresent',
  'aws:ViaAWSService',
  'aws:CalledVia',
];

const known = (context: Context): Record<string, string | readonly string[]> =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const values = context(key.toLowerCase());
      const isList = key === 'aws:CalledVia';
      return values === undefined || values === 'unknown'
        ? []
        : [[key, isList ? values : (values[0] ?? '')] as const];
    }),
  );

/** Every call that a deployment makes, of resources with names of this project. */
const calls = (region: string): PlacedCall[] => [
  ...callsOf({
    ...{ capability: 'all', stackName: 'ofn-audit-all', accountId, region },
    resources: Object.entries(deployingCalls)
      .filter(([type]) => /^(AWS|Custom)::/.test(type))
      .map(([type, listed]) => ({
        ...{ logicalId: 'Any', type, name: 'ofn-audit-any' },
        properties: listed.flatMap((call) => ('property' in call ? (call.property ?? []) : [])),
      })),
  }),
];

function verdict(document: object, request: Request): 'deny' | 'none' | 'unknown' {
  const truths = statementsOf(JSON.stringify(document)).map((one) => applies(one, request));
  return truths.includes(true) ? 'deny' : truths.includes('unknown') ? 'unknown' : 'none';
}

const allows = (document: object, role: string, { action, resource, context }: Request): boolean =>
  callOpinion({
    caller: `arn:aws:sts::${accountId}:assumed-role/${role}/session`,
    action,
    resource: (resource ?? '*').replaceAll(/(?<=.)\*/g, 'unknown'),
    context: known(context),
    ...{ identity: [], boundary: [], serviceControl: [document] },
  });

/** Requests of both regions and roles. On keys also their own policies decide, which are not asked. */
const requests = ['us-east-1', 'ap-southeast-2'].flatMap((region) =>
  roles.flatMap((role) => {
    const caller: Caller = {
      ...{ partition: 'aws', accountId, organizationId: 'o-exampleorg1' },
      roleArn: `arn:aws:iam::${accountId}:role/${role}`,
      now: '2026-01-01T00:00:00Z',
    };
    return calls(region)
      .flatMap((call) => requestsOf(call, caller))
      .filter(({ resource }) => !resource?.includes(':key/'))
      .map((request) => ({ role, request }));
  }),
);

describe('the evaluator of policies, with those that AWS and this project publish', function () {
  this.timeout(60_000);
  const verdicts = new Set<string>();

  after(() => expect([...verdicts]).to.have.members(['deny', 'none', 'unknown']));

  for (const [name, document] of [...Object.entries(published), ...own]) {
    it(`agrees with iam-simulate: ${name}`, () => {
      const differing = requests.flatMap(({ role, request }) => {
        const first = verdict(document, request);
        verdicts.add(first);
        return first === 'unknown' || allows(document, role, request) === (first === 'none')
          ? []
          : [`${first}: ${role} ${request.action} ${request.resource}`];
      });

      expect(differing).to.deep.equal([]);
    });
  }
});
