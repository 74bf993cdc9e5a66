import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from '../../rehearsal/yaml.ts';
import { Engine } from './engine.ts';
import {
  daysBefore,
  logArchiveAccountId,
  organizationId,
  type TrailRecord,
  writeFlows,
  writeTrail,
} from './logs.ts';
import { query, tablesOf } from './tables.ts';

const now = new Date('2026-11-21T12:00:00Z');
const [production, security] = ['444444444444', '222222222222'];
const deployment = {
  organizationId,
  logArchiveAccountId,
  accounts: [production, security],
  regions: ['us-east-1', 'eu-west-1'],
  days: 2557,
};
const rootUser = { type: 'Root', arn: `arn:aws:iam::${production}:root`, accountId: production };
const jane = {
  type: 'IAMUser',
  arn: `arn:aws:iam::${production}:user/jane`,
  userName: 'jane',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
};
const signIn = { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' };
const succeeded = { ConsoleLogin: 'Success' };

describe('the saved query', () => {
  let root: string;
  let engine: Engine;
  const write = (daysAgo: number, records: TrailRecord[], account = production): string =>
    writeTrail(root, { account, region: 'us-east-1', date: daysBefore(now, daysAgo) }, records);
  const ask = async (name: string, ...parameters: string[]) =>
    (await engine.run(query(name), parameters)).rows;

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'ofn-audit-athena-'));
    engine = await Engine.open({ tables: tablesOf(deployment), root, now });
  });

  afterEach(() => {
    engine.close();
    rmSync(root, { recursive: true });
  });

  it('RootLogin30Days finds sign-ins of root users, the newest first', async () => {
    const login = { ...signIn, userIdentity: rootUser, responseElements: succeeded };
    write(1, [{ ...login, additionalEventData: { MFAUsed: 'Yes' } }]);
    write(30, [{ ...login, responseElements: { ConsoleLogin: 'Failure' } }]);
    write(31, [login]);
    write(2, [
      { ...login, userIdentity: jane },
      { ...login, eventName: 'CredentialVerification' },
    ]);

    const rows = await ask('RootLogin30Days');

    expect(rows).to.deep.equal([
      {
        eventtime: '2026-11-20T00:01:00Z',
        recipientaccountid: production,
        awsregion: 'us-east-1',
        sourceipaddress: '198.51.100.7',
        useragent: 'aws-cli/2.27',
        result: 'Success',
        mfa: 'Yes',
      },
      {
        eventtime: '2026-10-22T00:01:00Z',
        recipientaccountid: production,
        awsregion: 'us-east-1',
        sourceipaddress: '198.51.100.7',
        useragent: 'aws-cli/2.27',
        result: 'Failure',
        mfa: null,
      },
    ]);
  });

  it('AdminRoleLogin30Days counts the two records of one call once', async () => {
    const roleArn = `arn:aws:iam::${production}:role/PlatformAdmin`;
    const call = {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: { roleArn, roleSessionName: 'jane' },
      sharedEventID: 'shared',
      userIdentity: jane,
    };
    write(1, [{ ...call, eventID: 'a' }]);
    write(1, [{ ...call, eventID: 'b' }], security);
    write(2, [
      { ...call, sharedEventID: 'other', requestParameters: { roleArn: 'arn:aws:iam::1:role/Ro' } },
    ]);

    const rows = await ask('AdminRoleLogin30Days', '%Admin%');

    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({ role: roleArn, eventname: 'AssumeRole', principal: jane.arn });
  });

  it('AdminRoleLogin30Days finds switches of role in the console', async () => {
    const switchTo = `arn:aws:iam::${production}:role/Admin`;
    const event = { eventSource: 'signin.amazonaws.com', eventName: 'SwitchRole', eventID: 'e' };
    write(3, [
      { ...event, userIdentity: jane, additionalEventData: { SwitchTo: switchTo } },
      { ...event, eventID: 'f', userIdentity: { type: 'AssumedRole', arn: `${switchTo}/jane` } },
    ]);

    const rows = await ask('AdminRoleLogin30Days', '%Admin%');

    expect(rows.map(({ role }) => role)).to.have.members([switchTo, `${switchTo}/jane`]);
  });

  it('SignInWithoutMfa leaves out those with it, those that failed, and federated ones', async () => {
    const login = { ...signIn, userIdentity: jane, responseElements: succeeded };
    write(1, [
      { ...login, additionalEventData: { MFAUsed: 'No' } },
      { ...login, additionalEventData: { MFAUsed: 'Yes' } },
      { ...login, responseElements: { ConsoleLogin: 'Failure' } },
      {
        ...login,
        userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/A/jane' },
      },
    ]);
    write(2, [{ ...login, userIdentity: rootUser }]);

    const rows = await ask('SignInWithoutMfa');

    expect(rows.map(({ principal }) => principal)).to.deep.equal(['jane', rootUser.arn]);
  });

  it('AccessDeniedByPrincipal counts by hour, and only storms', async () => {
    const refused = { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' };
    const storm = Array.from({ length: 20 }, (_, index) => ({
      ...refused,
      userIdentity: jane,
      errorCode: index % 2 ? 'AccessDenied' : 'Client.UnauthorizedOperation',
    }));
    write(1, storm);
    write(2, [...storm.slice(1), { ...refused, userIdentity: jane }]);

    const rows = await ask('AccessDeniedByPrincipal');

    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({ principal: jane.arn, refused: '20', actions: '1' });
  });

  it('NewAccessKeys tells whose key it is, and leaves out what was refused', async () => {
    const made = {
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateAccessKey',
      userIdentity: jane,
      requestParameters: { userName: 'build' },
    };
    write(4, [
      {
        ...made,
        responseElements: { accessKey: { userName: 'build', accessKeyId: 'AKIAI44QH8DHBEXAMPLE' } },
      },
      { ...made, errorCode: 'AccessDenied' },
    ]);

    const rows = await ask('NewAccessKeys');

    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({
      username: 'build',
      accesskeyid: 'AKIAI44QH8DHBEXAMPLE',
      madeby: jane.arn,
    });
  });

  it('TrailOrConfigChanges finds attempts too, but not what is only read', async () => {
    const stop = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' };
    const config = { eventSource: 'config.amazonaws.com' };
    write(1, [{ ...stop, userIdentity: jane, errorCode: 'AccessDenied' }]);
    write(2, [{ ...config, eventName: 'DeleteConfigurationRecorder', userIdentity: jane }]);
    write(3, [
      { ...config, eventName: 'PutEvaluations' },
      { ...config, eventName: 'DescribeConfigRules', readOnly: true },
    ]);

    const rows = await ask('TrailOrConfigChanges');

    expect(rows.map(({ eventname, errorcode }) => [eventname, errorcode])).to.deep.equal([
      ['StopLogging', 'AccessDenied'],
      ['DeleteConfigurationRecorder', null],
    ]);
  });

  for (const pattern of ['user/jane', 'jane', jane.accessKeyId]) {
    it(`ActivityOfPrincipal finds a principal by ${pattern}`, async () => {
      const event = { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', readOnly: true };
      write(1, [{ ...event, userIdentity: jane }]);
      write(2, [{ ...event, userIdentity: { ...rootUser, accessKeyId: 'ASIAOTHER' } }]);
      write(8, [{ ...event, userIdentity: jane }]);

      const rows = await ask('ActivityOfPrincipal', pattern);

      expect(rows.map(({ principal }) => principal)).to.deep.equal([jane.arn]);
    });
  }

  it('WhoTouchedResource looks into request, response and resources', async () => {
    const id = 'sg-0123456789abcdef0';
    const event = { eventSource: 'ec2.amazonaws.com', userIdentity: jane };
    write(1, [{ ...event, eventName: 'A', requestParameters: { groupId: id } }]);
    write(2, [{ ...event, eventName: 'B', responseElements: { groupId: id } }]);
    write(3, [
      { ...event, eventName: 'C', resources: [{ ARN: `arn:aws:ec2:::security-group/${id}` }] },
    ]);
    write(4, [
      { ...event, eventName: 'D', requestParameters: { groupId: id }, readOnly: true },
      { ...event, eventName: 'E', requestParameters: { groupId: 'sg-other' } },
    ]);

    const rows = await ask('WhoTouchedResource', id);

    expect(rows.map(({ eventname }) => eventname)).to.deep.equal(['A', 'B', 'C']);
  });

  it('FlowLogRejectsBySource adds up what sources sent to all accounts', async () => {
    const place = { account: production, region: 'us-east-1', date: daysBefore(now, 1) };
    const knock = { srcaddr: '203.0.113.9', dstaddr: '10.0.0.1', action: 'REJECT' as const };
    await writeFlows(root, place, [
      { ...knock, dstport: 22, packets: 3 },
      { ...knock, dstport: 3389, packets: 4 },
      { ...knock, action: 'ACCEPT', packets: 100 },
    ]);
    await writeFlows(root, { ...place, account: security, region: 'eu-west-1' }, [knock], '13');
    await writeFlows(root, { ...place, date: daysBefore(now, 8) }, [knock]);

    const rows = await ask('FlowLogRejectsBySource');

    expect(rows).to.deep.equal([
      {
        srcaddr: knock.srcaddr,
        packets: '8',
        flows: '3',
        destinations: '1',
        ports: '3',
        accounts: '2',
      },
    ]);
  });

  it('FlowLogTopTalkers sorts pairs by their bytes', async () => {
    const place = { account: production, region: 'us-east-1', date: daysBefore(now, 0) };
    const flow = { srcaddr: '10.0.0.1', dstaddr: '10.0.0.2', bytes: 400 };
    await writeFlows(root, place, [
      flow,
      flow,
      { ...flow, dstaddr: '10.0.0.3', bytes: 900 },
      { ...flow, dstaddr: '10.0.0.4', bytes: 9000, action: 'REJECT' },
    ]);

    const rows = await ask('FlowLogTopTalkers');

    expect(rows.map(({ dstaddr, bytes }) => [dstaddr, bytes])).to.deep.equal([
      ['10.0.0.3', '900'],
      ['10.0.0.2', '800'],
    ]);
  });
});

describe('each file of queries', () => {
  it('is deployed under its name', () => {
    const folder = path.join(import.meta.dirname, '../../templates/athena');
    const files = globSync('queries/*.sql', { cwd: folder });
    const { value } = readYaml(path.join(folder, 'queries.yml'));

    const deployed = Object.entries(value.Resources as Record<string, { Properties: object }>).map(
      ([id, { Properties }]) => ({ id, ...Properties }),
    );

    expect(deployed.map(({ id }) => `queries/${id}.sql`)).to.have.members(files);
    for (const { id, ...properties } of deployed) {
      expect(properties).to.deep.include({
        Name: id,
        QueryString: { 'Fn::ReadFile': `./queries/${id}.sql` },
      });
    }
  });
});
