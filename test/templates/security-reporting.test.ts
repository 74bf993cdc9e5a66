import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';

const folder = path.join(import.meta.dirname, '../../templates/security-reporting');

type Properties = Record<string, unknown>;
const read = (file: string) => {
  const { value } = readYaml(path.join(folder, file));
  const resources = value.Resources as Record<string, { Properties: Properties }>;

  return {
    parameters: Object.keys(value.Parameters as object),
    of: (id: string): Properties => resources[id]?.Properties ?? {},
  };
};
const statementsOf = (properties: Properties): Properties[] =>
  (properties.PolicyDocument as { Statement: Properties[] }).Statement;
const nameOf = (value: unknown): string => String((value as Properties)['Fn::Sub']);

describe('security reporting', () => {
  const spoke = read('spoke.yml');
  const organization = read('organization.yml');
  const dispatcher = read('dispatcher.yml');
  const harvester = read('harvester.yml');
  const bus = read('bus.yml');

  it('has the template of the accounts once: the StackSet reads that of the management account', () => {
    const { TemplateBody } = organization.of('StackSet');

    expect(TemplateBody).to.deep.equal({ 'Fn::ReadFile': './spoke.yml' });
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    expect(readFileSync(path.join(folder, 'spoke.yml')).length).to.be.below(51_200);
  });

  it('gives the StackSet each parameter of the template', () => {
    const given = organization.of('StackSet').Parameters as { ParameterKey: string }[];

    expect(given.map(({ ParameterKey }) => ParameterKey)).to.have.members(spoke.parameters);
  });

  it("lets the dispatcher's role alone into an account's bucket", () => {
    const role = nameOf(dispatcher.of('Role').RoleName);
    const allowed = statementsOf(spoke.of('BucketPolicy')).filter(
      ({ Effect }) => Effect === 'Allow',
    );

    expect(allowed).to.have.length(2);
    for (const { Principal, Condition } of allowed) {
      expect(JSON.stringify(Principal)).to.contain('${securityAccountId}:root');
      expect(JSON.stringify(Condition)).to.contain(`:role/${role}"`);
    }
  });

  it('lets the harvester alone drive the StackSet, with its external id, from this organization', () => {
    const role = nameOf(harvester.of('Role').RoleName);
    const { Condition } = (
      organization.of('HarvesterRole').AssumeRolePolicyDocument as { Statement: Properties[] }
    ).Statement[0] as { Condition: Record<string, Properties> };

    expect(Condition.StringEquals).to.have.all.keys('aws:PrincipalOrgID', 'sts:ExternalId');
    expect(nameOf(Condition.ArnEquals?.['aws:PrincipalArn'])).to.match(
      new RegExp(`:role/${role.replace(/[${}]/g, '\\$&')}$`),
    );
  });

  it('hears of accounts that come and go, and not of those that move within the organization', () => {
    const { detail } = read('events.yml').of('AccountRule').EventPattern as { detail: Properties };

    expect(detail.eventName).to.deep.equal([
      'AccountDepartedOrganization',
      'AccountJoinedOrganization',
      'CloseAccountResult',
      'CreateAccountResult',
    ]);
  });

  it('gathers events of accounts in a queue, so that a burst takes two harvests at once at most', () => {
    const queue = bus.of('AccountQueue');
    const [target] = bus.of('AccountRule').Targets as Properties[];
    const source = harvester.of('AccountEvents');

    expect(target?.Arn).to.deep.equal({ 'Fn::GetAtt': 'AccountQueue.Arn' });
    expect(nameOf(source.EventSourceArn)).to.match(
      /:\$\{resourcePrefix\}-account-harvester-accounts$/,
    );
    expect(nameOf(queue.QueueName)).to.equal('${resourcePrefix}-account-harvester-accounts');
    expect(source.ScalingConfig).to.deep.equal({ MaximumConcurrency: 2 });
    expect(source.MaximumBatchingWindowInSeconds).to.equal(60);
    expect(queue.VisibilityTimeout).to.equal(6 * Number(harvester.of('Function').Timeout) + 60);
    expect((queue.RedrivePolicy as Properties).deadLetterTargetArn).to.deep.equal({
      'Fn::GetAtt': 'FailureQueue.Arn',
    });
  });

  it('lets the rule of accounts alone put events into their queue', () => {
    const allowed = statementsOf(bus.of('AccountQueuePolicy')).filter(
      ({ Effect }) => Effect === 'Allow',
    );

    const [{ ArnEquals } = { ArnEquals: {} }] = allowed.map(
      ({ Condition }) => Condition as { ArnEquals: Properties },
    );

    expect(allowed).to.have.length(1);
    expect(nameOf(ArnEquals['aws:SourceArn'])).to.match(
      /:rule\/\$\{resourcePrefix\}-reports\/\$\{resourcePrefix\}-account-harvester-accounts$/,
    );
  });

  it('leaves the queue six times the time of the dispatcher', () => {
    const { VisibilityTimeout } = read('central.yml').of('Queue');

    expect(VisibilityTimeout).to.equal(6 * Number(dispatcher.of('Function').Timeout));
  });

  it('leaves executions for alerts to an account that has 10 in all, and reserves none', () => {
    const { reportParallel } = readYaml(path.join(folder, '_tasks.yml')).value.Parameters as Record<
      string,
      Properties
    >;
    const { MaximumConcurrency: harvests } = harvester.of('AccountEvents')
      .ScalingConfig as Properties;

    expect(dispatcher.of('EventSource').ScalingConfig).to.deep.equal({
      MaximumConcurrency: { Ref: 'parallel' },
    });
    expect(Number(reportParallel?.Default) + Number(harvests)).to.be.at.most(6);
    for (const { of } of [dispatcher, harvester]) {
      expect(of('Function')).not.to.have.property('ReservedConcurrentExecutions');
    }
  });

  it("calls the accounts' buckets as dispatcher and harvester do", () => {
    const bucketNames = (spoke.of('Bucket').BucketName as { 'Fn::If': unknown[] })['Fn::If'];
    const { Variables } = dispatcher.of('Function').Environment as { Variables: Properties };
    const patterns = (Variables.SPOKE_BUCKET as { 'Fn::If': unknown[] })['Fn::If'];

    const expected = bucketNames
      .slice(1)
      .map((name) => nameOf(name).replace('${AWS::AccountId}', '{account}'));

    expect(patterns[0]).to.equal(bucketNames[0]);
    expect(patterns.slice(1).map(nameOf)).to.deep.equal(expected);
    for (const id of ['Function', 'DeploymentFunction']) {
      const environment = harvester.of(id).Environment as { Variables: Properties };
      expect(environment.Variables.SPOKE_BUCKET).to.deep.equal(Variables.SPOKE_BUCKET);
    }
  });
});
