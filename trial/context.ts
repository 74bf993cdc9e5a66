import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { isDenied } from '../lambda/errors.ts';
import { type Connection, clientsFor, type TrialClients } from './clients.ts';
import type { Kind } from './removals.ts';
import { makeStack, type Template, updateStack } from './stack.ts';
import { Interrupted, type Pause, until } from './waiting.ts';

/** The organization of the account that is asked in, as any member may read it. */
export interface Organization {
  readonly id: string;
  readonly managementAccountId: string;
  readonly managementEmail: string;
}

/** What a question is given to ask with. */
export interface Context {
  /** Begins the name of all that the question makes. */
  readonly prefix: string;
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
  /** Undefined for an account that is in no organization. */
  readonly organization: Organization | undefined;
  readonly clients: TrialClients;
  readonly pause: Pause;
  /** Puts the removal on disk. Call it before making what has the name. */
  willMake(kind: Kind, name: string): void;
  /** Looks until there is something, for so many seconds. */
  until<T>(look: () => Promise<T | undefined>, seconds: number): Promise<T | undefined>;
  /** Makes the stack of the question and answers its outputs. @throws StackFailed */
  makeStack(template: Template, suffix?: string): Promise<Record<string, string>>;
  /** @throws StackFailed */
  updateStack(template: Template): Promise<Record<string, string>>;
  /** The clients of a role that the question has made. */
  as(roleArn: string): Promise<TrialClients>;
}

export interface Place
  extends Pick<
    Context,
    'accountId' | 'partition' | 'region' | 'organization' | 'prefix' | 'pause'
  > {
  readonly clients: TrialClients;
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly scale?: number | undefined;
  willMake(kind: Kind, name: string): void;
}

export function contextOf(place: Place): Context {
  const { prefix, signal, scale, pause } = place;
  const clients = stoppedBy(signal, place.clients);
  const look: Context['until'] = (one, seconds) => until(one, { seconds, scale, pause });
  return {
    accountId: place.accountId,
    partition: place.partition,
    region: place.region,
    organization: place.organization,
    ...{ prefix, clients, pause, until: look },
    willMake: place.willMake,
    makeStack(template, suffix) {
      const name = suffix ? `${prefix}-${suffix}` : prefix;
      place.willMake('stack', name);
      return makeStack(clients, name, template, pause);
    },
    updateStack: (template) => updateStack(clients, prefix, template, pause),
    async as(RoleArn) {
      // IAM's changes take some seconds to reach STS.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
      const session = await look(() => assumed(clients, RoleArn), 60);
      if (session === undefined) {
        throw new Error(`the role ${RoleArn} can't be assumed a minute after it was made`);
      }
      const { endpoint } = place.connection;
      const connection = { ...(endpoint && { endpoint }), credentials: session };
      return stoppedBy(signal, clientsFor(connection, place.region));
    },
  };
}

async function assumed({ sts }: TrialClients, RoleArn: string) {
  try {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ofn-audit-trial', DurationSeconds: 1800 }),
    );
    return {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
  } catch (error) {
    if (isDenied(error)) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The same clients, which send nothing more once the trial is interrupted: a call that is under way
 * ends, so that nothing is made behind the back of what removes it.
 */
function stoppedBy(signal: AbortSignal, clients: TrialClients): TrialClients {
  const stopped = (client: { send: (...given: never[]) => unknown }) => ({
    send(...given: never[]): unknown {
      if (signal.aborted) {
        throw new Interrupted('interrupted');
      }
      return client.send(...given);
    },
  });
  return new Proxy(clients, {
    get: (all, name: keyof TrialClients) => stopped(all[name] as never),
  });
}
