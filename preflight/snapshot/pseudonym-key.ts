import { SettingsError } from '../../organization/errors.ts';

/** The variable with the key of pseudonyms. */
export const keyVariable = 'OFN_AUDIT_PSEUDONYM_KEY';

export interface PseudonymKey {
  readonly key: string;
  /** Where it comes from, for the terminal. */
  readonly source: string;
}

/**
 * The key that pseudonyms are made with: of a file, of the environment, or else the organization's id. It
 * is stable then, but a reader who knows the id can try whether a pseudonym is of a certain account.
 * @param text what is in the file of the key, if one is given
 * @throws SettingsError for a key of fewer than 16 characters
 */
export function pseudonymKey(
  organizationId: string,
  env: Readonly<Record<string, string | undefined>>,
  text?: string,
): PseudonymKey {
  const given = text ?? env[keyVariable];
  if (given === undefined) {
    return { key: `organization ${organizationId}`, source: 'the id of the organization' };
  }
  const source = text === undefined ? keyVariable : 'the file of the key';
  const key = given.trim();
  if (key.length < 16) {
    throw new SettingsError(
      `The key of pseudonyms has ${key.length} characters: give 16 or more in ${source}`,
    );
  }
  return { key, source };
}
