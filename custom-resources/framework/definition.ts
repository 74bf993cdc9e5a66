import type { LambdaContext } from '../../lambda/context.ts';
import type { Log } from '../../lambda/log.ts';
import type { RawProperties } from '../../lambda/properties.ts';
import type { Sleep } from '../../lambda/retry.ts';
import type { Data } from './answer.ts';

export interface Request {
  physicalId: string;
  /** The account that the function runs in. */
  accountId: string;
  /** Rejects once the deadline has passed, so that late work stops at its next pause. */
  sleep: Sleep;
  log: Log;
}

export interface Outcome {
  /** Default: the id that the resource has. With another one CloudFormation deletes the old. */
  physicalId?: string;
  data?: Data;
}

/** A resource: `P` are its properties, `D` those that Delete needs, also of the old properties. */
export interface Definition<P, D> {
  /** Stable, in ASCII. An id is its own if it is this one, or this one with a slash and more. */
  physicalId: string;
  /** Strict. @throws PropertyError */
  parse(properties: RawProperties): P;
  /** Lenient: reads the properties for Delete and does not throw, so a bad value can't trap a stack. */
  parseForDelete(properties: RawProperties): D;
  onCreate(request: Request & { properties: P }): Promise<Outcome>;
  onUpdate(request: Request & { properties: P; oldProperties: D }): Promise<Outcome>;
  onDelete(request: Request & { properties: D }): Promise<void>;
}

/** Two parameters: Node.js 24 on Lambda rejects a handler with a third. */
export type Handler = (event: unknown, context: LambdaContext) => Promise<void>;
