/** The organization with all policies on each of its units. */
export const protectedEverywhere = (text: string): string =>
  text
    .replace(/ServiceControlPolicies:\n\s+- !Ref ProtectDetection\n\s+- !Ref ProtectBaseline\n/, '')
    .replaceAll(
      /( +)OrganizationalUnitName: (Security|Workloads|Sandbox)\n/g,
      '$&$1ServiceControlPolicies: [!Ref ProtectDetection, !Ref ProtectBaseline, !Ref ProtectBuses]\n',
    );

/** Why an attempt was refused. */
export const errorOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'nothing was refused',
    (error: unknown) => String(error),
  );
