import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { cases } from './cases/all.ts';
import { type Case, type Given, type World, writeLogs } from './cases/case.ts';
import { identityCenterUser, rootOf, userOf } from './cases/users.ts';
import { Engine } from './engine.ts';
import { logArchiveAccountId, organizationId, type TrailRecord } from './logs.ts';
import { query, tablesOf } from './tables.ts';

const account = '444444444444';
const world: World = {
  now: new Date('2026-11-21T12:00:00Z'),
  owner: { organizationId, logArchiveAccountId },
  production: account,
  security: '222222222222',
};
const deployment = {
  ...world.owner,
  accounts: [world.production, world.security],
  regions: ['us-east-1', 'eu-west-1'],
  days: 2557,
};

const session = (type: string, name: string) => ({
  type,
  principalId: `AROAEXAMPLE:${name}`,
  arn: `arn:aws:sts::${account}:${name}`,
  accountId: account,
});

/**
 * Each type of userIdentity that CloudTrail has, with what its page says of it: several lack an ARN.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
const identities: readonly TrailRecord[] = [
  rootOf(account),
  userOf(account, 'jane'),
  session('AssumedRole', 'assumed-role/Admin/jane'),
  session('Role', 'role/Admin'),
  session('FederatedUser', 'federated-user/jane'),
  { type: 'Directory', arn: `arn:aws:ds:us-east-1:${account}:user/d-1/jane` },
  { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '999999999999' },
  { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
  identityCenterUser(account, '544894e8-80c1-707f-60e3-3ba6510dfac1'),
  identityCenterUser(account, '94d00cd8-e9e6-4810-b177-b08e84775435'),
  { type: 'SAMLUser', principalId: 'SAMLEXAMPLE:jane', userName: 'jane' },
  { type: 'WebIdentityUser', principalId: 'accounts.example.com:jane', userName: 'jane' },
  { type: 'Unknown' },
];

/** The record as any identity might have caused it. */
const byEverybody = ({ sharedEventID: _, ...record }: TrailRecord, at: number): TrailRecord[] =>
  identities.map((userIdentity, index) => ({
    ...record,
    eventID: `${at}-${index}`,
    userIdentity,
  }));

/** The logs of a case, in which each identity does everything as well. */
const ofEverybody = (given: Given): Given => ({
  ...given,
  trail: (given.trail ?? []).map((file) => ({
    ...file,
    records: [...file.records, ...file.records.flatMap(byEverybody)],
  })),
});

const tells = ({ query: name }: Case): boolean => /\bAS principal\b/.test(query(name));

describe('a saved query that shows who it was', () => {
  let root: string;
  let engine: Engine;

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'ofn-audit-athena-'));
    engine = await Engine.open({ tables: tablesOf(deployment), root, now: world.now });
  });

  afterEach(() => {
    engine.close();
    rmSync(root, { recursive: true });
  });

  for (const each of cases.filter(tells)) {
    it(`shows it for every type of identity: ${each.query} ${each.does}`, async () => {
      const given = ofEverybody(each.given(world));
      await writeLogs(root, given, world);

      const { rows } = await engine.run(query(each.query), given.parameters);

      expect(rows).not.to.have.length(0);
      expect(rows.filter(({ principal }) => principal === null)).to.deep.equal([]);
    });
  }
});
