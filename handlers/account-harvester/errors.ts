/** What every error of the harvester extends. */
export class HarvesterError extends Error {
  override name = 'HarvesterError';
}

/** An event that the harvester has no answer to. */
export class UnknownEventError extends HarvesterError {
  override name = 'UnknownEventError';
}

/** What AWS Organizations tells can't be true, so nothing is created or removed by it. */
export class OrganizationError extends HarvesterError {
  override name = 'OrganizationError';
}

/** Some accounts are not as they should be; the message names up to five. */
export class HarvestError extends HarvesterError {
  override name = 'HarvestError';
}
