import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { statementsOf } from '../../preflight/policies/statements.ts';
import { printBoundTemplates } from '../../scripts/bound-templates.ts';
import { idleExemptions, lintPolicy, referenceFor } from '../../scripts/policy-lint/lint.ts';
import { type Mutant, mutantsOf } from '../../scripts/policy-lint/mutants.ts';
import { projectPolicies } from '../../scripts/policy-lint/project.ts';
import type { Reference } from '../../scripts/policy-lint/reference.ts';
import { sourceRows } from '../../scripts/policy-lint/service-principals.ts';
import { normalise } from '../../scripts/policy-lint/statement.ts';
import type { Policy } from '../../scripts/policy-lint/types.ts';
import { harmless } from './protection/harmless.ts';
import { type Protected, resourcesOf } from './protection/resources.ts';
import { changesTo, isDenied } from './protection/unprotected.ts';

const root = path.join(import.meta.dirname, '../..');
const policiesFile = path.join(root, 'organization-policies.yml');
const statements = Object.values(readYaml(policiesFile).value).flatMap((policy) =>
  statementsOf(JSON.stringify((policy as ServiceControlPolicy).Properties.PolicyDocument)),
);
const exempt = [
  'AWSControlTowerExecution',
  'OrganizationAccountAccessRole',
  'aws-controltower-AdministratorExecutionRole',
  'ofn-audit-any',
  'stacksets-exec-0123456789abcdef',
];

interface ServiceControlPolicy {
  readonly Properties: { readonly PolicyDocument: object };
}

describe('every policy as it is deployed', () => {
  let policies: readonly Policy[];
  let reference: Reference;
  let resources: readonly Protected[];

  before(async function () {
    this.timeout(600_000);
    const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-policies-'));
    try {
      const printed = await printBoundTemplates(folder);
      policies = projectPolicies(printed, policiesFile);
      reference = await referenceFor(policies);
      resources = printed.flatMap((file) => resourcesOf(path.basename(path.dirname(file)), file));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is one of each kind that the templates have', () => {
    const owners = new Set(policies.map(({ kind, owner }) => `${kind} ${owner}`));

    expect([...owners].sort()).to.deep.equal([
      'identity AWS::IAM::Role',
      'resource AWS::Events::EventBusPolicy',
      'resource AWS::KMS::Key',
      'resource AWS::Lambda::Permission',
      'resource AWS::Logs::ResourcePolicy',
      'resource AWS::S3::BucketPolicy',
      'resource AWS::SNS::TopicPolicy',
      'resource AWS::SQS::QueuePolicy',
      'service-control OC::ORG::ServiceControlPolicy',
      'trust AWS::IAM::Role',
    ]);
  });

  it('is right by the Service Authorization Reference', () => {
    const findings = policies.flatMap((policy) => lintPolicy(policy, reference));

    const lines = findings.map(({ rule, place, sid, message }) =>
      [`${place} ${sid}`, rule, message].join(': '),
    );
    expect([...new Set(lines)]).to.deep.equal([]);
  });

  it('admits to a bus the roles of this project alone, where it admits all accounts', () => {
    const buses = policies.filter(({ owner }) => owner === 'AWS::Events::EventBusPolicy');

    const open = buses.filter(({ statements }) =>
      statements.some((raw) => {
        const conditions = JSON.stringify(raw['Condition'] ?? {});
        return raw['Principal'] === '*' && !conditions.includes('"aws:PrincipalArn"');
      }),
    );

    expect(buses.length).to.be.greaterThan(5);
    expect(open.map(({ place }) => place)).to.deep.equal([]);
  });

  it('needs each exemption, and each row of what services send', () => {
    const used = new Set(
      policies.flatMap((policy) =>
        policy.statements
          .flatMap((raw) => normalise(policy, raw).principals)
          .map(({ name }) => `${name} ${policy.owner}`),
      ),
    );

    const idleRows = sourceRows.filter(
      ({ principal, owner }) => !used.has(`${principal} ${owner}`),
    );

    expect(idleExemptions(policies, reference)).to.deep.equal([]);
    expect(idleRows).to.deep.equal([]);
  });

  it('cannot be made worse without a rule noticing', () => {
    const mutants = policies.flatMap((policy) => mutantsOf(policy, reference));
    const survives = ({ policy }: Mutant): boolean => lintPolicy(policy, reference).length === 0;

    const survivors = mutants.filter(survives);

    const kinds = [...new Set(mutants.map(({ kind }) => kind))];
    for (const kind of kinds) {
      const all = mutants.filter((mutant) => mutant.kind === kind).length;
      const left = survivors.filter((mutant) => mutant.kind === kind).length;
      process.stdout.write(`      ${all - left} of ${all}: ${kind}\n`);
    }
    expect(kinds).to.have.length(6);
    // Where an account is named, the organization is one of several conditions.
    const accountToo = 'condition of the organization removed, where an account is named as well';
    expect(
      survivors.filter(({ kind }) => kind !== accountToo).map(({ kind, change }) => [kind, change]),
    ).to.deep.equal([]);
  });

  it('lets no administrator of an account change what was deployed, but for what is harmless', async () => {
    const changes = await changesTo(resources);

    const left = changes.filter((change) => !isDenied(change, 'Administrator', statements));

    const used = new Set<string>();
    const unexpected = left.filter(({ action, resource }) => {
      const row = harmless
        .flatMap(({ actions, of }) => actions.map((pattern) => ({ pattern, of })))
        .find(
          ({ pattern, of = /^/ }) => path.matchesGlob(action, pattern) && of.test(resource.arn),
        );
      used.add(row?.pattern ?? '');
      return row === undefined;
    });
    const idle = harmless.flatMap(({ actions }) => actions).filter((one) => !used.has(one));
    expect(changes.length).to.be.greaterThan(1000);
    expect(unexpected.map(({ action, resource }) => `${action} ${resource.arn}`)).to.deep.equal([]);
    expect(idle).to.deep.equal([]);
  });

  it('lets each role that deploys change it', async () => {
    const changes = await changesTo(resources);
    const oneEach = new Map(changes.map((change) => [change.action, change]));

    const locked = [...oneEach.values()].flatMap((change) =>
      exempt.filter((role) => isDenied(change, role, statements)).map((role) => [change, role]),
    );

    expect(locked).to.deep.equal([]);
  });

  it('keeps no team from changing its own', async () => {
    const own = resources.map(({ service, types, arn }) => ({
      ...{ service, types },
      arn: arn.replaceAll(/ofn[-_]audit|AssumableSecurityAuditRole/g, 'team'),
      context: {
        'kms:ResourceAliases': ['alias/team'],
        'lambda:FunctionArn': 'arn:aws:lambda:eu-west-1:333333333333:function:team',
      },
    }));
    const changes = await changesTo(own);

    const denied = changes
      .filter((change) => isDenied(change, 'Administrator', statements))
      .map(({ action }) => action);

    // The last two are denied in the security account alone.
    const forAll = [...new Set(denied)].filter(
      (action) =>
        !/^((config|guardduty):|sns:(SetSubscriptionAttributes|Unsubscribe)$)/.test(action),
    );
    expect(forAll).to.deep.equal([]);
  });
});
