import type { LeftResource } from './types.ts';

/** A resource as CreateChangeSet takes it. */
export interface ResourceToImport {
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceIdentifier: Record<string, string>;
}

/**
 * The template that brings resources into a stack of their own: each with a DeletionPolicy, and
 * without outputs. Retain rather than RetainExceptOnCreate: an import that fails must delete nothing.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-new-stack.html
 */
export function importTemplate(resources: readonly LeftResource[]): string {
  return JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Resources that were left behind, until the next deployment',
    Resources: Object.fromEntries(
      resources.map(({ logicalId, type, properties }) => [
        logicalId,
        {
          Type: type,
          DeletionPolicy: 'Retain',
          UpdateReplacePolicy: 'Retain',
          Properties: properties,
        },
      ]),
    ),
  });
}

export const resourcesToImport = (resources: readonly LeftResource[]): ResourceToImport[] =>
  resources.map(({ logicalId, type, identifier }) => ({
    LogicalResourceId: logicalId,
    ResourceType: type,
    ResourceIdentifier: { ...identifier },
  }));
