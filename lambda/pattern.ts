import { accountId, region } from '../templates/kinds.ts';

/** What matches, of a parameter or of a kind of parameters. */
interface Patterned {
  readonly allowedPattern: string;
  readonly default?: unknown;
}

/** A pattern is about the whole value, as in CloudFormation; with an empty default, empty matches. */
export const patternOf = ({ allowedPattern, default: fallback }: Patterned): RegExp =>
  new RegExp(fallback === '' ? `^(${allowedPattern})?$` : `^(${allowedPattern})$`);

export const ACCOUNT_ID = patternOf(accountId);
export const REGION = patternOf(region);
