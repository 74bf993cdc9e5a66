/**
 * Names that say nothing about who uses them, and that are words of AWS's and of templates too. They
 * are replaced where they name an account or a unit, and not looked for elsewhere.
 * @see https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/recommended-ous-and-accounts.html
 */
const generic = new Set(
  `account accounts application applications apps archive audit backup backups build central ci closed
  core custom data default demo deploy deployment deployments dev development dns exceptions
  external forensics identity individual-business-users infra infrastructure internal legacy log-archive
  logarchive logging logs main management master member monitoring network networking non-prod
  non-production nonprod observability operations ops organization payer pending platform
  policy-staging prod production qa quarantine root sandbox sandboxes sdlc security services shared
  shared-services stage staging suspended team test testing tooling tools training transitional uat
  unit workload workloads`.split(/\s+/),
);

/** Whether a name is only replaced where it is a name. */
export const isGeneric = (name: string): boolean =>
  name.length < 4 || generic.has(name.toLowerCase().replace(/[\s_-]+/g, '-'));
