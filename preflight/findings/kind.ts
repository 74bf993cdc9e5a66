import type { Finding } from '../finding.ts';
import type { Check } from '../subject.ts';

/** A kind of finding, as the table in preflight/README.md has it. */
export interface Kind {
  /** Stable: it is what `Finding.kind` says. */
  readonly kind: string;
  readonly level: Finding['level'];
  /** What is found: a clause without a full stop. */
  readonly title: string;
  /** A parameter, in backticks, or what else solves it. */
  readonly solvedBy: string;
}

/** Kinds that are found together. */
export interface Topic {
  readonly kinds: readonly Kind[];
  readonly check: Check;
}

/** A finding of a kind. */
export const finding = (
  { kind, level }: Kind,
  parts: Omit<Finding, 'kind' | 'level'>,
): Finding => ({ kind, level, ...parts });
