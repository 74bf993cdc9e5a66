// Traffic of VPCs.
import type { Case } from './case.ts';

export const flowCases: readonly Case[] = [
  {
    query: 'FlowLogRejectsBySource',
    does: 'adds up what sources sent to all accounts',
    given: ({ security }) => {
      const knock = { srcaddr: '203.0.113.9', dstaddr: '10.0.0.1', action: 'REJECT' as const };

      return {
        flows: [
          {
            daysAgo: 1,
            flows: [
              { ...knock, dstport: 22, packets: 3 },
              { ...knock, dstport: 3389, packets: 4 },
              { ...knock, action: 'ACCEPT', packets: 100 },
            ],
          },
          { daysAgo: 1, account: security, region: 'eu-west-1', hour: '13', flows: [knock] },
          { daysAgo: 8, flows: [knock] },
        ],
        rows: [
          {
            srcaddr: knock.srcaddr,
            packets: '8',
            flows: '3',
            destinations: '1',
            ports: '3',
            accounts: '2',
          },
        ],
      };
    },
  },
  {
    query: 'FlowLogTopTalkers',
    does: 'sorts pairs by their bytes',
    given: ({ production }) => {
      const flow = { srcaddr: '10.0.0.1', dstaddr: '10.0.0.2', bytes: 400 };

      return {
        flows: [
          {
            daysAgo: 0,
            flows: [
              flow,
              flow,
              { ...flow, dstaddr: '10.0.0.3', bytes: 900 },
              { ...flow, dstaddr: '10.0.0.4', bytes: 9000, action: 'REJECT' },
            ],
          },
        ],
        rows: [
          { account: production, dstaddr: '10.0.0.3', bytes: '900' },
          { account: production, dstaddr: '10.0.0.2', bytes: '800' },
        ],
      };
    },
  },
];
