import { OperatorError } from '../lambda/errors.ts';

/** The ledger could not be read at all: never to be taken for "no holes". */
export class CoverageError extends OperatorError {
  override name = 'CoverageError';
}

/** A file or option that the ledger is given is wrong. */
export class SettingsError extends CoverageError {
  override name = 'SettingsError';
}

/** There was nothing to look at. */
export class NothingToReadError extends CoverageError {
  override name = 'NothingToReadError';
}

/** The credentials that were given do not work. */
export class CredentialsError extends CoverageError {
  override name = 'CredentialsError';
}
