import { CoverageError } from '../organization/errors.ts';

/** The accounts could not be scanned at all: not to be confused with "nothing found". */
export class AuditError extends CoverageError {
  override name = 'AuditError';
}

/** The command line, or a file that it names, is wrong. */
export class OptionError extends AuditError {
  override name = 'OptionError';
}

/** A scanner is missing, can't be installed, or does not start. */
export class ScannerError extends AuditError {
  override name = 'ScannerError';
}

/** The report of a scanner is missing, incomplete, or about another account. */
export class ReportError extends AuditError {
  override name = 'ReportError';
}

/** Reports can't be uploaded: checked before the scans. */
export class UploadError extends AuditError {
  override name = 'UploadError';
}

/** The run was interrupted: its scans have been terminated as well. */
export class InterruptedError extends AuditError {
  override name = 'InterruptedError';
}
