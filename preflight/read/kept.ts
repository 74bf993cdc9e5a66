import type { Clients } from '../../organization/types.ts';
import { keyOf } from '../snapshot/templates.ts';
import type { CodeObject } from './code-objects.ts';
import { readObject } from './object.ts';

/** Templates and code, each kept once by its hash. */
export class Kept {
  readonly templates: Record<string, string> = {};
  readonly code: Record<string, string> = {};
  readonly archives: Record<string, string> = {};
  readonly #resourcePrefix: string;
  /** Hashes of archives whose keys have a hash of their content. */
  readonly #known = new Map<string, string>();

  constructor(resourcePrefix: string) {
    this.#resourcePrefix = resourcePrefix;
  }

  /** Whether a stack, or a bucket, has a name of this project. */
  isOurs(name: string): boolean {
    // Buckets of packs: https://docs.aws.amazon.com/config/latest/developerguide/cpack-prerequisites.html
    return name.replace(/^awsconfigconforms-/, '').startsWith(`${this.#resourcePrefix}-`);
  }

  /** @returns the key of the text */
  keepTemplate(text: string): string {
    const key = keyOf(text);
    this.templates[key] = text;
    return key;
  }

  /**
   * Reads an archive, unless the same key was read from the bucket of another account. Only of this
   * project's buckets: what its functions are made of is in its repository, and no secret.
   */
  async readCode(clients: Pick<Clients, 's3'>, region: string, object: CodeObject): Promise<void> {
    const { Bucket, Key } = object;
    if (!this.isOurs(Bucket)) {
      return;
    }
    const hash = this.#known.get(Key) ?? (await this.#readArchive(clients, region, object));
    // org-formation names them by MD5: docs/decisions/function-artifacts.md
    if (/[0-9a-f]{32}/.test(Key)) {
      this.#known.set(Key, hash);
    }
    this.code[`${Bucket}/${Key}`] = hash;
  }

  async #readArchive(
    clients: Pick<Clients, 's3'>,
    region: string,
    object: CodeObject,
  ): Promise<string> {
    const bytes = await readObject(() => clients, region, object);
    const hash = keyOf(bytes);
    this.archives[hash] = bytes.toString('base64');
    return hash;
  }
}
