import type { Snapshot } from 'ofn-rehearse';
import type { Pseudonyms } from './pseudonyms.ts';
import { isMap } from './redact-value.ts';
import { rekeyTemplates } from './templates.ts';

/** The snapshot with pseudonyms; templates get new keys, archives of code stay. */
export function pseudonymize(snapshot: Snapshot, by: Pseudonyms): Snapshot {
  const { templates = {}, archives, code, caller, accounts, organization, ...rest } = snapshot;
  const replaced = <T>(value: T): T => replaceTexts(value, by.apply) as T;
  const texts = Object.entries(templates).map(([key, text]) => [key, by.apply(text)] as const);
  const whole: Snapshot = {
    ...replaced(rest),
    takenAt: snapshot.takenAt,
    // The name of the session is a person's, as a rule.
    caller: replaced({ ...caller, arn: caller.arn.replace(/[^/:]+$/, 'caller') }),
    organization: {
      ...replaced(organization),
      units: organization.units.map((unit) => ({ ...replaced(unit), Name: by.name(unit.Name) })),
      accountRequests: organization.accountRequests.map((request) => ({
        ...replaced(request),
        AccountName: by.name(request.AccountName),
      })),
    },
    accounts: accounts.map((one) => ({ ...replaced(one), Name: by.name(one.Name) })),
    ...(code && {
      code: Object.fromEntries(
        Object.entries(code).map(([object, archive]) => [by.apply(object), archive]),
      ),
    }),
    ...(archives && { archives }),
  };
  return rekeyTemplates(whole, new Map(texts));
}

function replaceTexts(value: unknown, apply: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return apply(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => replaceTexts(item, apply));
  }
  if (!isMap(value)) {
    return value;
  }
  const fields = Object.entries(value).map(([key, one]) => [apply(key), replaceTexts(one, apply)]);
  return Object.fromEntries(fields);
}
