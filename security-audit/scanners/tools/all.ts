import type { Tool } from '../../types.ts';
import { prowler } from './prowler.ts';
import { scoutsuite } from './scoutsuite.ts';
import type { ToolDefinition } from './tool.ts';

/** Every scanner. */
export const tools: readonly ToolDefinition[] = [prowler, scoutsuite];

export function toolOf(name: Tool): ToolDefinition {
  switch (name) {
    case 'prowler':
      return prowler;
    case 'scoutsuite':
      return scoutsuite;
    default:
      return name satisfies never;
  }
}
