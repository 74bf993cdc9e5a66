import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const bus = 'arn:aws:events:us-east-1:222222222222:event-bus/sign-ins';
const rule = resource('AWS::Events::Rule', 'sign-ins', {
  Name: 'sign-ins',
  EventPattern: { source: ['aws.signin'], 'detail-type': ['a', 'b'] },
  Targets: [{ Id: 'Bus', Arn: bus, RoleArn: 'arn:aws:iam::444444444444:role/forward' }],
});
const real = {
  Name: 'sign-ins',
  EventBusName: 'default',
  State: 'ENABLED',
  EventPattern: '{"detail-type":["b","a"],"source":["aws.signin"]}',
};
const target = { Id: 'Bus', Arn: bus, RoleArn: 'arn:aws:iam::444444444444:role/forward' };
const events = (change: object = {}, Targets: object[] = [target]) => ({
  eventBridge: {
    ListRules: { Rules: [{ ...real, ...change }] },
    ListTargetsByRule: { Targets },
  },
});

describe('values of rules and buses', () => {
  it('are the same in another order', async () => {
    expect(await differences(rule, events())).to.deep.equal([]);
  });

  it('name a rule that is disabled', async () => {
    expect(await differences(rule, events({ State: 'DISABLED' }))).to.deep.equal([
      "State is 'DISABLED', expected 'ENABLED'",
    ]);
  });

  it('name what is narrowed of a pattern', async () => {
    const EventPattern = '{"source":["aws.signin"],"detail-type":["a"]}';

    expect(await differences(rule, events({ EventPattern }))).to.deep.equal([
      "EventPattern.detail-type lacks 'b'",
    ]);
  });

  it('name a target that is redirected', async () => {
    const other = bus.replace('222222222222', '444444444444');

    expect(await differences(rule, events({}, [{ ...target, Arn: other }]))).to.deep.equal([
      `Targets[Bus].Arn is '${other}', expected '${bus}'`,
    ]);
  });

  it('name another target, and what a target leaves of an event', async () => {
    const more = { Id: 'Copy', Arn: 'arn:aws:sns:us-east-1:999999999999:copy' };

    expect(await differences(rule, events({}, [target, more]))).to.deep.equal([
      `Targets[Copy] has ${JSON.stringify({ Arn: more.Arn, Id: 'Copy' })}, which is not ours`,
    ]);
    expect(await differences(rule, events({}, [{ ...target, Input: '{}' }]))).to.deep.equal([
      "Targets[Bus].Input is '{}', expected nothing",
    ]);
  });

  it('are gone with the rule, and with its bus', async () => {
    const none = { ListRules: { Rules: [{ ...real, Name: 'sign-ins-of-others' }] } };
    const ofBus = { ...rule, id: 'central|sign-ins' };
    const lost = { ListRules: awsError('ResourceNotFoundException') };

    expect(await differences(rule, { eventBridge: none })).to.equal('gone');
    expect(await differences(ofBus, { eventBridge: lost })).to.equal('gone');
  });

  const statement = {
    Effect: 'Allow',
    Principal: { AWS: '111111111111' },
    Action: 'events:PutEvents',
  };
  const policy = resource('AWS::Events::EventBusPolicy', 'central|AllowUs', {
    EventBusName: 'central',
    StatementId: 'AllowUs',
    Statement: { ...statement, Resource: bus },
  });
  const central = resource('AWS::Events::EventBus', 'central', { Name: 'central' });
  const ours = {
    ...statement,
    Sid: 'AllowUs',
    Principal: { AWS: 'arn:aws:iam::111111111111:root' },
    Resource: [bus],
  };
  const withPolicy = (...Statement: object[]) => ({
    eventBridge: {
      DescribeEventBus: { Name: 'central', Policy: JSON.stringify({ Statement }) },
    },
  });

  it('are the same for a policy that AWS writes in another way', async () => {
    expect(await differences(policy, withPolicy(ours))).to.deep.equal([]);
    expect(await differences(central, withPolicy(ours), [central, policy])).to.deep.equal([]);
  });

  it('name a statement that is widened, and one that is added', async () => {
    const everybody = { ...ours, Principal: '*' };
    const added = { ...everybody, Sid: 'AllowThem' };

    expect(await differences(policy, withPolicy(everybody))).to.deep.equal([
      "Statement.Principal.AWS has '*', expected '111111111111'",
    ]);
    const [text] = await differences(central, withPolicy(ours, added), [central, policy]);
    expect(text).to.match(/^OtherStatements\[AllowThem\] has \{.*, which is not ours$/);
  });

  it('are gone with the statement', async () => {
    expect(await differences(policy, withPolicy())).to.equal('gone');
  });
});
