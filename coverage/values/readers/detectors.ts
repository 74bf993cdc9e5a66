import { GetAnalyzerCommand } from '@aws-sdk/client-accessanalyzer';
import {
  DescribePublishingDestinationCommand,
  type Destination,
  GetDetectorCommand,
  ListDetectorsCommand,
  ListPublishingDestinationsCommand,
} from '@aws-sdk/client-guardduty';
import { collect } from '../../../lambda/paging.ts';
import type { Place, Reader } from '../types.ts';
import { each, textOf, unless } from './each.ts';

/** As the rows read it, so that it is one call. */
async function detectorIn({ clients }: Place): Promise<string | undefined> {
  const ids = await collect<string>(async (NextToken) => {
    const page = await clients.guardDuty.send(new ListDetectorsCommand({ NextToken }));
    return { items: page.DetectorIds, next: page.NextToken };
  });
  return ids[0];
}

const detector: Reader = {
  compared: { Enable: {}, FindingPublishingFrequency: {} },
  skipped: { Features: 'the row guard-duty compares them with the settings' },
  read: each(async (_, place) => {
    const DetectorId = await detectorIn(place);
    if (DetectorId === undefined) {
      return undefined;
    }
    const found = await place.clients.guardDuty.send(new GetDetectorCommand({ DetectorId }));
    const { Status, FindingPublishingFrequency } = found;
    return { Enable: Status === 'ENABLED', FindingPublishingFrequency };
  }),
};

const publishingDestination: Reader = {
  compared: { DestinationProperties: {} },
  skipped: {
    DetectorId: 'an account has one detector in a region',
    DestinationType: 'a detector has one destination of a type',
  },
  read: each(async (resource, place) => {
    const { guardDuty } = place.clients;
    const DetectorId = await detectorIn(place);
    if (DetectorId === undefined) {
      return undefined;
    }
    const all = await collect<Destination>(async (NextToken) => {
      const page = await guardDuty.send(
        new ListPublishingDestinationsCommand({ DetectorId, NextToken }),
      );
      return { items: page.Destinations, next: page.NextToken };
    });
    const type = textOf(resource, 'DestinationType');
    const DestinationId = all.find((one) => one.DestinationType === type)?.DestinationId;
    if (DestinationId === undefined) {
      return undefined;
    }
    const { DestinationProperties } = await guardDuty.send(
      new DescribePublishingDestinationCommand({ DetectorId, DestinationId }),
    );
    return { DestinationProperties };
  }),
};

const analyzer: Reader = {
  compared: { Type: {}, AnalyzerConfiguration: { absent: {} } },
  skipped: { AnalyzerName: 'it is read by it' },
  read: each(async (resource, { clients }) => {
    const analyzerName = textOf(resource, 'AnalyzerName') ?? '';
    const found = await unless(['ResourceNotFoundException'], () =>
      clients.accessAnalyzer.send(new GetAnalyzerCommand({ analyzerName })),
    );
    const unused = found?.analyzer?.configuration?.unusedAccess;
    return (
      found?.analyzer && {
        Type: found.analyzer.type,
        AnalyzerConfiguration: unused && {
          UnusedAccessConfiguration: {
            UnusedAccessAge: unused.unusedAccessAge,
            // What it leaves out is not analyzed.
            AnalysisRule: unused.analysisRule,
          },
        },
      }
    );
  }),
};

export const detectorReaders: Readonly<Record<string, Reader>> = {
  'AWS::AccessAnalyzer::Analyzer': analyzer,
  'AWS::GuardDuty::Detector': detector,
  'AWS::GuardDuty::PublishingDestination': publishingDestination,
};
