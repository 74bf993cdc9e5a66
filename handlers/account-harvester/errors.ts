/** What every error of the harvester extends. */
export class HarvesterError extends Error {
  override name = 'HarvesterError';
}

/** An event that the harvester does not support. */
export class UnknownEventError extends HarvesterError {
  override name = 'UnknownEventError';
}

/** The response of AWS Organizations can't be true, so nothing is created or removed. */
export class OrganizationError extends HarvesterError {
  override name = 'OrganizationError';
}

/** Some accounts did not converge; the message names up to five. */
export class HarvestError extends HarvesterError {
  override name = 'HarvestError';
}
