import { ACCOUNT_ID } from '../lambda/pattern.ts';
import type { Fault } from './parameter.ts';

/** What names of accounts in the parameters of AWS Config are held against. */
export interface KnownAccounts {
  readonly organizationFile: string;
  /** Logical names of accounts. Undefined when only AWS knows them: annotate-organization. */
  readonly names: ReadonlySet<string> | undefined;
  /** Optional. The ids of the organization's accounts, where AWS has been asked for them. */
  readonly ids?: ReadonlySet<string>;
}

/** Why a list of accounts to leave out can't be: logical names as text, or ids. */
export function* faultsOfExcluded(value: unknown, known: KnownAccounts): Generator<Fault> {
  if (!Array.isArray(value)) {
    yield notAList(value, 'SandboxAccount');
    return;
  }
  yield* value.flatMap((account) => faultOfOne(account, known) ?? []);
  yield* faultsOfRepetition(value);
}

function faultOfOne(account: unknown, known: KnownAccounts): Fault | undefined {
  if (typeof account === 'number') {
    return {
      cause: `${account} is a number, which loses the zeros that an account's id begins with`,
      remedy: `put it in quotes: '${String(account).padStart(12, '0')}'`,
    };
  }
  if (typeof account !== 'string') {
    return {
      cause: `${JSON.stringify(account)} is not the name of an account`,
      remedy: 'give its logical name as text, without !Ref, or its twelve digits in quotes',
    };
  }
  if (!ACCOUNT_ID.test(account)) {
    return faultOfName(account, known);
  }
  return known.ids === undefined || known.ids.has(account)
    ? undefined
    : {
        cause: `${account} is not an account of the organization`,
        remedy: 'give the id of one that is, or remove it here',
      };
}

/** Why a list of accounts to deploy to can't be: references, since a binding needs them. */
export function* faultsOfReferences(value: unknown, known: KnownAccounts): Generator<Fault> {
  if (!Array.isArray(value)) {
    yield notAList(value, '!Ref LegacyAccount');
    return;
  }
  const names = value.map((one) => (one as { Ref?: unknown } | null)?.Ref);
  for (const [index, name] of names.entries()) {
    const fault =
      typeof name === 'string'
        ? faultOfName(name, known)
        : {
            cause: `${JSON.stringify(value[index])} is not a reference to an account`,
            remedy: 'give its logical name with !Ref, such as !Ref LegacyAccount',
          };
    if (fault) {
      yield fault;
    }
  }
  yield* faultsOfRepetition(names.filter((name) => typeof name === 'string'));
}

function faultOfName(name: string, { names, organizationFile }: KnownAccounts): Fault | undefined {
  return names === undefined || names.has(name)
    ? undefined
    : {
        cause: `${name} is not an account of ${organizationFile}`,
        remedy: `use one of ${[...names].join(', ')}`,
      };
}

const notAList = (value: unknown, example: string): Fault => ({
  cause: `${JSON.stringify(value)} is not a list`,
  remedy: `give a list, such as [${example}]; an empty one for none`,
});

/** AWS Config takes a list of different accounts, or types. */
export function* faultsOfRepetition(values: readonly unknown[]): Generator<Fault> {
  const repeated = values.filter((value, index) => values.indexOf(value) !== index);
  for (const twice of new Set(repeated)) {
    yield { cause: `${twice} is there twice`, remedy: 'remove one of them' };
  }
}
