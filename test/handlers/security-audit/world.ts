import { readFileSync } from 'node:fs';
import type { JobSummary, SubmitJobCommandInput } from '@aws-sdk/client-batch';
import type { Build } from '@aws-sdk/client-codebuild';
import type { Account } from '@aws-sdk/client-organizations';
import type { FinishDependencies } from '../../../handlers/security-audit/finish.ts';
import type { Settings } from '../../../handlers/security-audit/settings.ts';
import type { StartDependencies } from '../../../handlers/security-audit/start.ts';
import type { Store } from '../../../handlers/security-audit/store.ts';
import type { Summary } from '../../../handlers/security-audit/summary.ts';
import type { Alert } from '../../../lambda/alerting/topic.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';

export const SECURITY = '222222222222';
export const BUCKET = `ofn-audit-reports-${SECURITY}`;
const batch = `arn:aws:batch:us-east-1:${SECURITY}`;

export const settings: Settings = {
  resourcePrefix: 'ofn-audit',
  reportBucket: BUCKET,
  jobQueueArn: `${batch}:job-queue/ofn-audit-security-audit`,
  jobDefinitionArn: `${batch}:job-definition/ofn-audit-security-audit:1`,
  topicArn: `arn:aws:sns:us-east-1:${SECURITY}:ofn-audit-alerts`,
  runHours: 120,
  tellSuccess: false,
  imageTag: undefined,
};

/** A fresh copy of a sample event, with changes of its detail. */
export function sampleOf(name: string, changes: object = {}): Record<string, unknown> {
  const file = new URL(`../../events/batch/${name}.json`, import.meta.url);
  const event = JSON.parse(readFileSync(file, 'utf8'));
  return { ...event, detail: { ...event.detail, ...changes } };
}

export const idAt = (index: number): string => String(300000000000 + index);

interface StoredObject {
  text: string;
  etag: string;
  writtenAt: Date;
}
type Job = JobSummary & { children?: JobSummary[] };

/** An organization, a job queue and the report bucket, with AWS's pages and conditions. */
export class World {
  accounts: Account[] = [];
  readonly jobs: Job[] = [];
  /** Tags of the repository. */
  images: string[] = [];
  builds: Build[] = [];
  readonly objects = new Map<string, StoredObject>();
  readonly calls: [name: string, input: Record<string, unknown>][] = [];
  readonly logged: LogEntry[] = [];
  readonly counted: Summary[] = [];
  readonly published: Alert[] = [];
  readonly pauses: number[] = [];
  pageSize = 100;
  now = new Date('2026-11-28T03:00:05Z');
  /** What a call fails with, before or behind its effect. */
  fault: (name: string) => { when: 'before' | 'behind'; error: Error } | undefined = () =>
    undefined;

  add(count: number, state: Account['State'] = 'ACTIVE'): void {
    for (let left = count; left > 0; left--) {
      const index = this.accounts.length;
      this.accounts.push({ Id: idAt(index), Name: `Account ${index}`, State: state });
    }
  }

  /** The commands of a name, as they were sent. */
  sent<Input>(name: string): Input[] {
    return this.calls.filter(([sent]) => sent === name).map(([, input]) => input as Input);
  }

  jsonAt(key: string): unknown {
    return JSON.parse(this.objects.get(key)?.text ?? 'null');
  }

  write(key: string, value: unknown): void {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    this.objects.set(key, { text, etag: `"${this.calls.length}-${key}"`, writtenAt: this.now });
  }

  start(): StartDependencies {
    const { organizations, batch: client, store } = this;
    return {
      organizations,
      batch: client,
      submitting: client,
      images: { ecr: this.ecr, codeBuild: this.codeBuild },
      store,
      ...this.reporting,
      now: () => this.now,
      sleep: async (ms) => void this.pauses.push(ms),
      log: (entry) => void this.logged.push(entry),
    };
  }

  finish(): FinishDependencies {
    return {
      batch: this.batch,
      store: this.store,
      ...this.reporting,
    };
  }

  private get reporting() {
    return {
      count: (summary: Summary) => void this.counted.push(summary),
      publish: async (alert: Alert) => void this.published.push(alert),
    };
  }

  private get ecr() {
    return this.client({
      DescribeImages: ({ imageIds }) => {
        const [{ imageTag = '' } = {}] = imageIds as { imageTag?: string }[];
        if (!this.images.includes(imageTag)) {
          throw awsError('ImageNotFoundException');
        }
        return { imageDetails: [{ imageTags: [imageTag] }] };
      },
    }) as StartDependencies['images']['ecr'];
  }

  private get codeBuild() {
    return this.client({
      ListBuildsForProject: () => ({ ids: this.builds.map(({ id }) => id).reverse() }),
      BatchGetBuilds: () => ({ builds: this.builds }),
      StartBuild: () => ({ build: { id: `build-${this.builds.length + 1}` } }),
    }) as StartDependencies['images']['codeBuild'];
  }

  get organizations() {
    return this.client({
      ListAccounts: ({ NextToken }) => {
        const { items, next } = this.page(this.accounts, NextToken);
        return { Accounts: items, NextToken: next };
      },
    }) as StartDependencies['organizations'];
  }

  get batch() {
    return this.client({
      SubmitJob: (input) => this.submit(input as unknown as SubmitJobCommandInput),
      TerminateJob: () => ({}),
      ListJobs: (input) => {
        const { items, next } = this.page(this.listed(input), input['nextToken']);
        return { jobSummaryList: items, nextToken: next };
      },
    }) as StartDependencies['batch'];
  }

  get store(): Store {
    const s3 = this.client({
      PutObject: (input) => this.putObject(input),
      GetObject: ({ Key }) => {
        const found = this.objects.get(String(Key));
        if (!found) {
          throw awsError('NoSuchKey');
        }
        const Body = { transformToString: async () => found.text };
        return { Body, ETag: found.etag, LastModified: found.writtenAt };
      },
      ListObjectsV2: ({ Prefix, ContinuationToken }) => {
        const keys = [...this.objects.keys()].filter((key) => key.startsWith(String(Prefix)));
        const { items, next } = this.page(keys, ContinuationToken);
        return { Contents: items.map((Key) => ({ Key })), NextContinuationToken: next };
      },
    });
    return { s3: s3 as Store['s3'], bucket: BUCKET, owner: SECURITY };
  }

  private client(answers: Record<string, (input: Record<string, unknown>) => object>) {
    return fakeClient((name, input) => {
      this.calls.push([name, input]);
      const fault = this.fault(name);
      if (fault?.when === 'before') {
        throw fault.error;
      }
      const answer = answers[name]?.(input);
      if (fault) {
        throw fault.error;
      }
      return answer;
    }).client;
  }

  private page<T>(items: readonly T[], token: unknown) {
    const from = Number(token ?? 0);
    const to = from + this.pageSize;
    const next = to < items.length ? String(to) : undefined;
    return { items: items.slice(from, to), next };
  }

  /** A filter is for jobs of any status, but none of the children. */
  private listed({ arrayJobId, jobStatus, filters }: Record<string, unknown>): Job[] {
    if (arrayJobId !== undefined) {
      const children = this.jobs.find(({ jobId }) => jobId === arrayJobId)?.children ?? [];
      return children.filter(({ status }) => status === (jobStatus ?? 'RUNNING'));
    }
    const [{ values: [pattern = ''] = [] } = {}] = filters as { values?: string[] }[];
    return this.jobs.filter(({ jobName = '' }) => jobName.startsWith(pattern.replace(/\*$/, '')));
  }

  private submit({ jobName, arrayProperties }: SubmitJobCommandInput): object {
    const jobId = `job-${this.jobs.length + 1}`;
    const children = Array.from({ length: arrayProperties?.size ?? 0 }, (_, index) => ({
      ...{ jobId: `${jobId}:${index}`, jobName, status: 'RUNNABLE' as const },
      arrayProperties: { index },
    }));
    const createdAt = this.now.getTime();
    this.jobs.push({ jobId, jobName, createdAt, status: 'PENDING', children });
    return { jobId, jobName };
  }

  private putObject({ Key, Body, IfNoneMatch, IfMatch }: Record<string, unknown>): object {
    const there = this.objects.get(String(Key));
    if ((IfNoneMatch && there) || (IfMatch && IfMatch !== there?.etag)) {
      throw awsError('PreconditionFailed');
    }
    this.write(String(Key), String(Body));
    return {};
  }
}
