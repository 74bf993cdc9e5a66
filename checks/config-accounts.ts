import type { Fault } from './config-managed-rules.ts';

/** What names of accounts in the parameters of AWS Config are held against. */
export interface KnownAccounts {
  readonly organizationFile: string;
  /** Logical names of accounts. Undefined when only AWS knows them: annotate-organization. */
  readonly names: ReadonlySet<string> | undefined;
  /** Optional. The ids of the organization's accounts, where AWS has been asked for them. */
  readonly ids?: ReadonlySet<string>;
}

/** Why a list of accounts to leave out can't be: logical names as text, or ids. */
export function faultOfExcluded(value: unknown, known: KnownAccounts): Fault | undefined {
  if (!Array.isArray(value)) {
    return notAList(value, 'SandboxAccount');
  }
  for (const account of value) {
    const fault = faultOfOne(account, known);
    if (fault) {
      return fault;
    }
  }

  return faultOfRepetition(value);
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
      cause: `${JSON.stringify(account)} is no name of an account`,
      remedy: 'give its logical name as text, without !Ref, or its twelve digits in quotes',
    };
  }
  if (!/^\d{12}$/.test(account)) {
    return faultOfName(account, known);
  }

  return known.ids === undefined || known.ids.has(account)
    ? undefined
    : {
        cause: `${account} is no account of the organization`,
        remedy: 'give the id of one that is, or remove it here',
      };
}

/** Why a list of accounts to deploy to can't be: references, since a binding needs them. */
export function faultOfReferences(value: unknown, known: KnownAccounts): Fault | undefined {
  if (!Array.isArray(value)) {
    return notAList(value, '!Ref LegacyAccount');
  }
  const names = value.map((one) => (one as { Ref?: unknown } | null)?.Ref);
  for (const [index, name] of names.entries()) {
    if (typeof name !== 'string') {
      return {
        cause: `${JSON.stringify(value[index])} is no reference to an account`,
        remedy: 'give its logical name with !Ref, such as !Ref LegacyAccount',
      };
    }
    const fault = faultOfName(name, known);
    if (fault) {
      return fault;
    }
  }

  return faultOfRepetition(names);
}

function faultOfName(name: string, { names, organizationFile }: KnownAccounts): Fault | undefined {
  return names === undefined || names.has(name)
    ? undefined
    : {
        cause: `${name} is no account of ${organizationFile}`,
        remedy: `use one of ${[...names].join(', ')}`,
      };
}

const notAList = (value: unknown, example: string): Fault => ({
  cause: `${JSON.stringify(value)} is no list`,
  remedy: `give a list, such as [${example}]; an empty one for none`,
});

/** AWS Config takes a list of different accounts, or types. */
export function faultOfRepetition(values: readonly unknown[]): Fault | undefined {
  const twice = values.find((value, index) => values.indexOf(value) !== index);

  return twice === undefined
    ? undefined
    : { cause: `${twice} is there twice`, remedy: 'remove one of them' };
}
