import { CoverageError } from '../organization/errors.ts';

/** The accounts could not be scanned at all: never to be taken for "nothing found". */
export class AuditError extends CoverageError {
  override name = 'AuditError';
}

/** The command line, or a file that it names, is wrong. */
export class OptionError extends AuditError {
  override name = 'OptionError';
}

/** A scanner is not there, cannot be installed, or does not start. */
export class ScannerError extends AuditError {
  override name = 'ScannerError';
}

/** What a scanner wrote is not there, not whole, or about another account. */
export class ReportError extends AuditError {
  override name = 'ReportError';
}

/** Reports cannot be uploaded: known before they are made. */
export class UploadError extends AuditError {
  override name = 'UploadError';
}

/** Somebody ended the run: what was under way has been ended as well. */
export class InterruptedError extends AuditError {
  override name = 'InterruptedError';
}
