import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { render } from './render.ts';

const root = path.join(import.meta.dirname, '../..');

type Properties = Record<string, unknown>;
interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: Properties;
  readonly Action: string | string[];
  readonly Condition?: Record<string, Properties>;
}

const propertiesOf = (file: string, id: string, context: object = {}): Properties =>
  (render(file, context).value.Resources as Record<string, { Properties: Properties }>)[id]
    ?.Properties ?? {};
const statementsIn = (document: unknown): Statement[] =>
  (document as { Statement: Statement[] }).Statement;

const auditRole = (context: { scanners?: string[]; people?: string[] } = {}): Properties =>
  propertiesOf('templates/audit-role/audit-role.yml', 'Role', {
    ...{ scanners: [], people: [] },
    ...context,
  });
const trustOf = (context?: Parameters<typeof auditRole>[0]): Statement[] =>
  statementsIn(auditRole(context).AssumeRolePolicyDocument);
const sub = (text: string): object => ({ 'Fn::Sub': text });
const arn = 'arn:${AWS::Partition}:iam::${securityAccountId}';

describe('the audit role', () => {
  it('admits only the role that scans by default', () => {
    const [machines, ...more] = trustOf();

    expect(more).to.deep.equal([]);
    expect(machines?.Principal).to.deep.equal({ AWS: sub(`${arn}:root`) });
    expect(machines?.Condition).to.deep.equal({
      StringEquals: {
        'aws:PrincipalOrgID': { Ref: 'organizationId' },
        'sts:ExternalId': { Ref: 'externalId' },
      },
      ArnLike: { 'aws:PrincipalArn': [sub(`${arn}:role/\${resourcePrefix}-security-audit`)] },
    });
  });

  it('knows the path of roles of IAM Identity Center', () => {
    const [machines] = trustOf({ scanners: ['AWSReservedSSO_SecurityAudit_*', 'scanner'] });

    expect([machines?.Condition?.ArnLike?.['aws:PrincipalArn']].flat().slice(1)).to.deep.equal([
      sub(`${arn}:role/aws-reserved/*/AWSReservedSSO_SecurityAudit_*`),
      sub(`${arn}:role/scanner`),
    ]);
  });

  it('admits users by name, with MFA that is not older than a session may be', () => {
    const [, people] = trustOf({ people: ['ada', 'team/grace'] });

    expect(people?.Principal).to.deep.equal({ AWS: sub(`${arn}:root`) });
    expect(people?.Condition).to.deep.equal({
      StringEquals: { 'aws:PrincipalOrgID': { Ref: 'organizationId' } },
      ArnEquals: { 'aws:PrincipalArn': [sub(`${arn}:user/ada`), sub(`${arn}:user/team/grace`)] },
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericLessThanEqualsIfExists: { 'aws:MultiFactorAuthAge': { Ref: 'sessionSeconds' } },
    });
  });

  it('allows what begins as reading does, and none of what it denies', () => {
    const [policy] = auditRole().Policies as { PolicyDocument: unknown }[];
    const actions = (effect: string) =>
      statementsIn(policy?.PolicyDocument)
        .filter(({ Effect }) => Effect === effect)
        .flatMap(({ Action }) => Action);

    const allowed = actions('Allow');

    expect(
      allowed.filter((action) => !/:(BatchGet|Describe|Get|List|Search|GET)/.test(action)),
    ).to.deep.equal([]);
    expect(allowed.filter((action) => actions('Deny').includes(action))).to.deep.equal([]);
    expect(allowed.filter((action) => action.includes('*'))).to.deep.equal([]);
  });

  it('is protected by its default name from administrators of its account', () => {
    const { auditRoleName } = readYaml(path.join(root, 'templates/audit-role/_tasks.yml')).value
      .Parameters as Record<string, { Default: string }>;
    const policies = readFileSync(path.join(root, 'organization-policies.yml'), 'utf8');

    expect(policies).to.contain(`- arn:aws:iam::*:role/${auditRoleName?.Default}\n`);
  });
});

describe('the jobs of security audits', () => {
  const jobs = (context: object = {}) =>
    propertiesOf('templates/security-audit/scanner.yml', 'JobDefinition', {
      ...{ subnets: [], tools: ['prowler'], timeoutSeconds: 600, imageReference: '' },
      ...context,
    });
  const container = (context: object = {}) => jobs(context).ContainerProperties as Properties;

  it('have time for each tool, and some to report the outcome', () => {
    const seconds = (tools: string[]) =>
      (jobs({ tools }).Timeout as Properties).AttemptDurationSeconds;

    expect(seconds(['prowler'])).to.equal('1500');
    expect(seconds(['prowler', 'scoutsuite'])).to.equal('2100');
  });

  it('have a public address in a network of their own only', () => {
    const address = (subnets: string[]) =>
      (container({ subnets }).NetworkConfiguration as Properties).AssignPublicIp;

    expect(address([])).to.equal('ENABLED');
    expect(address(['subnet-1'])).to.equal('DISABLED');
  });

  it('run the image that is built, unless auditImage names another', () => {
    expect(container().Image).to.deep.equal({
      'Fn::If': ['HasImage', { Ref: 'image' }, sub('${Repository.RepositoryUri}:${imageTag}')],
    });
  });

  it('have the pinned versions, as README and audit role do', () => {
    const text = (file: string) => readFileSync(path.join(root, file), 'utf8');
    const version = (tool: string) =>
      new RegExp(`^${tool}==([\\d.]+)`, 'im').exec(
        text(`security-audit/${tool}/requirements.txt`),
      )?.[1];

    const tag = `prowler-${version('prowler')}-scoutsuite-${version('scoutsuite')}`;

    expect(text('templates/security-audit/README.md')).to.contain(`tag=${tag}\n`);
    expect(text('templates/audit-role/audit-role.yml')).to.match(
      new RegExp(`Prowler ${version('prowler')} .+\\n.+ScoutSuite ${version('scoutsuite')} `),
    );
  });

  it('are pulled from the repository that their image is in, and from no other', () => {
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/security/audit@sha256:0';
    const resource = (given: string) => {
      const { Policies } = propertiesOf('templates/security-audit/scanner.yml', 'ExecutionRole', {
        ...{ subnets: [], tools: [], timeoutSeconds: 600, imageReference: given },
      }) as { Policies: { PolicyDocument: { Statement: Properties[] } }[] };

      return Policies[0]?.PolicyDocument.Statement.find(({ Sid }) => Sid === 'AllowImage')
        ?.Resource;
    };

    expect(resource('')).to.deep.equal(
      sub(
        'arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/${resourcePrefix}-security-audit',
      ),
    );
    expect(resource(image)).to.deep.equal(
      sub('arn:${AWS::Partition}:ecr:eu-west-1:123456789012:repository/security/audit'),
    );
  });

  it('scan as the role that the audit role trusts', () => {
    const { RoleName } = propertiesOf('templates/security-audit/scanner.yml', 'JobRole', {
      ...{ subnets: [], tools: [], timeoutSeconds: 600, imageReference: '' },
    });
    const [machines] = trustOf();

    expect(JSON.stringify(machines?.Condition)).to.contain(
      `:role/${(RoleName as Record<string, string>)['Fn::Sub']}"`,
    );
  });

  it('may connect out by HTTPS, and accept no connection', () => {
    const group = propertiesOf('templates/security-audit/queue.yml', 'SecurityGroup');

    expect(group).to.not.have.property('SecurityGroupIngress');
    expect(group.SecurityGroupEgress).to.have.length(1);
    expect((group.SecurityGroupEgress as Properties[])[0]).to.include({
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
    });
  });
});

describe('the image of security audits', () => {
  const file = 'templates/security-audit/image.yml';
  const resources = render(file, {}).value.Resources as Record<
    string,
    { Type: string; Condition?: string; Properties: Properties }
  >;
  const project = () => resources['Project']?.Properties ?? {};
  const tasks = readYaml(path.join(root, 'templates/security-audit/_tasks.yml')).value as Record<
    string,
    { Parameters?: Record<string, unknown> }
  >;

  it('is not built where auditImage names another', () => {
    const unconditional = Object.entries(resources).filter(([, { Condition }]) => !Condition);

    expect(unconditional.map(([, { Type }]) => Type)).to.deep.equal([
      'AWS::CloudFormation::WaitConditionHandle',
    ]);
  });

  it('has the same tag in its build, its job and its run, for each processor another', () => {
    const tags = ['SecurityAuditScanner', 'SecurityAudit', 'SecurityAuditImage'].map(
      (task) => tasks[task]?.Parameters?.['imageTag'],
    );

    expect(new Set(tags.map((tag) => JSON.stringify(tag))).size).to.equal(1);
    expect(JSON.stringify(tags[0])).to.contain('"${auditArchitecture}-${hash}"');
  });

  it('is built by a role that reads one source, and pushes to one repository', () => {
    const Policies = resources['BuildRole']?.Properties.Policies as { PolicyDocument: unknown }[];
    const statements = statementsIn(Policies[0]?.PolicyDocument) as unknown as Properties[];
    const resourceOf = (sid: string) => statements.find(({ Sid }) => Sid === sid)?.Resource;

    expect(Policies).to.have.length(1);
    expect(resourceOf('AllowSource')).to.deep.equal(
      sub(
        'arn:${AWS::Partition}:s3:::${resourcePrefix}-artifacts-${AWS::AccountId}-${AWS::Region}/${sourceKey}',
      ),
    );
    expect(resourceOf('AllowPush')).to.deep.equal(
      sub(
        'arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/${resourcePrefix}-security-audit',
      ),
    );
    expect(statements.filter(({ Resource }) => Resource === '*').map(({ Sid }) => Sid)).to.eql([
      'AllowTokenOfRegistry',
    ]);
  });

  it('is built from the Dockerfile in its source, with no secret in its environment', () => {
    const { Source, Environment } = project() as { Source: Properties; Environment: Properties };

    expect(Source.BuildSpec).to.contain('--file security-audit/container/Dockerfile');
    expect((Environment.EnvironmentVariables as Properties[]).map(({ Name }) => Name)).to.eql([
      'IMAGE',
    ]);
  });
});
