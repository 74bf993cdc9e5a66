import type { Truth } from './truth.ts';

/** How a pattern has a `*` or `?` that stands for itself, as what a variable brings does. */
const literals: Readonly<Record<string, string>> = { '*': '\ue000', '?': '\ue001' };
const wildcards: Readonly<Record<string, string>> = {
  '*': '.*',
  '?': '.',
  '\ue000': '\\*',
  '\ue001': '\\?',
};

/** A text for a pattern, without wildcards. */
export const literal = (text: string): string =>
  text.replaceAll(/[*?]/g, (character) => literals[character] ?? character);

const compiled = new Map<string, RegExp>();

function regExpOf(pattern: string, flags: string): RegExp {
  const key = `${flags} ${pattern}`;
  const known = compiled.get(key);
  if (known) {
    return known;
  }
  const parts = [...pattern].map(
    (character) => wildcards[character] ?? character.replace(/[\\^$.|+()[\]{}/-]/, '\\$&'),
  );
  const expression = new RegExp(`^${parts.join('')}$`, flags);
  compiled.set(key, expression);
  return expression;
}

/** Whether a pattern, in which `*` is any text and `?` any character, takes a text. */
export const matches = (pattern: string, text: string): boolean =>
  regExpOf(pattern, 's').test(text);

/** The same, where case does not matter. */
export const matchesInAnyCase = (pattern: string, text: string): boolean =>
  regExpOf(pattern, 'is').test(text);

/**
 * Whether a pattern takes a resource of which parts are not known: `*` in `resource` is some text.
 * It does if it takes every such text, and may if it takes one.
 */
export function matchesResource(pattern: string, resource: string): Truth {
  if (!resource.includes('*')) {
    return matches(pattern, resource);
  }
  // Only a * takes whatever another * is.
  const isSure = matches(pattern.replaceAll('?', '\ue001'), resource);
  return isSure || (meets(pattern, resource) && 'unknown');
}

/** Services whose ARNs have no type before the name. */
const withoutTypes = /^arn:[^:]*:(s3|sns|sqs):/;

/**
 * Whether a pattern of a resource has a wildcard for the type: AWS documents that this is not
 * allowed, and what becomes of it is not known.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export const hasWildcardForType = (pattern: string): boolean =>
  /^arn(:[^:]*){4}:[^/:]*[*?][^/:]*[/:](?!\*$)/.test(pattern) && !withoutTypes.test(pattern);

/** Whether some text fits both patterns: how far each has got is one state. */
function meets(left: string, right: string): boolean {
  const seen = new Set<number>();
  const visit = (l: number, r: number): boolean => {
    const state = l * (right.length + 1) + r;
    if (seen.has(state)) {
      return false;
    }
    seen.add(state);
    const [a, b] = [left[l], right[r]];
    if (a === undefined && b === undefined) {
      return true;
    }
    return (
      (a === '*' && visit(l + 1, r)) ||
      (b === '*' && visit(l, r + 1)) ||
      (a !== undefined &&
        b !== undefined &&
        (a === b || a === '*' || b === '*' || a === '?' || b === '?') &&
        visit(a === '*' ? l : l + 1, b === '*' ? r : r + 1))
    );
  };
  return visit(0, 0);
}
