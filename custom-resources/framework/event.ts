import type { RawProperties } from '../../lambda/properties.ts';
import { EventError } from './errors.ts';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export interface CustomResourceEvent {
  RequestType: 'Create' | 'Update' | 'Delete';
  RequestId: string;
  StackId: string;
  ResponseURL: string;
  ResourceType: string;
  LogicalResourceId: string;
  PhysicalResourceId?: string;
  ResourceProperties: RawProperties;
  OldResourceProperties?: RawProperties;
}

const REQUIRED = [
  'RequestType',
  'RequestId',
  'StackId',
  'ResponseURL',
  'ResourceType',
  'LogicalResourceId',
] as const;

/** @throws EventError with the names of missing fields, without values */
export function parseEvent(event: unknown): CustomResourceEvent {
  if (!isRecord(event)) {
    throw new EventError('Not a CloudFormation request: not an object');
  }
  const missing: string[] = REQUIRED.filter((field) => typeof event[field] !== 'string');
  if (!isRequestType(event.RequestType)) {
    missing.push('RequestType of Create, Update or Delete');
  }
  if (event.RequestType !== 'Create' && typeof event.PhysicalResourceId !== 'string') {
    missing.push('PhysicalResourceId');
  }
  if (!isRecord(event.ResourceProperties)) {
    missing.push('ResourceProperties');
  }
  if (missing.length > 0) {
    throw new EventError(`Not a CloudFormation request: it lacks ${missing.join(', ')}`);
  }
  return event as unknown as CustomResourceEvent;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRequestType(value: unknown): value is CustomResourceEvent['RequestType'] {
  return value === 'Create' || value === 'Update' || value === 'Delete';
}
