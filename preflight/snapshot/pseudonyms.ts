import { type Invent, inventor, letters, twelveDigits } from './invent.ts';
import type { Originals } from './originals.ts';
import { expressionOf, plain } from './pseudonym-expression.ts';

export interface Pseudonyms {
  /** The text with pseudonyms: of a file of org-formation, or of anything in a snapshot. */
  apply(text: string): string;
  /** A text that is the name of an account or a unit. */
  name(name: string): string;
  /** Every original that was replaced so far, and its pseudonym. */
  readonly map: Readonly<Record<string, string>>;
}

/** Pseudonyms of everything that identifies an organization, its accounts and their owners. */
export function pseudonyms(originals: Originals, key: string): Pseudonyms {
  const { accountIds, emails, names, ids, rootId } = originals;
  const invent = inventor(key, new Set([...accountIds, ...emails, ...names, ...ids, rootId]));
  const map: Record<string, string> = {};
  const noted = (original: string, pseudonym: string): string => {
    map[original] = pseudonym;
    return pseudonym;
  };
  const replace = replacements(invent, originals);
  const name = (one: string): string => noted(one, replace.name(one));
  // Known ones first: which of two gets a pseudonym that both might have depends on no text then.
  for (const id of [...accountIds].sort()) {
    replace.account(id);
  }
  const expression = expressionOf(originals);
  const replaceMatch = (match: string, ...rest: unknown[]): string => {
    const [offset, text, found] = rest.slice(-3) as [number, string, Groups];
    if (found.digits !== undefined) {
      return replaceDigits(match, text, offset, accountIds, (id) => noted(id, replace.account(id)));
    }
    if (found.id !== undefined) {
      const id = replace.id(match);
      return id === match ? match : noted(match, id);
    }
    if (found.email !== undefined) {
      return noted(match, replace.email(match));
    }
    return (found.before ?? '') + name(plain(found.named ?? match, names));
  };
  return { map, name, apply: (text) => text.replace(expression, replaceMatch) };
}

interface Groups {
  readonly email?: string;
  /** Of a name: what is before it, and itself. */
  readonly before?: string;
  readonly named?: string;
  readonly id?: string;
  readonly digits?: string;
}

/** What takes the place of each kind. */
function replacements(invent: Invent, { ids, rootId }: Originals) {
  // The letters and digits of a root are in the ids of its units too.
  const root = (of: string) => invent('root', of, letters(4));
  return {
    account: (id: string) => invent('account', id, twelveDigits),
    email: (address: string) =>
      invent('email', address.toLowerCase(), (digest) => `a-${letters(10)(digest)}@example.com`),
    name: (one: string) => invent('name', one, (digest) => `Name ${letters(8)(digest)}`),
    id(one: string): string {
      const [prefix = '', first = '', second] = one.split('-');
      if (prefix === 'r') {
        return one === rootId ? `r-${root(first)}` : one;
      }
      if (second !== undefined) {
        return `ou-${root(first)}-${invent('unit', one, letters(8))}`;
      }
      // Another organization, as policies name it.
      const isOther = prefix === 'o' && /\d/.test(first) && first.length === 10;
      return ids.has(one) || isOther
        ? invent(prefix, one, (digest) => `${prefix}-${letters(10)(digest)}`)
        : one;
    },
  };
}

/**
 * On their own any twelve digits are an account; within a longer number, or a word as hashes are, only
 * those of one that is known.
 */
function replaceDigits(
  digits: string,
  text: string,
  offset: number,
  known: ReadonlySet<string>,
  account: (id: string) => string,
): string {
  const around = `${text[offset - 1] ?? ''}${text[offset + digits.length] ?? ''}`;
  if (digits.length === 12 && !/[A-Za-z]/.test(around)) {
    return account(digits);
  }
  for (let at = 0; at + 12 <= digits.length; at += 1) {
    const id = digits.slice(at, at + 12);
    if (known.has(id)) {
      const rest = digits.slice(at + 12);
      const after = replaceDigits(rest, `x${rest}`, 1, known, account);
      return digits.slice(0, at) + account(id) + after;
    }
  }
  return digits;
}
