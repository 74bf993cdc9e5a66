import { type AnalyzerSummary, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import type { PlaceSnapshot } from 'ofn-rehearse';
import { collect } from '../../lambda/paging.ts';
import { isCentral, type Place } from './work.ts';

/** Analyzers, where those of an organization may be. */
export async function readAnalyzers(place: Place): Promise<PlaceSnapshot['analyzers']> {
  if (!isCentral(place)) {
    return [];
  }
  const found = await collect<AnalyzerSummary>(async (nextToken) => {
    const page = await place.clients.accessAnalyzer.send(new ListAnalyzersCommand({ nextToken }));
    return { items: page.analyzers, next: page.nextToken };
  });
  return found.map(({ name = '', type, status }) => ({
    name,
    type: type ?? '',
    status: status ?? '',
  }));
}
