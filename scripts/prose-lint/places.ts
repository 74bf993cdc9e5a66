import type { Allowed } from './lint.ts';

/** Places where a word of the list is right, fewer than 20. */
export const allowed: readonly Allowed[] = [];

/** The list of words itself, and its tests. */
export const own: readonly string[] = ['scripts/prose-lint/words.ts', 'test/scripts/prose-lint'];
