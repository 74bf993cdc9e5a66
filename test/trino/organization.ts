// The organization whose logs Trino searches: the tasks of Athena, performed on an embedded AWS,
// with buckets that hold nothing but the logs of a case.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Rehearsal } from 'ofn-rehearse';
import { parseDocument } from 'yaml';
import type { Clients } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';
import type { World } from '../athena/cases/case.ts';
import { flowBucketOf, trailBucketOf } from '../athena/logs.ts';
import { linesOf } from './cloud-trail-format.ts';
import { investigator } from './investigator.ts';
import type { Aws } from './server.ts';
import { adaptTables } from './tables.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const performed = ['Parameters', 'OrganizationBindings', 'Organization', 'Athena'];
/** A few: Trino lists a folder for each account, region and day. */
const regions = ['us-east-1', 'eu-west-1'];

interface Stored {
  readonly Bucket: string;
  readonly Key: string;
}

export class LoggedOrganization {
  readonly rehearsal: Rehearsal;
  readonly world: Omit<World, 'now'>;
  /** The security account, from which the logs are searched. */
  readonly aws: Aws;
  readonly #s3: Clients['s3'];
  readonly #textColumns: ReadonlySet<string>;
  #stored: Stored[] = [];

  private constructor(
    rehearsal: Rehearsal,
    world: Omit<World, 'now'>,
    aws: Aws,
    s3: Clients['s3'],
    textColumns: ReadonlySet<string>,
  ) {
    this.rehearsal = rehearsal;
    this.world = world;
    this.aws = aws;
    this.#s3 = s3;
    this.#textColumns = textColumns;
  }

  /** Performs the tasks of Athena, and makes the buckets of the logs. */
  static async open(): Promise<LoggedOrganization> {
    const rehearsal = await Rehearsal.open({ config, tasksFile });
    try {
      const done = await rehearsal.perform({
        organizationText: withoutWorkloads(rehearsal.organizationText),
        tasksText: tasksOfAthena(),
        parameters: { athenaRegions: regions },
      });
      await rehearsal.requireSuccess(done);

      return await LoggedOrganization.#of(rehearsal);
    } catch (error) {
      await rehearsal.close();
      throw error;
    }
  }

  static async #of(rehearsal: Rehearsal): Promise<LoggedOrganization> {
    const accounts = await listAccounts(rehearsal);
    const settings = readSettings(rehearsal, accounts);
    const { securityAccountId, logArchiveAccountId, managementAccountId, homeRegion } = settings;
    const [production = ''] = accounts
      .map(({ id }) => id)
      .filter((id) => ![securityAccountId, logArchiveAccountId, managementAccountId].includes(id));
    const { organizationId } = rehearsal.seeded;
    const owner = { organizationId, logArchiveAccountId };
    const clients = (await sessionsOf(rehearsal).open(securityAccountId)).clients(homeRegion);
    const { s3 } = (await sessionsOf(rehearsal).open(logArchiveAccountId)).clients(homeRegion);
    for (const Bucket of [trailBucketOf(owner), flowBucketOf(owner)]) {
      await makeBucket(s3, Bucket, securityAccountId);
    }
    const aws = await investigator(rehearsal, clients, homeRegion);

    return new LoggedOrganization(
      rehearsal,
      { owner, production, security: securityAccountId },
      aws,
      s3,
      await adaptTables(clients.glue),
    );
  }

  /** Stores the files of a folder that has a folder for each bucket. */
  async store(root: string): Promise<void> {
    const files = readdirSync(root, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const place = path.join(file.parentPath, file.name);
      const [Bucket = '', ...key] = path.relative(root, place).split(path.sep);
      const content = readFileSync(place);
      const Body = file.name.endsWith('.json.gz') ? linesOf(content, this.#textColumns) : content;
      const stored = { Bucket, Key: key.join('/') };
      await this.#s3.send(new PutObjectCommand({ ...stored, Body }));
      this.#stored.push(stored);
    }
  }

  /** Deletes what was stored. */
  async empty(): Promise<void> {
    for (const stored of this.#stored) {
      await this.#s3.send(new DeleteObjectCommand(stored));
    }
    this.#stored = [];
  }

  close(): Promise<void> {
    return this.rehearsal.close();
  }
}

/** The root tasks without those that Athena's need no output of. */
function tasksOfAthena(): string {
  const document = parseDocument(readFileSync(tasksFile, 'utf8'));
  for (const name of Object.keys(document.toJS() as object)) {
    if (!performed.includes(name)) {
      document.delete(name);
    }
  }
  document.deleteIn(['Athena', 'DependsOn']);

  return String(document);
}

/** The organization with Production alone of its workload accounts: fewer partitions. */
function withoutWorkloads(text: string): string {
  const document = parseDocument(text);
  for (const account of ['DevelopmentAccount', 'SandboxAccount']) {
    document.deleteIn(['Organization', account]);
  }
  for (const unit of ['WorkloadsNonProdOu', 'SandboxOu']) {
    document.deleteIn(['Organization', unit, 'Properties', 'Accounts']);
  }

  return String(document);
}

async function makeBucket(s3: Clients['s3'], Bucket: string, reader: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${reader}:root` },
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      },
    ],
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}
