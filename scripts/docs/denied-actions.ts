interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The template of the audit role, as far as it is read. */
export interface AuditRoleTemplate {
  readonly Resources: {
    readonly Role: {
      readonly Properties: {
        readonly Policies: readonly {
          readonly PolicyDocument: { readonly Statement: readonly Statement[] };
        }[];
      };
    };
  };
}

/** The actions that the role denies in any case: on every resource, without a condition. */
export function deniedActionsOf({ Resources }: AuditRoleTemplate): string[] {
  return Resources.Role.Properties.Policies.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.filter(
      ({ Effect, Resource, Condition }) =>
        Effect === 'Deny' && Resource === '*' && Condition === undefined,
    ),
  )
    .flatMap(({ Action }) => Action)
    .sort();
}

/** The module that scans import. */
export function deniedActionsModule(template: AuditRoleTemplate, from: string): string {
  const lines = deniedActionsOf(template).map((action) => `  '${action}',\n`);
  return (
    `// npm run docs writes this file from ${from}: change it there.\n\n` +
    '/** The actions that the audit role denies in any case. */\n' +
    `export const deniedActions: readonly string[] = [\n${lines.join('')}];\n`
  );
}
