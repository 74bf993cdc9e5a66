import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listAccounts } from './accounts.ts';
import type { SeededOrganization } from './aws-types.ts';
import type { Connection } from './connection.ts';
import { EmbeddedAws } from './embedded-aws.ts';
import { explainFailure, isComplete } from './failure.ts';
import { type OfnResult, runOfn } from './ofn.ts';
import { seedOf } from './organization.ts';
import { withoutUnit } from './organization-relations.ts';
import { setParameters } from './parameters-file.ts';
import { checkPlan, type Plan, planOf, type RehearsalOptions } from './plan.ts';
import { whereIs } from './problem.ts';
import { logOfn } from './report.ts';
import type { Say } from './step.ts';

/** A rehearsal that runs, for another process to take part in. */
export interface Running {
  readonly port: number;
  readonly seeded: SeededOrganization;
  /** The home folder of ofn. */
  readonly home: string;
}

export interface PerformOptions {
  /**
   * What an operator sets from now on: in the parameters file, which wins over the
   * command line, or there when there is no such file.
   */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Other files as they are from now on: paths from the folder of the task file, and texts. */
  readonly files?: Readonly<Record<string, string>>;
  /** The organization file as it is from now on. */
  readonly organizationText?: string;
  /** The root task file as it is from now on. */
  readonly tasksText?: string;
  /** Optional. Default: the pattern of the plan. */
  readonly match?: string;
  readonly cleanup?: boolean;
  /** Whether everything else is performed when a stack fails. */
  readonly goOn?: boolean;
  readonly onLine?: (line: string) => void;
  /** Optional. Kills ofn; the promise is rejected then. Default: that of the rehearsal. */
  readonly signal?: AbortSignal;
}

/** The organization that a rehearsal begins with. */
interface Made {
  readonly seeded: SeededOrganization;
  readonly warnings: readonly string[];
}

async function makeAnew(plan: Plan, aws: EmbeddedAws): Promise<Made> {
  // What accounts have enabled only AWS knows: npm run deploy asks it before it begins.
  await aws.control('POST', '/regions/enabled', { regions: plan.allRegions });
  return { seeded: await aws.seed(seedOf(plan.organization)), warnings: [] };
}

const warningsOf = ({ organization }: Plan): string[] =>
  withoutUnit(organization.resources).map((one) => `${whereIs(one)}: ${one.cause}; ${one.remedy}`);

const goOn = ['--failed-tasks-tolerance', '999', '--failed-stacks-tolerance', '999'];

/** One organization on an embedded AWS, and the task file that is performed on it. */
export class Rehearsal {
  readonly aws: EmbeddedAws;
  readonly seeded: SeededOrganization;
  readonly plan: Plan;
  /** What may not be meant, and what of a snapshot could not be restored as it was. */
  readonly warnings: readonly string[];
  /** The organization file as it was last performed. */
  organizationText: string;
  /** The parameters file as it was last performed, if there is one. */
  parametersText: string | undefined;
  readonly #home: string;
  readonly #overlay: Record<string, string>;
  readonly #onClose: (() => void)[] = [];
  /** The last event before ofn was run. */
  #before = 0;

  private constructor(plan: Plan, aws: EmbeddedAws, { seeded, warnings }: Made, home: string) {
    this.plan = plan;
    this.aws = aws;
    this.seeded = seeded;
    this.warnings = warnings;
    this.organizationText = plan.organizationText;
    this.parametersText = plan.parametersText;
    this.#home = home;
    this.#overlay = {};
    this.#replace(plan.organizationFile, plan.organizationText);
    this.#setParameters({});
  }

  /**
   * Checks the files, starts an embedded AWS and makes the organization as it is
   * before the first run.
   *
   * @throws Problem for bad input; nothing is left running then
   */
  static async open(options: RehearsalOptions, say?: Say): Promise<Rehearsal> {
    const plan = planOf(options);
    const { functionEnvironment, managedRules } = options.config;
    const aws = await EmbeddedAws.start({ port: options.port, functionEnvironment, managedRules });
    try {
      await checkPlan(plan, aws);
      const made = await (options.from ? aws.restore(options.from, say) : makeAnew(plan, aws));
      const home = mkdtempSync(path.join(tmpdir(), 'ofn-audit-'));
      const warnings = [...warningsOf(plan), ...made.warnings];
      return new Rehearsal(plan, aws, { ...made, warnings }, home);
    } catch (error) {
      await aws.stop();
      throw error;
    }
  }

  /** Another process's rehearsal, with the files as they are now; that process closes it. */
  static join(plan: Plan, { port, seeded, home }: Running): Rehearsal {
    return new Rehearsal(plan, EmbeddedAws.at(port), { seeded, warnings: [] }, home);
  }

  /** What another process needs to join. */
  get running(): Running {
    return { port: this.aws.port, seeded: this.seeded, home: this.#home };
  }

  get connection(): Connection {
    const { credentials, managementAccountId } = this.seeded;
    const { homeRegion, organization } = this.plan;
    const { accessRoleName: roleName } = organization;
    return { endpoint: this.aws.endpoint, credentials, managementAccountId, homeRegion, roleName };
  }

  /** What to give ofn or the AWS CLI to reach the embedded AWS as the management account. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.aws.endpoint,
      AWS_ACCESS_KEY_ID: this.seeded.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.seeded.credentials.secretAccessKey,
      AWS_DEFAULT_REGION: this.plan.homeRegion,
    };
  }

  /** Runs the real `ofn perform-tasks`; its exit code is in the answer. */
  async perform(options: PerformOptions = {}): Promise<OfnResult> {
    if (options.organizationText !== undefined) {
      this.organizationText = options.organizationText;
      this.#replace(this.plan.organizationFile, options.organizationText);
    }
    if (options.tasksText !== undefined) {
      this.#replace(this.plan.tasks.file, options.tasksText);
    }
    for (const [file, text] of Object.entries(options.files ?? {})) {
      this.#replace(path.join(path.dirname(this.plan.tasks.file), file), text);
    }
    const match = options.match ?? this.plan.match;
    const parameters = this.#setParameters(options.parameters ?? {});
    return this.ofn(
      [
        'perform-tasks',
        path.resolve(this.plan.tasks.file),
        '--verbose',
        ...(match ? ['--match', match] : []),
        ...(parameters ? ['--parameters', parameters] : []),
        ...(options.cleanup ? ['--perform-cleanup'] : []),
        ...(options.goOn ? goOn : []),
      ],
      options,
    );
  }

  /** Runs any command of the real ofn, with the files as they are in this rehearsal. */
  async ofn(
    args: readonly string[],
    { onLine, signal = this.plan.signal }: Pick<PerformOptions, 'onLine' | 'signal'> = {},
  ): Promise<OfnResult> {
    this.#before = (await this.aws.events()).next;
    const result = await runOfn({
      args,
      cwd: path.dirname(path.resolve(this.plan.tasks.file)),
      env: {
        ...this.environment,
        PATH: process.env.PATH ?? '',
        HOME: this.#home,
        AWS_EC2_METADATA_DISABLED: 'true',
        // ofn loads some thousand files; what V8 has compiled of them serves its later runs.
        // https://nodejs.org/api/module.html#module-compile-cache
        NODE_COMPILE_CACHE: path.join(this.#home, 'compiled'),
        NODE_NO_WARNINGS: '1',
      },
      overlay: this.#overlay,
      signal,
      ...(onLine ? { onLine } : {}),
    });
    logOfn(result.output);
    return result;
  }

  /** @throws Problem when ofn failed, with file, place, cause and remedy */
  async requireSuccess(result: OfnResult): Promise<OfnResult> {
    if (isComplete(result)) {
      return result;
    }
    const accounts = await listAccounts(this.connection);
    throw explainFailure({
      tasksFile: this.plan.tasks.file,
      result,
      events: (await this.aws.events(this.#before)).events,
      nameOf: (id) => accounts.find((account) => account.id === id)?.name ?? id,
      known: { accounts, organization: this.plan.organization },
    });
  }

  /** Calls back when the rehearsal is closed, before the embedded AWS ends. */
  onClose(close: () => void): void {
    this.#onClose.push(close);
  }

  /** Ends everything that was started; safe to call twice. */
  async close(): Promise<void> {
    for (const close of this.#onClose.splice(0)) {
      close();
    }
    await this.aws.stop();
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** @returns what is left for the command line of ofn */
  #setParameters(parameters: Readonly<Record<string, unknown>>): string | undefined {
    const { file } = this.plan.parameters ?? {};
    if (file === undefined || this.parametersText === undefined) {
      const pairs = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
      return pairs.length > 0 ? pairs.join(' ') : undefined;
    }
    this.parametersText = setParameters(this.parametersText, parameters);
    this.#replace(file, this.parametersText);
    return undefined;
  }

  /** Lets ofn read `text` where it reads `file`. */
  #replace(file: string, text: string): void {
    const original = path.resolve(file);
    const copy = path.join(this.#home, original.replaceAll(path.sep, '_'));
    writeFileSync(copy, text);
    this.#overlay[original] = copy;
  }
}
